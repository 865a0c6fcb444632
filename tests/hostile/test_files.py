"""A file that is something else than it is taken for, or of any name, is read as far as it goes or refused in a sentence."""

import io
import json
import os
import resource
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import Run
from desk import acting
from test_exchange_calls import CELLS

PROFILE = """
[profile]
key = "p"
[[source]]
files = "*"
key = "No"
[[source.fact]]
kind = "customer"
[source.fact.fields]
day = "Day"
name = "Name"
"""
WAYS = {
    "profile": ["import", "{}", "--profile", "p.toml"],
    "calls": ["import", "calls", "{}", "--layout", "asterisk", "--extension", "1000=zw"],
    "target": ["target", "import", "{}"],
    "policy": ["policy", "check", "{}"],
    "what if": ["funnel", "--policy", "{}"],
    "its profile": ["import", "a.csv", "--profile", "{}"],
    "extensions": ["import", "calls", "a.csv", "--layout", "asterisk", "--extensions", "{}"],
}
"""What reads a file that somebody gave."""
HEAD = b"No,Day,Name\n"


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("a", "x" * 1000)
    return file.getvalue()


FILES = {
    "a zip": zipped(),
    "UTF-16": "No,Day,Name\n1,2024-03-01,甲\n".encode("utf-16"),
    "another encoding": HEAD + "1,2024-03-01,é".encode("latin-1") + b"\xff\xfe\x81\n",
    "one line of five million bytes": HEAD + b"1,2024-03-01," + b"x" * 5_000_000 + b"\n",
    "a header of five million bytes": b"x" * 5_000_000,
    "NUL": HEAD + b"\0\0\0,2024-03-01,\0\n",
    "an open quote": HEAD + b'1,2024-03-01,"' + b"x,\n" * 50_000,
    "nothing": b"",
    "only a mark": b"\xef\xbb\xbf",
    "escapes": HEAD + b"\x1b[31m,\x1b[2J,\x1b]0;x\x07\n",
    "many columns": b",".join(b"c%d" % n for n in range(100_000)) + b"\n",
    "many columns of one name": b"a," * 400_000 + b"\n",
}
TAKEN = {
    ("profile", "escapes"): 4,  # it has a row, which is rejected
    ("calls", "nothing"): 0,  # nobody has called yet
    ("calls", "only a mark"): 0,
    ("extensions", "another encoding"): 3,  # a pair of words in any encoding, of which one is no rep
    ("extensions", "escapes"): 3,
}
"""Where the file as a whole is none of the wrong ones, and what then comes of it; everywhere else it is refused, with 2."""


@pytest.fixture
def beside(company: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with a good profile and a good export beside what is asked for."""
    monkeypatch.chdir(tmp_path)
    Path("p.toml").write_text(PROFILE, encoding="utf-8")
    Path("a.csv").write_bytes(HEAD)
    return tmp_path


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("way", WAYS)
def test_a_file_that_is_something_else(beside: Path, run: Run, name: str, way: str) -> None:
    Path("b.csv").write_bytes(FILES[name])
    answer = run(*(word.replace("{}", "b.csv") for word in WAYS[way]))
    assert answer.code == TAKEN.get((way, name), 2), answer
    assert not acting(answer.out + answer.err) and "Traceback" not in answer.err
    assert len(answer.out + answer.err) < 20_000
    assert run("customer", "list").code == 0


# Endless files.

ENDLESS = {
    "profile": "b.csv is no text",
    "calls": "b.csv, line 1 is longer than 100,000 bytes",
    "target": "b.csv is no text",
    **dict.fromkeys(["policy", "what if", "its profile"], "b.csv is larger than 1,000,000 bytes"),
    "extensions": "b.toml is larger than 1,000,000 bytes",
}
"""How a file of a gigabyte is refused."""


def of_a_gigabyte(path: Path, start: bytes) -> None:
    """A file with nothing but NUL after its start, which takes no room on the disk and seconds to be read through."""
    path.write_bytes(start)
    os.truncate(path, 1 << 30)


@contextmanager
def memory(more: int) -> Iterator[None]:
    """Only so many bytes more than this process has already."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    has = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (has + more, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.mark.parametrize("way", WAYS)
def test_a_line_of_a_gigabyte(beside: Path, run: Run, way: str) -> None:
    """Refused for its length (or for the NUL that it consists of), long before it is read."""
    name = "b.toml" if way == "extensions" else "b.csv"
    of_a_gigabyte(Path(name), b"x" * 2_000_000)
    with memory(100_000_000):
        answer = run(*(word.replace("{}", name) for word in WAYS[way]))
    assert (answer.code, answer.out) == (2, ""), answer
    assert ENDLESS[way] in answer.err


@pytest.mark.parametrize("way", WAYS)
def test_a_device_without_an_end(beside: Path, run: Run, way: str) -> None:
    with memory(100_000_000):
        answer = run(*(word.replace("{}", "/dev/zero") for word in WAYS[way]))
    assert (answer.code, answer.out) == (2, ""), answer


@pytest.mark.parametrize("way", ["profile", "target"])
def test_a_small_workbook_with_a_cell_of_a_gigabyte(beside: Path, run: Run, way: str) -> None:
    """Refused for what it says of its own size, before it is unpacked."""
    with zipfile.ZipFile("b.xlsx", "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", "x")
        book.infolist()[0].file_size = 1 << 30
    answer = run(*(word.replace("{}", "b.xlsx") for word in WAYS[way]))
    assert (answer.code, answer.out) == (2, ""), answer
    assert "b.xlsx unpacks to 1,073,741,824 bytes; save the sheet as CSV." in answer.err


# Names.


ACTING = "\u202e\x9b31m\x1b[2J\u2028"
NAMES = ["\x1b[31m.csv", "a\nb.csv", "\u202egnp.csv", os.fsdecode(b"\xff\xfe.csv"), "=1+1.csv", "华北\u3000.csv"]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_file_of_any_name(beside: Path, run: Run, name: str) -> None:
    """It is read; where a sentence names it, nothing of its name acts on a terminal."""
    Path(name).write_text(f"No,Day,Name\n1,2024-03-01,甲\n2,{ACTING},乙\n", encoding="utf-8")
    for code, *words in (
        (4, "import", name, "--profile", "p.toml"),
        (4, "import", name, "--profile", "p.toml", "--json"),
        (2, "import", "calls", name, "--layout", "asterisk"),
        (2, "import", "calls", name, "--layout", "asterisk", "--json"),
        (2, "target", "import", name),
        (2, "policy", "load", name),
        (2, "import", "a.csv", "--profile", name),
        (2, "funnel", f"--policy={name}"),
        (0, "funnel", f"--out={name}.html"),
        (5, "funnel", "--ledger", name),
        (4, "backup", name),
        (0, "backup", f"{name}.db"),
        (0, "backup", f"{name}.2.db", "--json"),
        (5, "restore", name),
        (4, "restore", f"{name}.db"),
        (0, "merge", f"{name}.db"),
        (0, "merge", f"{name}.db", "--json"),
        (0, "export", f"{name}.d"),
        (0, "export", f"{name}.e", "--json"),
        (0, "init", "--ledger", f"{name}.new.db"),
        (0, "init", "--ledger", f"{name}.3.db", "--json"),
        (0, "team", "add", "n", "x", "--ledger", f"{name}.made.db"),
    ):
        answer = run(*words)
        assert answer.code == code, (words, answer)
        assert answer.out == "" or words[-1] != "--json" or json.loads(answer.out)
        assert not acting(answer.out + answer.err), (words, answer)


def test_what_stands_in_the_cells_of_calls_acts_on_nothing(beside: Path, run: Run) -> None:
    """In sentences and for scripts: a row that is none, and one whose caller has such a name."""
    rows = [{**CELLS, "clid": ACTING}, {**CELLS, "clid": ACTING, "start": ACTING, "uniqueid": ACTING}]
    Path("b.csv").write_text("\n".join([",".join(CELLS), *(",".join(row.values()) for row in rows)]), encoding="utf-8")
    for more in ([], ["--json"], ["--rejects", "c.csv"]):
        answer = run("import", "calls", "b.csv", "--layout", "asterisk", "--extension", "1000=zw", *more)
        assert answer.code == 4 and "31m" in answer.out + answer.err, answer
        assert not acting(answer.out + answer.err), answer
