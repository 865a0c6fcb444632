"""Reports for programs: JSON and CSV, complete and unrounded; what a person reads on a terminal is made in tables."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from salescli.render.cells import for_programs
from salescli.reports.report import Column, Report


def to_json(report: Report) -> str:
    """The stable shape of a report; characters that could act on a terminal are written as \\u escapes."""
    period = report.period
    tree = {
        "report": report.name,
        "period": period and {"name": period.name, "start": period.start.isoformat(), "end": period.end.isoformat()},
        "on": report.on.isoformat(),
        "as_of": report.as_of,
        "currency": report.currency,
        "policy": report.policy,
        "head": report.head,
        "rows": [_mapping(report.columns, row) for row in report.rows],
        "totals": _mapping([c for c in report.columns if c.key in report.totals], report.totals),
        "notes": list(report.notes),
    }
    return _harmless(json.dumps(tree, ensure_ascii=False, indent=2)) + "\n"


def to_csv(report: Report) -> str:
    """A header of keys and a line a row; no value is empty; nested values are left to JSON."""
    columns = [column for column in report.columns if column.kind != "nested"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.key for column in columns)
    for row in report.rows:
        cells = ((column, row.get(column.key)) for column in columns)
        writer.writerow("" if value is None else for_programs(column, value) for column, value in cells)
    return text.getvalue()


def _mapping(columns: Sequence[Column], row: Mapping[str, Any]) -> dict[str, Any]:
    return {column.key: _value(column, row.get(column.key)) for column in columns}


def _value(column: Column, value: Any) -> Any:
    if value is None:
        return None
    if column.kind == "nested":
        if isinstance(value, Mapping):
            return _mapping(column.inner, value)
        return [_mapping(column.inner, item) if isinstance(item, Mapping) else item for item in value]
    if column.kind == "count" and (isinstance(value, int) or (not isinstance(value, Decimal) and value == int(value))):
        return int(value)
    return for_programs(column, value)


def _harmless(text: str) -> str:
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\u3000" else json.dumps(c)[1:-1] for c in text)
