"""Reports for programs: JSON and CSV, complete and unrounded; what a person reads on a terminal is made in tables."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from salescli.render.cells import for_programs
from salescli.reports.report import Column, Report

Row = Mapping[str, Any]
COMPUTED = tuple("=+-@＝＋－＠\t\r\n")
"""What a text begins with that a spreadsheet computes; some read the wide signs as the narrow ones."""


def to_json(report: Report) -> str:
    """The stable shape of a report; characters that could act on a terminal are written as \\u escapes."""
    period = report.period
    columns = _known(report.columns)
    tree = {
        "report": report.name,
        "period": period and {"name": period.name, "start": period.start.isoformat(), "end": period.end.isoformat()},
        "on": report.on.isoformat(),
        "as_of": report.as_of,
        "currency": report.currency,
        "policy": report.policy,
        "head": report.head,
        "rows": [_mapping(columns, row) for row in report.rows],
        "totals": _mapping([c for c in columns if c.key in report.totals], report.totals),
        "notes": list(report.notes),
    }
    return _harmless(json.dumps(tree, ensure_ascii=False, indent=2)) + "\n"


def to_csv(report: Report, excel_safe: bool = False) -> str:
    """A header of keys and a line a row; no value is empty; nested values are left to JSON.

    Args:
        excel_safe: with a byte order mark, and an apostrophe before text that a spreadsheet would compute.
    """
    columns = [column for column in _known(report.columns) if column.kind != "nested"]
    lines = [_record([column.key for column in columns])]
    for row in report.rows:
        cells = [_cell(column, row) for column in columns]
        lines.append(_record([_inert(*one) for one in zip(cells, columns, strict=True)] if excel_safe else cells))
    return ("\ufeff" if excel_safe else "") + "".join(lines)


def _record(cells: Sequence[str]) -> str:
    """One line of CSV. The writer quotes only what is in its own line end, and a carriage return must be quoted too."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().removesuffix("\r\n") + "\n"


def _known(columns: Sequence[Column]) -> list[Column]:
    return [column for column in columns if column.data]


def _cell(column: Column, row: Row) -> str:
    value = row.get(column.key)
    return "" if value is None else for_programs(column.kind_of(row), value)


def _inert(cell: str, column: Column) -> str:
    is_text = column.kind == "text" and not column.kind_in
    return f"'{cell}" if is_text and cell.startswith(COMPUTED) else cell


def _mapping(columns: Sequence[Column], row: Row) -> dict[str, Any]:
    return {column.key: _value(column, row) for column in columns}


def _value(column: Column, row: Row) -> Any:
    value, kind = row.get(column.key), column.kind_of(row)
    if value is None:
        return None
    if kind == "flag":
        return bool(value)
    if kind == "nested":
        if isinstance(value, Mapping):
            return _mapping(column.inner, value)
        return [_mapping(column.inner, item) if isinstance(item, Mapping) else item for item in value]
    if kind == "count" and (isinstance(value, int) or (not isinstance(value, Decimal) and value == int(value))):
        return int(value)
    return for_programs(kind, value)


def _harmless(text: str) -> str:
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\u3000" else json.dumps(c)[1:-1] for c in text)
