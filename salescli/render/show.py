"""Where a report goes: the format chosen, to the terminal, the pipe or a file; what it says is not known here."""

import os
import secrets
import stat
import sys
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path

from salescli.errors import WrongUse
from salescli.render import cells, data, html, tables, terminal, xlsx
from salescli.reports.report import Report

FORMATS: dict[str, Callable[[Report], str]] = {
    "table": tables.to_plain,
    "plain": tables.to_plain,
    "markdown": tables.to_markdown,
    "csv": data.to_csv,
    "json": data.to_json,
    "html": html.to_html,
}
FILES: dict[str, Callable[[Report], bytes]] = {"xlsx": xlsx.to_xlsx}
"""The formats that are no text."""
ALL = (*FORMATS, *FILES)
FOR_PROGRAMS = ("csv", "json")
SUFFIXES = {
    "": "plain",
    ".txt": "plain",
    ".md": "markdown",
    ".csv": "csv",
    ".json": "json",
    ".html": "html",
    ".xlsx": "xlsx",
}


def chosen(format: str | None, out: Path | None) -> str:
    """The format asked for: --format, else what the file's suffix says, else a table.

    Raises:
        WrongUse: a format or a suffix that is none, with those there are.
    """
    if format is not None and format not in ALL:
        raise WrongUse(
            _("--format is one of {formats}, not {given}.").format(formats=", ".join(ALL), given=repr(format[:40]))
        )
    if format is None and out is not None and out.suffix.lower() not in SUFFIXES:
        raise WrongUse(
            _("{path} does not say its format; name it {suffixes}, or give --format.").format(
                path=repr(str(out)[-40:]), suffixes=" / ".join(suffix for suffix in SUFFIXES if suffix)
            )
        )
    return format or (SUFFIXES[out.suffix.lower()] if out else "table")


def show(report: Report, format: str | None, out: Path | None, excel_safe: bool = False) -> None:
    """Print a report, or write it to a file in one piece.

    Args:
        format: None: a table on a terminal, plain columns in a pipe, or what the file's suffix says.
        excel_safe: of CSV: for a spreadsheet, which computes a text that looks like a formula.

    Raises:
        WrongUse: an unknown format, a file that cannot be written, or a workbook for a terminal.
    """
    kind = chosen(format, out)
    if excel_safe and kind != "csv":
        raise WrongUse(_("--excel-safe is for csv, not for {format}; add --format csv.").format(format=kind))
    if kind not in FOR_PROGRAMS:
        report = report.instead or report
    on_terminal = sys.stdout.isatty() and not out
    if kind in FILES:
        if on_terminal:
            raise WrongUse(_("{format} cannot be read on a terminal; add --out FILE.{format}.").format(format=kind))
        _send(FILES[kind](report), out)
        return
    if kind == "table" and not out and (on_terminal or terminal.is_forced()):
        text = terminal.to_terminal(report)
    else:
        text = data.to_csv(report, excel_safe and not on_terminal) if kind == "csv" else FORMATS[kind](report)
    if kind == "csv":
        text = "\n".join(map(cells.visible, text.split("\n"))) if on_terminal else text
        for note in report.notes:
            print(cells.visible(note), file=sys.stderr)
    content = text.encode("utf-8", "backslashreplace")  # half a character is no text in any encoding
    if out:
        _write(content, out)
    else:
        sys.stdout.write(content.decode("utf-8"))


def _send(content: bytes, out: Path | None) -> None:
    """To the file, or to what stands behind the pipe."""
    if out:
        _write(content, out)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)


def _write(content: bytes, out: Path) -> None:
    """To a neighbour first, then renamed: a reader never sees half a report, and the file's mode is as always."""
    try:
        if out.exists() and not out.is_file():  # a pipe or a device must stay what it is
            out.write_bytes(content)
        else:
            _replace(content, out.resolve())  # a link stays a link
    except OSError as error:
        raise WrongUse(_("{path} cannot be written: {reason}.").format(path=out, reason=error.strerror)) from None


def _replace(content: bytes, place: Path) -> None:
    near = place.with_name(f".salescli-{secrets.token_hex(8)}")
    # Not tempfile, whose files are for their owner's eyes alone whatever the umask says.
    descriptor = os.open(near, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        if place.exists():
            near.chmod(stat.S_IMODE(place.stat().st_mode))
        near.replace(place)
    except BaseException:
        near.unlink(missing_ok=True)
        raise
