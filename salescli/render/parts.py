"""What a report consists of for people, in any format: its own table, the sections below it, what its rows hold nested, pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile
from typing import Any

from salescli.render.cells import NO_VALUE, for_people
from salescli.reports.report import Column, Look, Report

OUTER = "outer "  # before the key of a column that says to which row a nested value belongs


def for_eyes(report: Report) -> list[Column]:
    """The columns that people see."""
    return [column for column in report.columns if column.shown and column.kind != "nested"]


def with_values(report: Report) -> list[Column]:
    """The columns that people see, without those that say nothing in any row; all of them where none says anything."""
    columns = for_eyes(report)
    return [one for one in columns if one.key in report.totals or _has_values(report, one.key)] or columns


def _has_values(report: Report, key: str) -> bool:
    return any(row.get(key) not in (None, "") for row in report.rows)


def groups(report: Report) -> Iterator[tuple[list[str], list[int]]]:
    """The numbers of the rows of each group under its words, in the order of the groups' first rows; [] where none is asked for."""
    heads = [column for column in for_eyes(report) if column.key in report.look.grouped]
    found: dict[tuple[str, ...], list[int]] = {}
    for number, row in enumerate(report.rows):
        words = tuple(cell for cell in (for_people(head, row) for head in heads) if cell)
        found.setdefault(words, []).append(number)
    for words, numbers in found.items():
        yield list(words) or [NO_VALUE] * bool(heads), numbers


def has_table(report: Report) -> bool:
    """Whether the report's own table is shown: where there are sections it may be empty, and they are what is read."""
    return bool(report.rows) or not (report.sections or report.pages)


def is_table(section: Report) -> bool:
    """Whether a section has a table; one without rows may consist of its notes."""
    return bool(section.rows) or not section.notes


def sections(report: Report) -> list[Report]:
    """The tables below the report's own, each as people read it."""
    return [section.instead or section for section in report.sections]


def unfolded(report: Report) -> Report:
    """The report with each nested column as a section of its own: for a format that has the room to show everything."""
    found = [*_nested(report)]
    for section in sections(report):
        found += [section, *_nested(section, f"{section.title} · ")]
    return replace(report, sections=found)


def _nested(report: Report, before: str = "") -> Iterator[Report]:
    """A table for each nested column that people may see and that holds anything, and for those nested in it."""
    leading = [replace(one, key=OUTER + one.key, under="") for one in _leading(for_eyes(report))]
    for column in report.columns:
        if column.kind != "nested" or not column.shown:
            continue
        rows = [inner for row in report.rows for inner in _inner_rows(column, row, leading)]
        if rows:
            inner = column.inner or (Column(column.key, column.title),)
            is_list = any(not isinstance(row.get(column.key), Mapping | None) for row in report.rows)
            table = replace(
                report,
                title=before + column.title,
                columns=[*leading, *inner],
                rows=rows,
                policy=None,
                totals={},
                notes=(),
                look=Look(grouped=tuple(one.key for one in leading) if is_list else ()),
                instead=None,
                sections=(),
                pages=(),
            )
            yield table
            yield from _nested(table, f"{table.title} · ")


def _leading(columns: Sequence[Column]) -> list[Column]:
    """The first texts of a row that stand together, behind its number where it has one: they say whose it is."""
    from_first = dropwhile(lambda column: not _is_text(column), columns)
    return [*takewhile(_is_text, from_first)] or list(columns[:1])


def _is_text(column: Column) -> bool:
    return column.kind == "text" and not column.kind_in


def _inner_rows(column: Column, row: Mapping[str, Any], leading: Sequence[Column]) -> Iterator[dict[str, Any]]:
    value = row.get(column.key)
    whose = {one.key: row.get(one.key.removeprefix(OUTER)) for one in leading}
    for item in [value] if isinstance(value, Mapping) else value or ():
        yield {**whose, **(item if isinstance(item, Mapping) else {column.key: item})}
