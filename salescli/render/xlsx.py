"""A report as a workbook: a sheet a table, figures as numbers that can be reckoned with, and a sheet that says where they come from."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from gettext import gettext as _
from gettext import pgettext
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from salescli.errors import WrongUse
from salescli.render import bars, tables
from salescli.render.cells import FIGURES, NO_VALUE, for_people, for_programs, is_figure, visible
from salescli.render.parts import for_eyes, has_table, is_table, sections, unfolded, with_values
from salescli.render.wrapping import width_of, wrapped
from salescli.reports.report import Column, Emphasis, Report

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from salescli.reports.report import Kind

# What a spreadsheet can hold, and how wide a column is to be.
DIGITS = 15  # significant ones of a number; more are lost without a word
ROWS, CHARACTERS, NAME, FOOTER = (
    1_048_576,
    32_767,
    31,
    100,
)  # of a sheet, a cell, a sheet's name; of a heading below a page
NARROWEST, WIDEST, ARROW = 6, 60, 4
WIDEST_ON_PAGE = 30  # where tables of different columns stand one below the other
PAGE = 96  # characters of a line of text on such a page
HIGH = 33  # points of a row that is written on by hand
BAR = "#7F9DBF"
FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets disagree by a day
A4 = 9
COLOURS: dict[Emphasis | None, str] = {"urgent": "#B3261E", "soon": "#8A5300", "good": "#1B6E3C", "quiet": "#666666"}
WHOLE: dict["Kind", str] = {"money": "#,##0.00", "ratio": "#,##0.00", "percent": "#,##0.0%", "score": "0.00"}
"""How a number is written whose places do not depend on it."""


def to_xlsx(report: Report) -> bytes:
    """The workbook: the table, its sections and what its rows hold nested, each on a sheet, and the sheet about them.

    A report of several pages has a sheet for each page, everything of it one below the other; they come after the table. One that
    consists of sections alone is such a page itself.

    There is no formula in it, whatever a text looks like, and the same report gives the same bytes.

    Raises:
        WrongUse: more rows than a sheet holds.
    """
    import xlsxwriter

    report = unfolded(report)
    own, more = [report] if has_table(report) else [], [one for one in sections(report) if is_table(one)]
    pages, beside = (report.pages, more) if own or report.pages else ([report], [])
    for table in (*own, *more):
        _refuse_too_many(table)
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": visible(report.title), "created": datetime.combine(report.on, time())})
        writing = _Writing(book)
        for table in own:
            _add_table(writing, table, report)
        for page in pages:
            _add_page(writing, page)
        for table in beside:
            _add_table(writing, table, report)
        _add_about(writing, report, () if report in pages else _said(report))
    return file.getvalue()


def _refuse_too_many(table: Report) -> None:
    most = ROWS - 2  # the titles and the totals
    if len(table.rows) > most:
        raise WrongUse(
            _("{title} has {count} rows, and a sheet of a workbook holds {most}; add --format csv.").format(
                title=visible(table.title), count=f"{len(table.rows):,}", most=f"{most:,}"
            )
        )


class _Writing:
    """A workbook being written: its formats and the names of its sheets, each made once."""

    def __init__(self, book: "Workbook") -> None:
        self.book = book
        self.is_cut = False  # whether a text was longer than a cell
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._names = {"", "history"}  # a spreadsheet keeps that one for itself

    def format(self, **wanted: Any) -> "Format":
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "top", **wanted})
        return self._formats[key]

    def sheet(self, title: str) -> "Worksheet":
        """A new sheet named as the title, as far as a name of a sheet may be."""
        clean = " ".join("".join(" " if sign in "[]:*?/\\'" else sign for sign in visible(title)).split())
        name, number = _fitting(clean, NAME), 1
        while name.lower() in self._names:
            number += 1
            name = f"{_fitting(clean, NAME - 4)} {number}".strip()
        self._names.add(name.lower())
        return self.book.add_worksheet(name)

    def text(self, sheet: "Worksheet", row: int, place: int, text: str, format: "Format | None" = None) -> None:
        """A text as a text, whatever it looks like; one that is longer than a cell is cut."""
        fitting = _fitting(text, CHARACTERS)
        self.is_cut = self.is_cut or fitting != text
        if fitting:
            sheet.write_string(row, place, fitting, format)
        else:  # so that a filter knows it as empty
            sheet.write_blank(row, place, None, format)


def _fitting(text: str, most: int) -> str:
    """The text in so many UTF-16 units, as spreadsheets count; cut, it ends in …"""
    if len(text) * 2 <= most or len(text.encode("utf-16-le")) // 2 <= most:
        return text
    cut = text.encode("utf-16-le")[: (most - 1) * 2].decode("utf-16-le", "ignore")
    return f"{cut}…"


# A table.


def _add_table(writing: _Writing, table: Report, report: Report) -> None:
    """A table on a sheet of its own."""
    columns, sheet = for_eyes(table), writing.sheet(table.title)
    widths = _put_table(writing, sheet, table, columns, 0)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, max(NARROWEST, min(width, WIDEST)))
    _lay_out(sheet, table, report, len(columns))


def _put_table(
    writing: _Writing, sheet: "Worksheet", table: Report, columns: Sequence[Column], top: int, widest: int = WIDEST
) -> list[int]:
    """Titles, rows and totals from this row of a sheet on; gives the width that each column wants with its filter's arrow."""
    widths = [width_of(visible(column.title)) + ARROW for column in columns]
    for place, column in enumerate(columns):
        style = writing.format(bold=True, bottom=1, text_wrap=True, align="right" if is_figure(column) else "left")
        writing.text(sheet, top, place, visible(column.title), style)
        _draw_bars(sheet, table, column, top, place)
    for number, row in enumerate(table.rows):
        for place, column in enumerate(columns):
            style = _style(table, number, column)
            _put(writing, sheet, top + number + 1, place, column, row, style, widest)
            text = for_people(column, row)
            widths[place] = max(widths[place], width_of(text) + 2 * style.get("indent", 0) + 2)
        if table.look.to_write_on:
            sheet.set_row(top + number + 1, HIGH)
    return _put_totals(writing, sheet, table, columns, widths, top + len(table.rows) + 1)


def _draw_bars(sheet: "Worksheet", table: Report, column: Column, top: int, place: int) -> None:
    if not (column.bar and column.kind in bars.WHOLE and table.rows):
        return
    numbers = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": bars.WHOLE[column.kind]}
    drawn = {"type": "data_bar", "bar_color": BAR, **numbers}
    sheet.conditional_format(top + 1, place, top + len(table.rows), place, drawn)


def _put_totals(
    writing: _Writing, sheet: "Worksheet", table: Report, columns: Sequence[Column], widths: Sequence[int], below: int
) -> list[int]:
    """The row below the last; gives the widths with it."""
    last = tables.totals(table, list(columns))
    style = {"bold": True, "top": 1}
    for place, (column, text) in enumerate(zip(columns, last, strict=False)):
        if column.key in table.totals:
            _put(writing, sheet, below, place, column, table.totals, style)
        else:
            writing.text(sheet, below, place, text, writing.format(**style))
    return [max(width, width_of(text) + 2) for width, text in zip(widths, last or [""] * len(widths), strict=True)]


def _style(table: Report, number: int, column: Column) -> dict[str, Any]:
    """How a cell is written beside its number's format: in colour where its row asks for attention, indented in a tree."""
    look, style = table.look, dict[str, Any]()
    emphasis = look.emphasis[number] if look.emphasis else None
    if emphasis and (emphasis == "quiet" or is_figure(column) or column.kind == "date"):
        style["font_color"] = COLOURS[emphasis]
    if column.key == look.indented and look.levels[number]:
        style["indent"] = min(look.levels[number], DIGITS)
    return style


def _lay_out(sheet: "Worksheet", table: Report, report: Report, width: int) -> None:
    """Titles that stay in sight and on every page, a filter, and paper of A4 with the heading at its foot."""
    sheet.freeze_panes(1, 0)
    if width:
        sheet.autofilter(0, 0, len(table.rows), width - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    _on_paper(sheet, report)


def _on_paper(sheet: "Worksheet", report: Report) -> None:
    """As wide as a page of A4, with the heading at its foot."""
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS}"})  # codes and phone numbers are texts and no mistake
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    heading = _fitting(tables.heading(report), FOOTER).replace("&", "&&")
    sheet.set_footer(f"&L{heading}&R&P / &N")


# A page.


def _add_page(writing: _Writing, page: Report) -> None:
    """A whole report on one sheet: heading, tables and notes one below the other, as wide as the widest needs."""
    sheet, widths = writing.sheet(page.title), list[int]()
    top = _put_lines(writing, sheet, 0, [page.title], bold=True, font_size=14)
    top = _put_lines(writing, sheet, top, [" · ".join(tables.frame(page)), " · ".join(tables.provenance(page))])
    own = [replace(page, notes=())] if has_table(page) else []
    for table in (*own, *sections(page)):
        if table not in own:
            top = _put_lines(writing, sheet, top + 1, [tables.section_heading(table, page)], bold=True, font_size=12)
        if is_table(table):
            columns = with_values(table)
            wanted = _put_table(writing, sheet, table, columns, top, WIDEST_ON_PAGE)
            widths = [max(pair) for pair in zip_longest(widths, wanted, fillvalue=0)]
            top += 1 + len(table.rows) + bool(tables.totals(table, columns))
        top = _put_lines(writing, sheet, top, table.notes)
    _put_lines(writing, sheet, top + 1, page.notes)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, max(NARROWEST, min(width - ARROW, WIDEST_ON_PAGE)))
    _on_paper(sheet, page)


def _put_lines(writing: _Writing, sheet: "Worksheet", top: int, texts: Sequence[str], **style: Any) -> int:
    """Texts over the width of a page, each in as many rows as it needs; gives the row below them."""
    for text in texts:
        for line in wrapped(visible(text), PAGE):
            writing.text(sheet, top, 0, line, writing.format(**style))
            top += 1
    return top


# A cell.


def _put(
    writing: _Writing,
    sheet: "Worksheet",
    row: int,
    place: int,
    column: Column,
    values: Mapping[str, Any],
    style: Mapping[str, Any],
    widest: int = WIDEST,
) -> None:
    """A value as what it is: a number, a day, yes or no; a text where it is none, or where a number would lose digits."""
    value, kind = values.get(column.key), column.kind_of(values)
    number = _number(kind, value)
    if number is not None:
        sheet.write_number(row, place, number, writing.format(num_format=_written(kind, value), **style))
    elif kind == "date" and isinstance(value, date) and value >= FIRST_DAY:
        format = writing.format(num_format="yyyy-mm-dd", align="left", **style)
        sheet.write_datetime(row, place, datetime.combine(value, time()), format)
    elif kind == "flag" and value is not None and value not in column.words:
        sheet.write_boolean(row, place, bool(value), writing.format(align="left", **style))
    else:
        text = for_people(column, values)
        align = {"align": "right"} if is_figure(column) else {"text_wrap": True} if width_of(text) > widest else {}
        writing.text(sheet, row, place, text, writing.format(**{**align, **style}))


def _number(kind: "Kind", value: Any) -> float | None:
    """A figure as the number that JSON and CSV carry; None: it is none, or has more digits than a spreadsheet keeps."""
    if kind not in FIGURES or value is None:
        return None
    text = for_programs(kind, value)
    digits = text.replace(".", "").lstrip("-").strip("0")
    return float(text) if len(digits) <= DIGITS else None


def _written(kind: "Kind", value: Any) -> str:
    """The format of a number: as tables have it, with as many places as a rate or a shared count needs."""
    if kind in WHOLE:
        return WHOLE[kind]
    text = for_programs(kind, value)
    if kind == "rate":
        places = max(0, len(text.partition(".")[2]) - 2)
        return ("0." + "0" * places if places else "0") + "%"
    places = min(2, len(text.partition(".")[2]))
    return "#,##0" + (f".{'0' * places}" if places else "")


# What the figures are and where they come from.


def _add_about(writing: _Writing, report: Report, said: Iterable[str]) -> None:
    """The sheet about the report, with what is said on no other sheet."""
    sheet = writing.sheet(pgettext("sheet", "About"))
    sheet.set_column(0, 0, max(width_of(label) for label, _value in _about(report)) + 2)
    sheet.set_column(1, 1, WIDEST)
    row = 0
    for row, (label, value) in enumerate(_about(report)):
        writing.text(sheet, row, 0, label, writing.format(bold=True))
        column, values = Column("about", "", "date" if isinstance(value, date) else "text"), {"about": value}
        _put(writing, sheet, row, 1, column, values, {"text_wrap": True})
    for note in (*said, *_cut(writing)):
        row += 1
        writing.text(sheet, row, 1, visible(note), writing.format(text_wrap=True))


def _about(report: Report) -> Iterator[tuple[str, str | date]]:
    yield _("Report"), report.title
    if report.period:
        yield _("Period"), report.period.name
        yield _("First day"), report.period.start
        yield _("Last day"), report.period.last
    yield _("Seen on"), report.on
    if report.as_of:
        yield _("As known at"), report.as_of
    yield _("Currency"), report.currency
    yield _("Policy"), report.policy or NO_VALUE
    yield _("Ledger"), report.head


def _said(report: Report) -> Iterator[str]:
    """The notes of a report and of its sections."""
    yield from report.notes
    for section in sections(report):
        yield from (f"{section.title}: {note}" for note in section.notes)


def _cut(writing: _Writing) -> Iterator[str]:
    if writing.is_cut:
        yield _(
            "A cell holds {most} characters at the most: a longer text is cut here and whole in csv and json."
        ).format(most=f"{CHARACTERS:,}")
