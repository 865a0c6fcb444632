"""The list of measures: every one, in both languages, with its unit and which way is better."""

import json
from pathlib import Path

from small_company import SmallCompany

from salescli.measure import MeasureKey
from salescli.render.data import to_csv, to_json
from salescli.reports import measures


def test_every_measure_is_there(tmp_path: Path) -> None:
    with SmallCompany(tmp_path / "l.db").view() as view:
        report = measures.build(view)
        rows = json.loads(to_json(report))["rows"]
        assert [row["key"] for row in rows] == [key.value for key in MeasureKey]
        assert all(row["definition"] and row["title_en"] == row["name"] for row in rows)
        assert rows[0] == {
            "key": "units_sold",
            "name": "Units sold",
            "title_en": "Units sold",
            "title_zh": "产品销量",
            "unit": "count",
            "definition": "Σ quantity × share of the lines of contracts signed in the period",
            "better": "more",
            "product": True,
        }
        assert {row["key"] for row in rows if row["better"] == "less"} == {
            "overdue_contacts",
            "trips",
            "trips_over_limit",
            "complaints",
            "stuck_opportunities",
            "bad_debt",
            "expense_ratio",
        }
        assert not report.notes
        assert report.policy is None
        assert to_csv(report).splitlines()[4].endswith(",more,false")


def test_names_in_the_persons_language(tmp_path: Path) -> None:
    with SmallCompany(tmp_path / "l.db").view(lang="zh") as view:
        assert measures.build(view).rows[0]["name"] == "产品销量"
