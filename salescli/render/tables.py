"""Reports for people: a table on a terminal, plain columns in a pipe, markdown for a mail or a wiki."""

import io
import sys
from collections.abc import Sequence
from datetime import date
from gettext import gettext as _

from salescli.render.cells import NUMERIC, for_people, visible
from salescli.reports.report import Column, Report


def heading(report: Report) -> str:
    """Title, the exact first and last day, the currency where there is money."""
    parts = [report.title]
    if report.period:
        parts.append(f"{report.period.name} ({_days(report.period.start, report.period.last)})")
    else:
        parts.append(report.on.isoformat())
    if report.as_of:
        parts.append(_("as known at {instant}").format(instant=report.as_of))
    if any(column.kind == "money" for column in report.columns):
        parts.append(report.currency)
    return visible(" · ".join(parts))


def to_plain(report: Report) -> str:
    """Columns lined up with spaces, however wide; what `table` gives in a pipe."""
    return _with_frame(report, _tabulated(report, "simple", str), "")


def to_markdown(report: Report) -> str:
    """A markdown table; signs that would act as markup are escaped."""
    return _with_frame(report, _tabulated(report, "pipe", _unmarked), "## ")


def to_terminal(report: Report) -> str:
    """A table as wide as the terminal, coloured unless NO_COLOR or a pipe says otherwise."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=io.StringIO(), force_terminal=True, width=Console(file=sys.stdout).width)
    table = Table(title=None, box=None, header_style="bold", pad_edge=False, show_edge=False)
    for column in _shown(report):
        numeric = column.kind in NUMERIC
        table.add_column(
            Text(column.title), justify="right" if numeric else "left", no_wrap=numeric or column.kind == "date"
        )
    lines = _lines(report)
    for number, cells in enumerate(lines):
        is_total = bool(report.totals) and number == len(lines) - 1
        table.add_row(*(Text(cell) for cell in cells), style="bold" if is_total else None)
    console.print(Text(heading(report), style="bold cyan"))
    if report.rows:
        console.print(table)
    else:
        console.print(Text(_("Nothing to show."), style="dim"))
    for note in report.notes:
        console.print(Text(f"· {visible(note)}", style="yellow"))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return str(text)


def _shown(report: Report) -> Sequence[Column]:
    return [column for column in report.columns if column.shown and column.kind != "nested"]


def _lines(report: Report) -> list[list[str]]:
    columns = _shown(report)
    lines = [[for_people(column, row.get(column.key)) for column in columns] for row in report.rows]
    if report.totals and report.rows:
        totals = [for_people(c, report.totals[c.key]) if c.key in report.totals else "" for c in columns]
        totals[0] = totals[0] or _("Total")
        lines.append(totals)
    return lines


def _tabulated(report: Report, format: str, escape: type[str] | object) -> str:
    import tabulate

    tabulate.PRESERVE_WHITESPACE = False
    columns = _shown(report)
    escaped = escape if callable(escape) else str
    return tabulate.tabulate(
        [[escaped(cell) for cell in line] for line in _lines(report)],
        headers=[escaped(column.title) for column in columns],
        tablefmt=format,
        disable_numparse=True,
        colalign=["right" if column.kind in NUMERIC else "left" for column in columns] if report.rows else None,
    )


def _with_frame(report: Report, table: str, mark: str) -> str:
    body = "\n".join(line.rstrip() for line in table.splitlines()) if report.rows else _("Nothing to show.")
    notes = "".join(f"\n- {visible(note)}" for note in report.notes)
    return f"{mark}{heading(report)}\n\n{body}\n{notes}{chr(10) if notes else ''}"


def _unmarked(text: str) -> str:
    for sign, harmless in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        ("\\", "\\\\"),
        ("|", "\\|"),
        ("*", "\\*"),
        ("_", "\\_"),
        ("`", "\\`"),
        ("[", "\\["),
    ):
        text = text.replace(sign, harmless)
    return text


def _days(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()} … {last.isoformat()}"
