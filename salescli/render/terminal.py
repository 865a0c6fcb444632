"""A report as wide as the terminal, and coloured where that is wanted; what it says and in which order is the report's.

Where there is no room for everything side by side, in this order: titles break between words and gaps shrink, columns
that name another one (`under`) go on a line below it, texts wrap, and at the last every row becomes a small list. The rows of a
tree first do without what is `dispensable` and stand less far in. Figures and days are never broken; columns that are empty in
every row are left out.
"""

import io
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from gettext import gettext as _
from itertools import zip_longest
from typing import TYPE_CHECKING

from salescli.render import bars, parts, tables
from salescli.render.cells import NO_VALUE, is_figure, visible
from salescli.render.wrapping import width_of, wrapped
from salescli.reports.report import Column, Emphasis, Report

if TYPE_CHECKING:
    from rich.console import Console

NARROWEST = 24  # columns of a terminal; a narrower one is laid out for as if it had these
EASY, SQUEEZED = 28, 12  # columns that a text needs to be read with ease, and at the least
BROKEN = 6  # columns that a word of a title keeps when even words are broken
INDENT = 2
STYLES: dict[Emphasis | None, str] = {"urgent": "red", "soon": "yellow", "good": "green", "quiet": "dim", None: ""}


@dataclass(frozen=True, slots=True)
class Field:
    """A column with its cells as people read them; `below` are the columns that stand on a line of their own under it."""

    column: Column
    title: str
    cells: Sequence[str]
    total: str = ""
    indents: Sequence[int] = ()
    below: tuple["Field", ...] = ()

    @property
    def is_firm(self) -> bool:
        """Whether its cells are never broken."""
        return is_figure(self.column) or self.column.kind == "date"

    def indent(self, row: int) -> int:
        """How far in a row stands, in terminal columns."""
        return self.indents[row] if self.indents else 0

    def under(self, row: int) -> str:
        """What stands below a row's own text."""
        return " · ".join(one.cells[row] for one in self.below if one.cells[row])


@dataclass(frozen=True, slots=True)
class Form:
    """How much of a report is shown: whether with bars, and with columns that are dispensable; how far in a level stands."""

    barred: bool = False
    whole: bool = True
    indent: int = INDENT


@dataclass(frozen=True, slots=True)
class Layout:
    """Fields side by side: how wide each is, and the gap between them."""

    fields: Sequence[Field]
    widths: Sequence[int]
    gap: int

    def offset(self, place: int) -> int:
        """The terminal column in which a field begins."""
        return sum(self.widths[:place]) + self.gap * place


def is_forced() -> bool:
    """Whether FORCE_COLOR asks for the terminal's table even in a pipe (`| less -R`)."""
    return os.environ.get("FORCE_COLOR", "") not in ("", "0")


def to_terminal(report: Report) -> str:
    """A table as wide as the terminal, coloured unless NO_COLOR or TERM=dumb says otherwise."""
    console = _console()
    _print_report(console, report)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def _print_report(console: "Console", report: Report) -> None:
    _print_text(console, tables.heading(report), "bold cyan")
    if below := tables.grounds(report):
        _print_text(console, below, "dim")
    if parts.has_table(report):
        _print_table(console, report)
    for section in parts.sections(report):
        console.print()
        _print_text(console, tables.section_heading(section, report), "bold cyan")
        if parts.is_table(section):
            _print_table(console, section)
        _print_notes(console, section)
    if report.sections and report.notes:
        console.print()
    _print_notes(console, report)
    for page in report.pages:
        console.print("\n")
        _print_report(console, page)


def _console() -> "Console":
    from rich.console import Console

    width = max(Console(file=sys.stdout).width, NARROWEST)
    return Console(file=io.StringIO(), force_terminal=True, width=width, highlight=False)


def _print_table(console: "Console", report: Report) -> None:
    if report.rows:
        _print_rows(console, report)
    else:
        _print_text(console, _("Nothing to show."), "dim")


def _print_notes(console: "Console", report: Report) -> None:
    for note in report.notes:
        _print_text(console, visible(note), "yellow", INDENT, "· ")


def _print_rows(console: "Console", report: Report) -> None:
    fields, layout = _arranged(report, console.width)
    if layout is None:
        _print_lists(console, fields)
        return
    grouped = report.look.grouped
    _print_titles(console, layout)
    heads = [field for field in fields if field.column.key in grouped]
    for words, rows in _groups(heads, len(report.rows)):
        if heads:
            console.print()
            _print_text(console, words, "bold")
        for row in rows:
            _print_row(console, layout, row, report.look.emphasis[row] if report.look.emphasis else None)
    last = [field.total for field in layout.fields]
    if any(last):
        _print_cells(console, layout, last, ["bold"] * len(last))


# What is shown.


def _arranged(report: Report, room: int) -> tuple[Sequence[Field], Layout | None]:
    """What is shown, in the first form that there is room for with ease; None: nothing fits side by side."""
    forms = list(_forms(report))
    for form in forms:
        fields = _fields(report, form)
        beside = [field for field in fields if field.column.key not in report.look.grouped]
        if layout := _layout(beside, report.look.stacked, room, at_ease=form is not forms[-1]):
            return fields, layout
    return _fields(report, Form()), None


def _forms(report: Report) -> Iterator[Form]:
    """From the one that shows most to the one that needs the least room."""
    if any(column.bar for column in report.columns):
        yield Form(barred=True)
    yield Form()
    if report.look.indented:
        yield Form(whole=False)
        yield Form(whole=False, indent=1)


def _fields(report: Report, form: Form) -> list[Field]:
    columns = [column for column in parts.with_values(report) if form.whole or not column.dispensable]
    beside = [column for column in columns if column.key not in report.look.grouped]
    last = dict(zip((column.key for column in beside), tables.totals(report, beside), strict=False))
    indents = [form.indent * level for level in report.look.levels]
    return [
        Field(
            column,
            visible(column.title),
            bars.cells(column if form.barred else replace(column, bar=False), report.rows),
            last.get(column.key, ""),
            indents if column.key == report.look.indented else (),
        )
        for column in columns
    ]


def _groups(heads: Sequence[Field], count: int) -> Iterator[tuple[str, Sequence[int]]]:
    """The rows of each group, in the order of the groups' first rows; all rows are one group where none is asked for."""
    found: dict[str, list[int]] = {}
    for row in range(count):
        words = " · ".join(head.cells[row] for head in heads if head.cells[row]) or NO_VALUE
        found.setdefault(words, []).append(row)
    yield from found.items()


# How wide.


def _layout(fields: Sequence[Field], is_stacked: bool, room: int, at_ease: bool = False) -> Layout | None:
    """The first arrangement that has room for its least; None: there is none side by side.

    Args:
        at_ease: only one in which nothing is broken that need not be.
    """
    stacked = _stacked(fields)
    beside = [] if is_stacked else [(fields, EASY, room, 2), (fields, EASY, room, 1)]
    below = [
        (stacked, EASY, room, 2),
        (stacked, EASY, room, 1),
        (stacked, SQUEEZED, room, 1),
        (stacked, SQUEEZED, BROKEN, 1),
    ]
    for tried, text, word, gap in (*beside, *below[: 2 if at_ease else None]):
        widths = _widths(tried, room - gap * (len(tried) - 1), text, word)
        if widths:
            return Layout(tried, widths, gap)
    return None


def _stacked(fields: Sequence[Field]) -> Sequence[Field]:
    """The fields with those that go under another one below it."""
    there = {field.column.key for field in fields}
    below = [field for field in fields if field.column.under in there]
    return [
        replace(field, below=tuple(one for one in below if one.column.under == field.column.key))
        for field in fields
        if field not in below
    ]


def _widths(fields: Sequence[Field], room: int, text: int, word: int) -> list[int]:
    """How wide each field is: its least, then turn by turn what it wants more; [] where the room is too small.

    Args:
        text, word: the columns to which a text, and a word of a title, may be narrowed.
    """
    wanted = [_natural(field) for field in fields]
    given = [_least(field, text, word) for field in fields]
    if sum(given) > room:
        return []
    for firm in (False, True):  # texts are easier to read in one line than titles
        _grow(given, [want if field.is_firm is firm else 0 for field, want in zip(fields, wanted, strict=True)], room)
    return given


def _grow(given: list[int], wanted: Sequence[int], room: int) -> None:
    """Share out what is left of the room, turn by turn, among the fields that want more."""
    spare = room - sum(given)
    while spare and any(have < want for have, want in zip(given, wanted, strict=True)):
        for place, want in enumerate(wanted):
            more = int(given[place] < want and spare > 0)
            given[place] += more
            spare -= more


def _natural(field: Field) -> int:
    """How wide a field is when nothing in it wraps."""
    rows = range(len(field.cells))
    cells = (width_of(field.cells[row]) + field.indent(row) for row in rows)
    return max(width_of(field.title), width_of(field.total), max(cells, default=0))


def _least(field: Field, text: int, word: int) -> int:
    """How narrow a field may become; a text that stands in has its room behind that."""
    titles = (min(width_of(part), word) for part in field.title.split())
    # What may go below stands beside only where it stands in one line.
    whole = field.is_firm or (field.column.under and text == EASY)
    widths = map(width_of, field.cells)
    cells = (field.indent(row) + (width if whole else min(width, text)) for row, width in enumerate(widths))
    return max(max(cells, default=0), width_of(field.total), *titles)


# Side by side.


def _print_row(console: "Console", layout: Layout, row: int, emphasis: Emphasis | None) -> None:
    # Only what is short is coloured: a wall of red asks for nothing.
    styles = [STYLES[emphasis] if field.is_firm or emphasis == "quiet" else "" for field in layout.fields]
    cells = [field.cells[row] for field in layout.fields]
    _print_cells(console, layout, cells, styles, [field.indent(row) for field in layout.fields])
    for place, field in enumerate(layout.fields):
        if under := field.under(row):
            offset = (layout.offset(place) or INDENT) + field.indent(row)
            _print_text(console, under, "dim", offset if offset <= console.width * 2 // 3 else INDENT)


def _print_titles(console: "Console", layout: Layout) -> None:
    """The titles, short ones on the last line of the longest."""
    titles = [wrapped(field.title, width) for field, width in zip(layout.fields, layout.widths, strict=True)]
    height = max(map(len, titles))
    columns = [[""] * (height - len(lines)) + lines for lines in titles]
    _print_lines(console, layout, columns, ["bold"] * len(columns))


def _print_cells(
    console: "Console", layout: Layout, cells: Sequence[str], styles: Sequence[str], indents: Sequence[int] = ()
) -> None:
    """One row, of as many lines as its longest text needs."""
    insets = indents or [0] * len(cells)
    columns = [
        [" " * inset + line for line in wrapped(cell, width - inset)]
        for cell, width, inset in zip(cells, layout.widths, insets, strict=True)
    ]
    _print_lines(console, layout, columns, styles)


def _print_lines(console: "Console", layout: Layout, columns: Sequence[Sequence[str]], styles: Sequence[str]) -> None:
    from rich.text import Text

    for pieces in zip_longest(*columns, fillvalue=""):
        line = Text()
        for field, width, piece, style in zip(layout.fields, layout.widths, pieces, styles, strict=True):
            space = " " * (width - width_of(piece))
            line.append(space if is_figure(field.column) else "").append(piece, style=style)
            line.append((" " * layout.gap) if is_figure(field.column) else space + " " * layout.gap)
        line.rstrip()
        console.print(line)


def _print_text(console: "Console", text: str, style: str, offset: int = 0, mark: str = "") -> None:
    """A text over the whole width, from this column on; a mark stands before its first line."""
    from rich.text import Text

    for number, line in enumerate(wrapped(text, max(console.width - offset, SQUEEZED))):
        before = " " * (offset - len(mark)) + mark if number == 0 else " " * offset
        console.print(Text(before + line, style=style))


# One below the other.


def _print_lists(console: "Console", fields: Sequence[Field]) -> None:
    firm = (width_of(cell) for field in fields if field.is_firm for cell in (*field.cells, field.total))
    left = max(console.width - max(firm, default=0) - 1, BROKEN)
    width = min(max(width_of(field.title) for field in fields), left)
    pair = Layout([_text("title"), _text("cell")], [width, max(console.width - width - 1, BROKEN)], 1)
    lines = [*zip(*(field.cells for field in fields), strict=True), tuple(field.total for field in fields)]
    for cells in lines:
        if any(cells):
            console.print()
        for field, cell in zip(fields, cells, strict=True):
            if cell:
                _print_cells(console, pair, [field.title, cell], ["dim", ""])


def _text(key: str) -> Field:
    return Field(Column(key, ""), "", ())
