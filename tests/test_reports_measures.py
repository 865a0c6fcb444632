"""The list of measures: every one that is computed, in both languages, and those that are not yet."""

import json
from pathlib import Path

from small_company import SmallCompany

from salescli.render.data import to_csv, to_json
from salescli.reports import measures
from salescli.rules.measures import MEASURES


def test_every_measure_is_there(tmp_path: Path) -> None:
    with SmallCompany(tmp_path / "l.db").view() as view:
        report = measures.build(view)
        rows = json.loads(to_json(report))["rows"]
        assert {row["key"] for row in rows} == {key.value for key in MEASURES}
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
        assert {row["key"] for row in rows if row["better"] == "less"} == {"trips", "complaints", "bad_debt"}
        assert "Not computed yet" in report.notes[0] and "profit" in report.notes[0]
        assert report.policy is None
        assert to_csv(report).splitlines()[4].endswith(",more,false")


def test_names_in_the_persons_language(tmp_path: Path) -> None:
    with SmallCompany(tmp_path / "l.db").view(lang="zh") as view:
        assert measures.build(view).rows[0]["name"] == "产品销量"
