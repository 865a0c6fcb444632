"""Somebody who types hostile texts all day: the texts, the desk at which he types, and what must not come back to him."""

import io
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from test_strings import OWN

from salescli.main import main

ACTING = ("Cc", "Cf", "Cs", "Zl", "Zp")  # controls, formats (directions too), half characters, line ends
MORE = [
    *("-2+3", "+SUM(A1)", "@cmd", "<img src=x onerror=alert(1)>", "'; DROP TABLE fact; --"),
    "a\rb\nc\r\nd\te\x0bf\x0cg\x1ch\x1di\x1ej\x85k\u2028l\u2029m",
]
FORMULAS = tuple("=+-@＝")  # what a text begins with that a spreadsheet computes
TEXTS = list(
    dict.fromkeys(
        text.strip()
        for text in [*MORE, *OWN]
        if text.strip() and len(text) < 120 and not any("\ud800" <= sign <= "\udfff" for sign in text)
    )
)
"""Every text of ours that is a line of words: not blank, not endless, without half characters (those are refused)."""
SIDE_BY_SIDE = 4
_ORDERED = sorted(TEXTS, key=lambda text: not text.startswith(FORMULAS))
LINES = [" ".join(_ORDERED[first :: -(-len(TEXTS) // SIDE_BY_SIDE)]) for first in range(-(-len(TEXTS) // SIDE_BY_SIDE))]
"""All of them again in a quarter as many lines, formulas first: for those who type thirty commands of each."""


class Desk:
    """Types command lines, keeps what it was told, and fails where a line does not end as it must.

    Attributes:
        told: what each line gave, on stdout and on stderr.
    """

    def __init__(self) -> None:
        self.told: list[str] = []

    def types(self, code: int, *words: str) -> str:
        """Type a line that must end with this code; gives the id of the fact that it recorded, "" where it did not."""
        out, err = io.StringIO(), io.StringIO()
        before = dict(os.environ)
        with redirect_stdout(out), redirect_stderr(err):
            given = main(["--lang", "en", *words])
        os.environ.clear()  # the language is kept there
        os.environ.update(before)
        assert given == code, (words, given, out.getvalue(), err.getvalue())
        self.told += [out.getvalue(), err.getvalue()]
        found = re.search(r"#(\d+)\n\Z", out.getvalue())
        return found[1] if found else ""


@contextmanager
def folder_in_memory() -> Iterator[Path]:
    """A folder on a disk that is none, where there is one: the ledgers here are of thousands of commands."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() and os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


def acting(text: str) -> set[str]:
    """The signs of a text that would act on a terminal or hide there."""
    return {sign for sign in text if unicodedata.category(sign) in ACTING} - {"\n"}
