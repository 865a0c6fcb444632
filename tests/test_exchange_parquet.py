"""An export as Parquet: what other programs find in it, what comes back of it, and what is refused as none."""

import io
import json
import stat
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Refused, Run
from one_of_each import reading
from whole_ledger import filled, head, no_text

from salescli.exchange import parquet
from salescli.ledger import chain

pyarrow = pytest.importorskip("pyarrow", reason="the extra salescli[parquet] is not installed")
pq = pytest.importorskip("pyarrow.parquet")


@pytest.fixture
def out(run: Run, company: Path, tmp_path: Path) -> Path:
    """The company's export."""
    assert run("export", str(tmp_path / "out"), "--files", "parquet").code == 0
    return tmp_path / "out"


def table(folder: Path, kind: str) -> Any:
    with (folder / f"{kind}.parquet").open("rb") as file:
        return pq.ParquetFile(file).read()


def put(folder: Path, kind: str, rows: Any, **how: Any) -> None:
    pq.write_table(rows, folder / f"{kind}.parquet", **how)


# Out and back.


@pytest.mark.parametrize("most", [parquet.ROWS_WRITTEN, 3], ids=["at once", "in parts"])
def test_it_holds_what_the_others_hold(
    most: int, run: Run, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every kind of fact, cell by cell, with texts that a file may stumble over."""
    monkeypatch.setattr(parquet, "ROWS_WRITTEN", most)
    filled(ledger)
    for files in ("json", "parquet"):
        assert run("export", str(tmp_path / files), "--files", files).code == 0
    kinds = {file.stem for file in (tmp_path / "json").glob("*.jsonl")}
    assert {file.stem for file in (tmp_path / "parquet").glob("*.parquet")} == kinds
    assert len(kinds) > 30
    for kind in kinds:
        lines = (tmp_path / "json" / f"{kind}.jsonl").read_text(encoding="utf-8").split("\n")
        assert table(tmp_path / "parquet", kind).to_pylist() == [json.loads(line) for line in lines if line]


def test_a_text_is_a_text_and_a_number_a_number(run: Run, ledger: Path, tmp_path: Path) -> None:
    """Also where no row has a value; ids, amounts and hashes are texts as in the others."""
    filled(ledger)
    assert run("export", str(tmp_path / "out"), "--files", "parquet").code == 0
    with reading(ledger) as open_one:
        types = {kind: open_one.fields(kind) for kind in chain.kinds_in(open_one._connection)}
    seen = set()
    for kind, fields in types.items():
        for column in table(tmp_path / "out", kind).schema:
            whole = fields.get(column.name) == "INTEGER" and not column.name.endswith("id")
            money = column.name in ("amount", "base", "list_price", "cost", "unit_price")
            if str(column.type) == "int64":
                seen.add(column.name)
                assert whole and not money, (kind, column)
            else:
                assert str(column.type) == "string", (kind, column)
    assert seen >= {"minutes", "quantity", "rating"}


def test_all_of_the_ledger_comes_back(run: Run, ledger: Path, tmp_path: Path) -> None:
    """Every table, row for row: ids, hashes, values and what is empty."""
    filled(ledger)
    assert run("export", str(tmp_path / "out"), "--files", "parquet").code == 0
    answer = run("restore", str(tmp_path / "out"), "--ledger", str(tmp_path / "back.db"))
    assert (answer.code, answer.err) == (0, "")
    assert head(tmp_path / "back.db") == head(ledger)
    with reading(ledger) as old, reading(tmp_path / "back.db") as anew:
        for kind in ("fact", *chain.kinds_in(old._connection)):
            query = f"SELECT * FROM {kind} ORDER BY id"
            assert old._connection.execute(query).fetchall() == anew._connection.execute(query).fetchall() != []


def test_the_same_facts_give_the_same_files_for_their_owner_alone(run: Run, out: Path, tmp_path: Path) -> None:
    assert run("export", str(tmp_path / "again"), "--files", "parquet").code == 0
    for file in out.iterdir():
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_reps_own(run: Run, company: Path, tmp_path: Path) -> None:
    assert run("export", str(tmp_path / "zw"), "--files", "parquet", "--for", "zw").code == 0
    assert table(tmp_path / "zw", "rep").column("code").to_pylist() == ["zw"]
    assert "recorded_from" not in table(tmp_path / "zw", "rep").column_names


def test_written_again_by_another_program_it_is_the_same_ledger(run: Run, out: Path, company: Path) -> None:
    """Other compression, dictionaries and groups of rows: the values are the same, and the chain says so."""
    for file in out.glob("*.parquet"):
        put(out, file.stem, table(out, file.stem), compression="zstd", row_group_size=1)
    back = out.parent / "back.db"
    assert run("restore", str(out), "--ledger", str(back)).code == 0
    assert head(back) == head(company)


# Without the extra.


def test_without_the_extra_a_sentence_says_what_to_install(
    refused: Refused, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    sentence = "Parquet needs pyarrow: pip install 'salescli[parquet]'."
    assert sentence in refused(2, "export", str(tmp_path / "new"), "--files", "parquet")
    assert sentence in refused(2, "restore", str(out), "--ledger", str(tmp_path / "back.db"))
    assert not (tmp_path / "new").exists() and not list(tmp_path.glob("back*"))


def test_the_other_files_do_without_it(
    run: Run, company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert run("export", str(tmp_path / "out")).code == 0
    assert run("restore", str(tmp_path / "out"), "--ledger", str(tmp_path / "back.db")).code == 0


# What is none.

Change = Callable[[Path], object]
NO_FILE = "customer.parquet cannot be read as a file of an export: "
DAMAGED = NO_FILE + "it is no Parquet file, or it is damaged."
COLUMNS = NO_FILE + "its columns are not those of an export."
SWOLLEN = NO_FILE + "it unpacks to more than an export does."


def bytes_of(change: Callable[[bytes], bytes]) -> Change:
    def changed(folder: Path) -> None:
        file = folder / "customer.parquet"
        file.write_bytes(change(file.read_bytes()))

    return changed


def rows_of(change: Callable[[Any], Any], **how: Any) -> Change:
    return lambda folder: put(folder, "customer", change(table(folder, "customer")), **how)


def with_column(name: str, values: Callable[[Any], Any]) -> Change:
    return rows_of(lambda rows: rows.set_column(rows.column_names.index(name), name, values(rows.column(name))))


def zipped(_content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("customer.csv", "id")
    return file.getvalue()


def swollen(rows: Any) -> Any:
    """As many customers as nobody has, of whom all have one long note: a small file."""
    many = pyarrow.concat_tables([rows.slice(0, 1)] * 2_000)
    return many.set_column(rows.column_names.index("note"), "note", pyarrow.array(["x" * 20_000] * 2_000))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (bytes_of(lambda content: b""), DAMAGED),
        (bytes_of(lambda content: b"id,name\r\n1,a\r\n" * 9), DAMAGED),
        (bytes_of(zipped), DAMAGED),
        (bytes_of(lambda content: content[: len(content) // 2]), DAMAGED),
        (bytes_of(lambda content: content[:-8] + b"\xff\xff\xff\x7fPAR1"), DAMAGED),
        (bytes_of(lambda content: content[:4] + b"\xff" * 300 + content[304:]), DAMAGED),
        (bytes_of(lambda content: content[:-4] + b"PARE"), DAMAGED),
        (lambda folder: (folder / "customer.parquet").unlink(), NO_FILE + "No such file"),
        (with_column("name", lambda column: pyarrow.array([1.5] * len(column))), COLUMNS),
        (with_column("name", lambda column: pyarrow.array([["a"]] * len(column))), COLUMNS),
        (with_column("name", lambda column: pyarrow.array([b"\xff"] * len(column))), COLUMNS),
        (rows_of(lambda rows: rows.append_column("name", rows.column("name"))), COLUMNS),
        (rows_of(lambda rows: pyarrow.table({"a": ["b"]})), "customer.parquet, row 1: None does not do for id."),
        (rows_of(lambda rows: rows.drop_columns(["hash"])), "makes no ledger: NOT NULL constraint failed"),
        (
            with_column("name", lambda column: pyarrow.array([1] * len(column))),
            "customer.parquet, row 1: 1 does not do for name.",
        ),
        (rows_of(lambda rows: rows.slice(1)), "it holds 16 facts and not 17"),
        (
            with_column("name", lambda column: pyarrow.array(["华北机器", *column.to_pylist()[1:]])),
            "is not what was recorded, from the fact",
        ),
        (rows_of(swollen), SWOLLEN),
        (rows_of(swollen, use_dictionary=False, compression="zstd"), SWOLLEN),
    ],
)
def test_what_is_no_export_is_a_sentence(change: Change, sentence: str, refused: Refused, out: Path) -> None:
    """Not Parquet, broken off, of other columns, made to fill the memory, or changed: nothing is left of the attempt."""
    change(out)
    said = refused(5, "restore", str(out), "--ledger", str(out.parent / "back.db"))
    assert sentence in said and said.count("\n") <= 1
    assert not list(out.parent.glob("back*"))


@pytest.mark.parametrize("at", range(0, 100, 7))
def test_a_damaged_byte_is_found(at: int, run: Run, out: Path, company: Path) -> None:
    """Wherever it is: it is refused, or it was a byte that means nothing and the ledger is the same."""
    file = out / "customer.parquet"
    content = bytearray(file.read_bytes())
    content[len(content) * at // 100] ^= 0x5A
    file.write_bytes(content)
    back = out.parent / "back.db"
    answer = run("restore", str(out), "--ledger", str(back))
    assert (answer.code, answer.err.count("\n")) in ((5, 1), (0, 0)), answer
    assert "fault of salescli" not in answer.err
    assert head(back) == head(company) if back.exists() else answer.code == 5


def test_a_ledger_that_cannot_be_read_to_its_end(refused: Refused, company: Path, tmp_path: Path) -> None:
    no_text(company)
    assert "cannot be read: Could not decode" in refused(5, "export", str(tmp_path / "out"), "--files", "parquet")
    assert not list(tmp_path.glob("out*"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk without space")
def test_a_full_disk_is_a_sentence(
    refused: Refused, company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salescli.exchange.exported import Folder

    monkeypatch.setattr(Folder, "_opened", lambda _self, _name: open("/dev/full", "wb"))  # noqa: SIM115, PTH123
    said = refused(5, "export", str(tmp_path / "out"), "--files", "parquet")
    assert "The export cannot be written to" in said and "No space left on device" in said
    assert not (tmp_path / "out").exists()
