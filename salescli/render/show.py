"""Where a report goes: the format chosen, to the terminal, the pipe or a file; what it says is not known here."""

import sys
import tempfile
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path

from salescli.errors import WrongUse
from salescli.render import cells, data, tables
from salescli.reports.report import Report

FORMATS: dict[str, Callable[[Report], str]] = {
    "table": tables.to_plain,
    "plain": tables.to_plain,
    "markdown": tables.to_markdown,
    "csv": data.to_csv,
    "json": data.to_json,
}
SUFFIXES = {".md": "markdown", ".csv": "csv", ".json": "json"}


def check_format(format: str | None) -> None:
    """Refuse a format that is none before any work is done.

    Raises:
        WrongUse: with the formats there are.
    """
    if format is not None and format not in FORMATS:
        raise WrongUse(
            _("--format is one of {formats}, not {given}.").format(formats=", ".join(FORMATS), given=repr(format[:40]))
        )


def show(report: Report, format: str | None, out: Path | None) -> None:
    """Print a report, or write it to a file in one piece.

    Args:
        format: None: a table on a terminal, plain columns in a pipe, or what the file's suffix says.

    Raises:
        WrongUse: an unknown format, or a file that cannot be written.
    """
    check_format(format)
    chosen = format or (SUFFIXES.get(out.suffix.lower(), "table") if out else "table")
    if out:
        _write(FORMATS[chosen](report), out)
        return
    on_terminal = sys.stdout.isatty()
    text = tables.to_terminal(report) if chosen == "table" and on_terminal else FORMATS[chosen](report)
    if chosen == "csv":
        text = "\n".join(map(cells.visible, text.split("\n"))) if on_terminal else text
        for note in report.notes:
            print(cells.visible(note), file=sys.stderr)
    sys.stdout.write(text)


def _write(text: str, out: Path) -> None:
    """To a neighbour first, then renamed: a reader never sees half a report."""
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=out.parent, delete=False) as file:
            file.write(text)
        Path(file.name).replace(out)
    except OSError as error:
        raise WrongUse(_("{path} cannot be written: {reason}.").format(path=out, reason=error.strerror)) from None
