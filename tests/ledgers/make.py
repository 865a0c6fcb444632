"""Keep the ledger of the present version as a dump, before the schema changes: python tests/ledgers/make.py.

One fact of every kind, by an origin and at an instant that are always the same, so that the same version gives the same text.
"""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

from one_of_each import append_each, new, writing  # noqa: E402

from salescli.ledger import files  # noqa: E402

ORIGIN, MADE_AT = 1492238689, "2024-03-05T08:00:00.000000Z"


def fixture(version: int = files.VERSION) -> Path:
    """Where the dump of a version is."""
    return HERE / f"version-{version}.sql"


def dump() -> str:
    """A ledger of this program's version as SQL."""
    with tempfile.TemporaryDirectory() as folder:
        path = new(Path(folder) / "ledger.db", ORIGIN)
        with writing(path) as ledger, ledger.write():
            append_each(ledger)
        with closing(sqlite3.connect(path)) as connection:
            lines = list(connection.iterdump())
    head = f"PRAGMA application_id = {files.APPLICATION_ID};\nPRAGMA user_version = {files.VERSION};\n"
    return head + "\n".join(_made_at(line) for line in lines) + "\n"


def _made_at(line: str) -> str:
    """The row of the ledger itself holds the instant of its making, which no hash covers."""
    if not line.startswith('INSERT INTO "ledger"'):
        return line
    return ",".join([*line.split(",")[:-1], f"'{MADE_AT}');"])


if __name__ == "__main__":
    fixture().write_text(dump(), encoding="utf-8")
    print(fixture())
