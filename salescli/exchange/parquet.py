"""A kind's file of an export as Parquet, by way of pyarrow, an extra: the same cells as in the others, texts and whole numbers.

Nothing in it is written once for many rows, so what is unpacked is never much larger than the file, and a file of which it is
was made to fill the memory.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from gettext import gettext as _
from itertools import islice
from typing import IO, Any

from salescli.errors import WrongUse

ROWS_WRITTEN = 20_000  # in memory at once
ROWS_OF_PAGE = 64  # looked at whether a page is full after so many; one of 2 GB cannot be written
ROWS_READ = 200  # likewise, and of a stranger's file
MOST_UNPACKED = 100  # times the file's own size; its compression, snappy, makes it a twentieth at best

Value = str | int | None


def needed() -> Any:
    """pyarrow; imported at first use, for it is optional.

    Raises:
        WrongUse: it is not there.
    """
    try:
        import pyarrow.parquet
    except ImportError:
        raise WrongUse(_("Parquet needs pyarrow: pip install 'salescli[parquet]'.")) from None
    return pyarrow


def write(file: IO[bytes], columns: Sequence[str], numbers: Collection[str], rows: Iterable[Sequence[Value]]) -> int:
    """Write rows; gives how many there are.

    Args:
        numbers: the columns of whole numbers; the others hold texts.

    Raises:
        OSError: the file cannot be written, or not as Parquet.
    """
    arrow = needed()
    schema = arrow.schema([(name, arrow.int64() if name in numbers else arrow.string()) for name in columns])
    left, count = iter(rows), 0
    try:
        with arrow.parquet.ParquetWriter(
            file, schema, compression="snappy", use_dictionary=False, store_schema=False, write_batch_size=ROWS_OF_PAGE
        ) as writer:
            while part := list(islice(left, ROWS_WRITTEN)):
                cells = zip(schema.types, zip(*part, strict=True), strict=True)
                table = arrow.Table.from_arrays([arrow.array(column, kind) for kind, column in cells], schema=schema)
                writer.write_table(table)
                count += len(part)
    except arrow.ArrowException as error:
        raise OSError(None, type(error).__name__) from None
    return count


def read(file: IO[bytes], size: int) -> Iterator[Mapping[str, Value]]:
    """The rows of a file of so many bytes, a few at a time.

    Raises:
        OSError: it cannot be read, is no Parquet file, is damaged, has other columns, or unpacks to what no export does.
    """
    arrow = needed()
    unpacked = 0
    try:
        parquet = arrow.parquet.ParquetFile(file)
        _refuse_columns(arrow, parquet.schema_arrow)
        for part in parquet.iter_batches(ROWS_READ):
            unpacked += part.nbytes
            if unpacked > MOST_UNPACKED * size:
                raise OSError(None, _("it unpacks to more than an export does"))
            yield from part.to_pylist()
    except (arrow.ArrowException, ValueError, OSError) as error:
        if isinstance(error, OSError) and error.strerror:
            raise
        raise OSError(None, _("it is no Parquet file, or it is damaged")) from None


def _refuse_columns(arrow: Any, schema: Any) -> None:
    known = (arrow.int64(), arrow.string(), arrow.large_string())
    if len(set(schema.names)) < len(schema.names) or not all(kind in known for kind in schema.types):
        raise OSError(None, _("its columns are not those of an export"))
