"""A report as one page for a browser, a mail or paper, with nothing from outside; the figures and their words are cells' work."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

from salescli.render import bars, tables
from salescli.render.cells import for_people, is_figure, visible
from salescli.render.parts import groups, has_table, is_table, sections, unfolded, with_values
from salescli.render.wrapping import width_of
from salescli.reports.report import Column, Report

SHORT = 18  # columns of a terminal: a code or a name that stays in one line
WORD = 24  # characters of a word that stays whole
ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
# Plain rules and no variables, for the sake of mail programs; bars are borders, which are printed where backgrounds are not.
STYLE = """
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;
max-width:72em;margin:1.5em auto;padding:0 1em}
h1{font-size:1.4em;line-height:1.3;margin:0 0 .2em}
h2{font-size:1.1em;margin:1.8em 0 .2em;page-break-after:avoid;break-after:avoid}
p{margin:.35em 0}
.about,.under,thead small,.quiet{color:#666}
.about,.under,.note,thead small{font-size:.87em}
.wide{overflow-x:auto}
table{border-collapse:collapse;margin:.8em 0}
thead{display:table-header-group}
tr,.note{page-break-inside:avoid;break-inside:avoid}
th,td{padding:.25em 1.2em .25em 0;text-align:left;vertical-align:top}
.long,h1,h2,p{overflow-wrap:anywhere}
th:last-child,td:last-child{padding-right:0}
td{border-bottom:1px solid #ddd;min-width:3em}
thead th{border-bottom:2px solid #888;vertical-align:bottom}
thead small{display:block;font-weight:normal}
.group th{padding-top:1em;border-bottom:1px solid #888;page-break-after:avoid;break-after:avoid}
.total{page-break-before:avoid;break-before:avoid}
.total td{border-top:2px solid #888;border-bottom:0;font-weight:bold}
th.figure,td.figure{text-align:right}
td.figure,td.day,td.short{white-space:nowrap}
.under{white-space:normal}
td.figure,td.day{font-variant-numeric:tabular-nums}
.urgent .figure,.urgent .day{color:#b3261e;font-weight:bold}
.soon .figure,.soon .day{color:#8a5300}
.good .figure,.good .day{color:#1b6e3c}
.bar{display:inline-block;width:4em;margin-left:.5em;border-bottom:1px solid #bbb;text-align:left}
.open tr{page-break-after:avoid;break-after:avoid}
.open td{height:2.4em;vertical-align:bottom}
.page{page-break-before:always;break-before:page;margin-top:3em}
.bar span{display:block;border-top:.55em solid #7f9dbf}
@page{size:A4;margin:10mm}
@media print{body{font-size:8pt;line-height:1.2;max-width:none;margin:0;padding:0}.wide{overflow:visible}
h1{font-size:12pt}h2{font-size:9pt;margin:.45em 0 .1em}p{margin:.15em 0}table{margin:.1em 0 .2em}
th,td{padding:.05em 1.2em .05em 0}.group th{padding-top:.3em}
.page{margin-top:0}.open td{height:2em}.narrow{columns:2;column-gap:2em}.under,thead small{line-height:1.1}}
@media (prefers-color-scheme:dark){td,.bar{border-bottom-color:#444}.about,.under,thead small,.quiet{color:#aaa}
.urgent .figure,.urgent .day{color:#f2867e}.soon .figure,.soon .day{color:#e3b341}.good .figure,.good .day{color:#6fcf97}}
"""
FOOT = "font-size:7pt;color:#666;"


def to_html(report: Report) -> str:
    """The page: heading, what the figures rest on, the table, the sections with what the rows hold nested, the notes.

    A report of several pages is one file, and each of them begins on a sheet of its own when it is printed.
    """
    lines = _body(report)
    for number, page in enumerate(report.pages, start=1):
        lines += [f'<div class="page" style="page:{_named(number)}">', *_body(page), "</div>"]
    return _page(report, lines)


def _body(report: Report) -> list[str]:
    report = report if report.pages else unfolded(report)  # the pages have it all, each what is its own
    lines = [
        f"<h1>{_text(report.title)}</h1>",
        _paragraph("about", " · ".join(tables.frame(report))),
        _paragraph("about", " · ".join(tables.provenance(report))),
        *(_table(report) if has_table(report) else ()),
    ]
    for section in sections(report):
        lines.append(f"<h2>{_text(tables.section_heading(section, report))}</h2>")
        lines += [*(_table(section) if is_table(section) else ()), *_notes(section)]
    return [*lines, *_notes(report)]


def _page(report: Report, body: Sequence[str]) -> str:
    lang = "zh" if os.environ.get("LANGUAGE", "").startswith("zh") else "en"  # the one that gettext reads
    head = [
        "<!DOCTYPE html>",
        f'<html lang="{lang}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{_text(tables.heading(report))}</title>",
        f"<style>{STYLE}{_below(report)}</style>",
        "</head>",
        "<body>",
    ]
    return "\n".join([*head, *body, "</body>", "</html>"]) + "\n"


# Below each sheet of paper.


def _below(report: Report) -> str:
    """Rules for what stands at the foot of a printed sheet: whose it is and of when, each page its own, and its number.

    They are the last of all: a program that knows no margin boxes passes over them.
    """
    number = f"@bottom-right{{{FOOT}content:{_numbered()}}}"
    rules = [f"@page{{{_foot(report)}{number}}}"]
    rules += [f"@page {_named(place)}{{{_foot(page)}}}" for place, page in enumerate(report.pages, start=1)]
    return "\n".join(rules) + "\n"


def _named(place: int) -> str:
    return f"sheet{place}"


def _foot(report: Report) -> str:
    parts = [report.title, *([report.period.name] if report.period else [])]
    return f"@bottom-left{{{FOOT}content:{_quoted(' · '.join(parts))}}}"


def _numbered() -> str:
    said = _("page {page} of {pages}").format(page="\0page\0", pages="\0pages\0").split("\0")
    return " ".join(f"counter({part})" if place % 2 else _quoted(part) for place, part in enumerate(said))


def _quoted(text: str) -> str:
    """A text in a rule of style: whatever could end it is written as its number."""
    signs = (sign if sign.isalnum() or sign in " ·" else f"\\{ord(sign):x} " for sign in visible(text))
    return f'"{"".join(signs)}"'


def _text(text: str) -> str:
    """A text that is nothing but text on the page; what cannot be seen is shown."""
    return visible(text).translate(ESCAPED)


def _paragraph(kind: str, text: str) -> str:
    return f'<p class="{kind}">{_text(text)}</p>'


def _notes(report: Report) -> Iterator[str]:
    return (_paragraph("note", note) for note in report.notes)


# A table.


@dataclass(frozen=True, slots=True)
class _Field:
    """A column on the page, the columns that stand on a line below its text, and the class that its cells have."""

    column: Column
    below: Sequence[Column]
    kind: str

    @property
    def attribute(self) -> str:
        return f' class="{self.kind}"' if self.kind else ""


def _table(report: Report) -> Iterator[str]:
    """The rows in groups; a column that names another one stands below it, in the title too."""
    if not report.rows:
        yield _paragraph("about", _("Nothing to show."))
        return
    fields = _fields(report)
    asks = (" open" if report.look.to_write_on else "") + (" narrow" if report.look.narrow else "")
    yield f'<div class="wide{asks}"><table>'
    yield f"<thead><tr>{''.join(map(_title, fields))}</tr></thead>"
    for words, numbers in groups(report):
        yield "<tbody>"
        if words:
            yield _group(words, len(fields))
        yield from (_row(report, number, fields) for number in numbers)
        yield "</tbody>"
    if last := tables.totals(report, [field.column for field in fields]):
        cells = (f"<td{field.attribute}>{_text(cell)}</td>" for field, cell in zip(fields, last, strict=True))
        yield f'<tbody class="total"><tr>{"".join(cells)}</tr></tbody>'  # a tfoot would stand on every sheet of paper
    yield "</table></div>"


def _fields(report: Report) -> list[_Field]:
    shown = [column for column in with_values(report) if column.key not in report.look.grouped]
    keys = {column.key for column in shown}
    below = [column for column in shown if column.under in keys]
    return [
        _Field(column, [one for one in below if one.under == column.key], _kind(report, column))
        for column in shown
        if column not in below
    ]


def _kind(report: Report, column: Column) -> str:
    """What keeps a column's cells in one line: that they are figures, days, or texts that are all short; "": nothing."""
    if is_figure(column) or column.kind == "date":
        return "figure" if is_figure(column) else "day"
    is_short = all(width_of(for_people(column, row)) <= SHORT for row in report.rows)
    return "short" if is_short and column.key != report.look.indented else ""


def _title(field: _Field) -> str:
    under = " · ".join(one.title for one in field.below)
    small = f"<small>{_text(under)}</small>" if under else ""
    return f'<th scope="col"{field.attribute}>{_text(field.column.title)}{small}</th>'


def _group(words: Sequence[str], width: int) -> str:
    return f'<tr class="group"><th scope="rowgroup" colspan="{width}">{_beside(words)}</th></tr>'


def _beside(texts: Iterable[str]) -> str:
    """Texts in one line; one that is written from right to left does not turn the others around."""
    return " · ".join(f"<bdi{_long(text)}>{_text(text)}</bdi>" for text in texts)


def _long(text: str) -> str:
    """What lets a text be broken anywhere: only one with a word that would push everything else off the page."""
    return ' class="long"' if any(len(word) > WORD for word in text.split()) else ""


def _row(report: Report, number: int, fields: Sequence[_Field]) -> str:
    look = report.look
    emphasis = look.emphasis[number] if look.emphasis else None
    asks = f' class="{emphasis}"' if emphasis else ""
    cells = (_cell(report, number, field) for field in fields)
    return f"<tr{asks}>{''.join(cells)}</tr>"


def _cell(report: Report, number: int, field: _Field) -> str:
    look, row, column = report.look, report.rows[number], field.column
    level = look.levels[number] if column.key == look.indented else 0
    margin = f' style="padding-left:{1.5 * level:g}em"' if level else ""
    unders = [text for one in field.below if row.get(one.key) is not None and (text := for_people(one, row))]
    under = f'<div class="under">{_beside(unders)}</div>' if unders else ""
    text = for_people(column, row)
    return f"<td{field.attribute or _long(text)}{margin}>{_text(text)}{_bar(column, row)}{under}</td>"


def _bar(column: Column, row: Mapping[str, Any]) -> str:
    """Beside a percentage its length: full from 100 % on, empty below 0 and without a value; the number says it all."""
    if column.kind_in or not (column.bar or column.kind == "percent"):
        return ""
    part = int((bars.part(column, row) or 0) * 100)
    inner = f'<span style="width:{part}%"></span>' if part else ""
    return f'<span class="bar" aria-hidden="true">{inner}</span>'
