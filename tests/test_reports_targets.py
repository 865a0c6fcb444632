"""The targets report on a real ledger: which rows, which target, what was reached, and what is said beside it."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from small_company import AFTERWARDS, SmallCompany, span

from salescli.errors import NotFound
from salescli.render.data import to_csv, to_json
from salescli.render.tables import to_plain
from salescli.reports import targets
from salescli.reports.report import Report

D = date
PRORATED = '[calendar]\nprorate = "{by}"\n'
SEASONS = '[calendar]\nseasonality = ["6","6","8","8","8","9","8","8","9","9","10","11"]\n'


def _company(path: Path, policy: str = "") -> SmallCompany:
    """zw and ls in north, which is in all; boss leads."""
    made = SmallCompany(path / "l.db", policy)
    made.team("all")
    made.team("north", parent="all")
    made.hire("zw", team="north")
    made.hire("ls", team="north")
    made.hire("boss", post="manager", team="all")
    return made


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    return _company(tmp_path)


def _report(
    company: SmallCompany, over: str = "2024Q1", on: date = AFTERWARDS, other: str | None = None, **of: str
) -> Report:
    with company.view(on, other) as view:
        return targets.build(view, span(over), **of)


def _one(company: SmallCompany, over: str = "2024Q1", **more: Any) -> dict[str, Any]:
    """The only row that has a target."""
    (row,) = (row for row in _report(company, over, **more).rows if row["target"] is not None)
    return dict(row)


def test_a_row_as_programs_get_it(company: SmallCompany) -> None:
    """Money as decimal text, attainment to four places, the rep's name beside the code."""
    company.target("zw", "contract_amount", "2024Q1", 1000)
    company.target("ls", "contract_amount", "2024Q1", 500)
    company.contract(D(2024, 3, 31), 875.5, "zw")
    shown = json.loads(to_json(_report(company, rep="zw")))
    assert shown["rows"] == [
        {
            "who": "zw",
            "name": "ZW",
            "scope": "rep",
            "measure": "contract_amount",
            "product": None,
            "target": "1000.00",
            "how": "set",
            "actual": "875.50",
            "attainment": "0.8755",
            "variance": "-124.50",
            "pace": "1000.00",
            "status": "behind",
        }
    ]
    assert shown["period"] == {"name": "2024Q1", "start": "2024-01-01", "end": "2024-04-01"}


def test_units_differ_from_row_to_row(company: SmallCompany) -> None:
    """Money, a count, a shared count, a percentage and a plain number in one column, each written as it should be."""
    company.customer("c1", D(2023, 1, 1))
    company.opportunity("o", D(2024, 1, 1), "zw")
    company.share("o", D(2024, 1, 1), zw="50", ls="50")
    company.contract(D(2024, 1, 5), 1234.5, name="o", dues={D(2024, 1, 6): 10})
    company.follow_up("zw", D(2024, 1, 5), "c1")
    company.feedback("zw", D(2024, 1, 5), "c1", "rating", 4)
    company.target("zw", "contract_amount", "2024Q1", 2000)
    for measure, number in (
        ("follow_ups", "3"),
        ("contract_count", "2"),
        ("collection_rate", "0.9"),
        ("satisfaction", "4.5"),
    ):
        company.target("zw", measure, "2024Q1", number=number)
    report = _report(company, rep="zw")
    rows = {row["measure"]: (row["target"], row["actual"]) for row in json.loads(to_json(report))["rows"]}
    assert rows == {
        "contract_amount": ("2000.00", "617.25"),
        "contract_count": (2, "0.5"),
        "collection_rate": ("0.9000", "0.0000"),
        "follow_ups": (3, 1),
        "satisfaction": ("4.5000", "4.0000"),
    }
    plain = to_plain(report)
    assert "2,000.00" in plain and "90.0%" in plain and "4.50" in plain and "CNY" in plain.splitlines()[0]
    assert "follow_ups,,3,set,1,0.3333,-2,3,behind" in to_csv(report)


# Which target.


def test_a_target_of_the_year_seen_from_a_month(tmp_path: Path) -> None:
    company = _company(tmp_path, SEASONS)
    company.target("zw", "collected", "2024", 1200)
    assert _one(company, "2024-03")["target"] == 9_600
    assert _one(company, "2024Q1")["target"] == 24_000
    assert _one(company, "2024Q1")["how"] == "part"


def test_three_months_make_the_quarter(company: SmallCompany) -> None:
    for month, yuan in (("2024-01", 100), ("2024-02", 50), ("2024-03", 25)):
        company.target("zw", "collected", month, yuan)
    row = _one(company)
    assert (row["target"], row["how"]) == (17_500, "tiles")


def test_setting_it_again_replaces_it(company: SmallCompany) -> None:
    company.target("zw", "collected", "2024Q1", 100)
    company.target("zw", "collected", "2024Q1", 70)
    assert _one(company)["target"] == 7_000


@pytest.mark.parametrize(("by", "expected"), [("days", 46_000), ("months", 60_667), ("none", 91_000)])
def test_a_joiner_in_mid_quarter(tmp_path: Path, by: str, expected: int) -> None:
    """Hired on 15 February: 46 of 91 days, two of three months; the pace runs over the days since then."""
    company = _company(tmp_path, PRORATED.format(by=by))
    company.hire("new", on=D(2024, 2, 15))
    company.target("new", "collected", "2024Q1", 910)
    company.target("zw", "collected", "2024Q1", 910)
    row = _one(company, rep="new", on=D(2024, 2, 22))  # 6 of the 32 working days
    assert row["target"] == expected and row["pace"] == pytest.approx(expected * 6 / 32, abs=1)
    assert _one(company, rep="zw")["target"] == 91_000


def test_an_exact_target_and_a_leaver(tmp_path: Path) -> None:
    """Leaves on 31 January: of the quarter a third is asked, of an exact target all; seen from before, nobody knows yet."""
    company = _company(tmp_path, PRORATED.format(by="months"))
    company.job("zw", D(2024, 1, 31), "depart")
    company.job("ls", D(2024, 1, 31), "depart")
    company.target("zw", "collected", "2024Q1", 900)
    company.target("ls", "collected", "2024Q1", 900, exact=True)
    assert [row["target"] for row in _report(company).rows] == [90_000, 30_000]
    assert [row["target"] for row in _report(company, on=D(2024, 1, 30)).rows] == [90_000, 90_000]


def test_long_leave(tmp_path: Path) -> None:
    """The whole of February away, out of a quarter: by months a third less."""
    company = _company(tmp_path, PRORATED.format(by="months"))
    company.leave("zw", D(2024, 2, 1), D(2024, 2, 29))
    company.target("zw", "collected", "2024Q1", 900)
    assert _one(company, rep="zw")["target"] == 60_000


def test_another_policys_seasons(tmp_path: Path) -> None:
    """--policy: the year's target is split as that policy says."""
    company = _company(tmp_path)
    company.target("zw", "collected", "2024", 1200)
    assert _one(company)["target"] == 30_000
    assert _one(company, other=SEASONS)["target"] == 24_000


# Three different things.


def test_zero_no_target_and_no_value(company: SmallCompany) -> None:
    """A target of 0: no attainment. No target: a row and a note. A target and nothing due: no value. Nothing sold: 0."""
    company.target("zw", "collected", "2024Q1", 0)
    company.target("ls", "contract_amount", "2024Q1", 100)
    company.target("ls", "collection_rate", "2024Q1", number="0.9")
    report = _report(company)
    rows = {(row["who"], row["measure"]): row for row in report.rows}
    keys = ("target", "actual", "attainment", "variance", "status")
    shown = {key: tuple(row[part] for part in keys) for key, row in rows.items()}
    assert shown["zw", "collected"] == (0, 0, None, 0, None)
    assert shown["zw", "contract_amount"] == (None, 0, None, None, None)
    assert shown["ls", "collection_rate"] == (Fraction(9, 10), None, None, None, None)
    assert shown["ls", "contract_amount"] == (10_000, 0, 0, -10_000, "behind")
    assert "No target for Contract amount in 2024Q1, though others of the same post have one: zw." in report.notes
    assert not any(row["who"] == "boss" for row in report.rows)


def test_targets_of_a_part_of_the_period(company: SmallCompany) -> None:
    """Only January has one: the quarter has none, and it is said."""
    company.target("zw", "collected", "2024-01", 10)
    report = _report(company, rep="zw")
    assert report.rows[0]["target"] is None
    assert "The targets for Collected cover only a part of 2024Q1: zw." in report.notes


def test_less_is_better(company: SmallCompany) -> None:
    """One complaint where two are allowed: 150 %; one where none is: 0."""
    company.customer("c1", D(2023, 1, 1))
    for code, number in (("zw", "2"), ("ls", "0")):
        company.feedback(code, D(2024, 1, 5), "c1", "complaint")
        company.target(code, "complaints", "2024Q1", number=number)
    rows = {row["who"]: (row["attainment"], row["status"]) for row in _report(company).rows}
    assert rows == {"zw": (Fraction(3, 2), "on_pace"), "ls": (0, "behind")}


def test_no_target_at_all(company: SmallCompany) -> None:
    report = _report(company)
    assert not report.rows and "salescli target set" in report.notes[0]


# Products.


def test_a_target_for_a_product(company: SmallCompany) -> None:
    company.product("GTX")
    contract = company.contract(D(2024, 1, 5), 1000, "zw")
    company.line(contract, D(2024, 1, 5), "GTX", 10, 100)
    company.contract(D(2024, 1, 6), 500, "zw")
    company.target("zw", "units_sold", "2024Q1", number="20", product="GTX")
    company.target("zw", "contract_amount", "2024Q1", 2000)
    company.target("zw", "contract_amount", "2024Q1", 4000, product="GTX")
    rows = _report(company, rep="zw").rows
    assert [(row["measure"], row["product"], row["actual"]) for row in rows] == [
        ("units_sold", "GTX", 10),
        ("contract_amount", None, 150_000),
        ("contract_amount", "GTX", 100_000),
    ]


def test_what_cannot_be_counted(company: SmallCompany) -> None:
    """A measure of another program, and one that knows no products: target shown, no actual, a note."""
    company.product("GTX")
    company.target("zw", "smiles", "2024Q1", number="10")
    company.target("zw", "collected", "2024Q1", 10, product="GTX")
    report = _report(company, rep="zw")
    assert [(row["target"], row["actual"]) for row in report.rows] == [(1000, None), (10, None)]
    assert any("smiles is no measure that is known here" in note for note in report.notes)
    assert any("Collected cannot be limited to a product" in note for note in report.notes)


# Teams and the company.


def test_company_teams_and_people(company: SmallCompany) -> None:
    """In that order; zw moves away in February, so north keeps January's contract alone."""
    company.team("south", parent="all")
    company.job("zw", D(2024, 2, 1), "move", team="south")
    for who, yuan in (("COMPANY", 100), ("TEAM:north", 60), ("TEAM:all", 100), ("zw", 60), ("ls", 60)):
        company.target(who, "contract_amount", "2024Q1", yuan)
    company.contract(D(2024, 1, 5), 30, "zw")
    company.contract(D(2024, 2, 5), 20, "zw")
    company.contract(D(2024, 2, 5), 7, "ls")
    report = _report(company)
    assert [(row["who"], row["scope"], row["actual"]) for row in report.rows] == [
        ("company", "company", 5_700),
        ("all", "team", 5_700),
        ("north", "team", 3_700),
        ("ls", "rep", 700),
        ("zw", "rep", 5_000),
    ]
    assert [row["who"] for row in _report(company, team="north").rows] == ["north", "ls"]
    sums = [note for note in report.notes if "sum to" in note]
    assert len(sums) == 2 and all("100.00" in note and "120.00" in note for note in sums)
    with pytest.raises(NotFound):
        _report(company, team="west")


def test_equal_sums_need_no_note(company: SmallCompany) -> None:
    for who, yuan in (("TEAM:north", 120), ("zw", 60), ("ls", 60)):
        company.target(who, "contract_amount", "2024Q1", yuan)
    assert not _report(company).notes


# The pace.


def test_pace_on_a_day(tmp_path: Path) -> None:
    """On 15 January 11 of the quarter's 65 weekdays have gone, 10 of 64 where New Year is off."""
    company = _company(tmp_path)
    company.target("TEAM:north", "contract_amount", "2024Q1", 65)
    company.contract(D(2024, 1, 15), 11, "zw")
    company.contract(D(2024, 1, 16), 54, "zw")
    row = _one(company, on=D(2024, 1, 15))
    assert (row["actual"], row["pace"], row["status"]) == (1_100, 1_100, "on_pace")
    assert _one(company, on=D(2024, 1, 16))["status"] == "reached"
    assert _one(company, on=D(2023, 12, 31))["pace"] == 0
    assert _one(company, other="[calendar]\nholidays = [2024-01-01]\n", on=D(2024, 1, 15))["pace"] == 1_016


def test_the_pace_of_a_rep_leaves_out_leave_and_of_a_ratio_stands_still(company: SmallCompany) -> None:
    """Away for the first ten of January's 23 days: on the 15th one of 13 has gone."""
    company.leave("zw", D(2024, 1, 1), D(2024, 1, 14))
    company.target("zw", "collected", "2024-01", 13)
    company.target("zw", "collection_rate", "2024-01", number="0.9")
    rows = _report(company, "2024-01", rep="zw", on=D(2024, 1, 15)).rows
    assert [row["pace"] for row in rows] == [100, Fraction(9, 10)]


def test_holidays_that_are_not_known_leave_the_pace_out(tmp_path: Path) -> None:
    pytest.importorskip("chinese_calendar")
    company = _company(tmp_path, '[calendar]\ncountry = "CN"\n')
    company.target("zw", "collected", "2099Q1", 13)
    report = _report(company, "2099Q1", rep="zw")
    assert report.rows[0]["pace"] is None and any("2099" in note for note in report.notes)


def test_a_policy_that_comes_later_changes_no_target_that_people_work_for(tmp_path: Path) -> None:
    """Of a year's 10,000 the first quarter has 20 % by the seasons in force on its first day, whatever February brings."""
    made = _company(tmp_path, SEASONS)
    made.target("zw", "contract_amount", "2024", 10_000)
    before = _one(made)["target"]
    made.policy('[calendar]\nseasonality = ["10","10","8","8","8","8","8","8","8","8","8","8"]\n', D(2024, 2, 15))
    assert (before, _one(made)["target"]) == (200_000, 200_000)
    assert _one(made, "2024Q2")["target"] == 240_000
