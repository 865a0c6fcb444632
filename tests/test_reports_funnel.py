"""reports/funnel.py on real ledgers: what stood in each stage on a day, and what moved through the stages in a period."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from small_company import SmallCompany, span

from salescli.ledger import files
from salescli.ledger.store import Who
from salescli.policy.versions import digest_of
from salescli.render.data import to_json
from salescli.reports import funnel
from salescli.reports.view import View, versions_of

D = date
POLICY = """
[policy]
title = "Stages"
[[stage]]
key = "first"
title = { en = "First", zh = "第一步" }
probability = "10%"
stuck_after_days = 10
[[stage]]
key = "second"
title = "Second"
probability = "50%"
[[stage]]
key = "third"
title = "Third"
[[stage]]
key = "won"
title = "Won"
closes = "won"
[[stage]]
key = "lost"
title = "Lost"
closes = "lost"
"""


class Company(SmallCompany):
    """Opportunities move in short words: to a stage on a day, with an amount in yuan where one is stated."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.append(
            "policy", D(2023, 1, 2), starts_on=D(2023, 1, 2), title="Stages", body=POLICY, digest=digest_of(POLICY)
        )
        self.hire("zw")

    def move(self, name: str, on: date, stage: str, yuan: int | None = None, chance: str | None = None) -> None:
        if name not in self.ids:
            self.opportunity(name, on, "zw")
        amount = None if yuan is None else yuan * 100
        closes = stage if stage in ("won", "lost") else None
        of = self.ids[name]
        self.append(
            "stage_change", on, opportunity_id=of, stage=stage, closes=closes, amount=amount, probability=chance
        )


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "l.db")


def standing(company: Company, on: date, *keys: str) -> dict[str | None, Any]:
    """Of each stage that has opportunities on a day: the values of these keys, one alone as it is."""
    with company.view(on) as view:
        rows = [row for row in funnel.build(view).rows if row["count"]]
    return {row["stage"]: _values(row, keys) for row in rows}


def moved(company: Company, period: str, *keys: str, on: date = D(2025, 12, 31)) -> dict[str, Any]:
    """Of each stage in which something moved in a period: the values of these keys."""
    with company.view(on) as view:
        rows = funnel.build(view, period=span(period)).rows
    return {row["stage"]: _values(row, keys) for row in rows if any(row.get(key) for key in keys)}


def _values(row: Any, keys: tuple[str, ...]) -> Any:
    return row.get(keys[0]) if len(keys) == 1 else tuple(row.get(key) for key in keys)


# On a day.


def test_each_stage(company: Company) -> None:
    """Count, customers, amounts, and expected revenue by the change's own probability, else the stage's."""
    company.customer("acme", D(2024, 1, 1))
    for name, chance in (("a", None), ("b", "0.3")):
        company.opportunity(name, D(2024, 1, 2), "zw", "acme")
        company.move(name, D(2024, 1, 2), "first", 1000, chance)
    company.move("c", D(2024, 1, 5), "second", 300)
    keys = ("count", "customers", "amount", "expected_revenue")
    assert standing(company, D(2024, 1, 5), *keys) == {
        "first": (2, 1, 200_000, 10_000 + 30_000),
        "second": (1, 0, 30_000, 15_000),
    }
    with company.view(D(2024, 1, 5)) as view:
        totals = funnel.build(view).totals
    assert totals == {"count": 3, "customers": 1, "amount": 230_000, "expected_revenue": 55_000, "stuck": 0}


def test_empty_stages_stand_there_too(company: Company) -> None:
    """Every open stage of the policy has its row, in the policy's order; the closing ones have none."""
    with company.view(D(2024, 1, 1)) as view:
        report = funnel.build(view)
    assert [(row["stage"], row["count"], row["median_days"]) for row in report.rows] == [
        ("first", 0, None),
        ("second", 0, None),
        ("third", 0, None),
    ]


def test_a_back_dated_change(company: Company) -> None:
    """A change entered later for an earlier day is in its place: what it says counts from its own day on."""
    company.move("a", D(2024, 1, 2), "first", 100)
    company.move("a", D(2024, 1, 20), "third")
    company.move("a", D(2024, 1, 10), "second", 900)
    on_days = [D(2024, 1, 2), D(2024, 1, 9), D(2024, 1, 10), D(2024, 1, 19), D(2024, 1, 20)]
    assert [standing(company, day, "amount") for day in on_days] == [
        {"first": 10_000}, {"first": 10_000}, {"second": 90_000}, {"second": 90_000}, {"third": 90_000},
    ]  # fmt: skip
    assert standing(company, D(2024, 1, 1), "count") == {}


def test_two_changes_on_a_day(company: Company) -> None:
    """The one entered last counts."""
    company.move("a", D(2024, 1, 2), "second", 100)
    company.move("a", D(2024, 1, 2), "first", 50)
    assert standing(company, D(2024, 1, 2), "amount") == {"first": 5_000}


def test_as_it_was_known(company: Company) -> None:
    """Before a back-dated change was entered, the funnel of its day was another one."""
    company.move("a", D(2024, 1, 2), "first", 100)
    late = {"opportunity_id": company.ids["a"], "stage": "second", "recorded_at": "2999-01-01T00:00:00.000000Z"}
    company.append("stage_change", D(2024, 1, 3), **late)
    assert standing(company, D(2024, 1, 3), "count") == {"second": 1}
    with files.open_for_reading(company.path, Who("zw", "here"), as_of="2998-01-01T00:00:00.000000Z") as ledger:
        report = funnel.build(View(ledger, D(2024, 1, 3), "en", versions_of(ledger)))
    assert [row["count"] for row in report.rows] == [1, 0, 0]


def test_closed_and_reopened(company: Company) -> None:
    """What is won or lost stands in no stage; opened again it does, its stay counted from then."""
    company.move("a", D(2024, 1, 2), "second", 100)
    company.move("a", D(2024, 1, 5), "lost")
    company.move("a", D(2024, 1, 20), "second")
    assert standing(company, D(2024, 1, 19), "count") == {}
    assert standing(company, D(2024, 1, 25), "amount", "max_days") == {"second": (10_000, 5)}


def test_stuck(company: Company) -> None:
    """Longer than the stage's limit of 10 days; a second change in the same stage does not begin the stay anew, leaving does."""
    company.move("a", D(2024, 1, 1), "first", 100)
    company.move("a", D(2024, 1, 8), "first", 200)
    company.move("b", D(2024, 1, 1), "first", 100)
    company.move("b", D(2024, 1, 5), "second")
    company.move("b", D(2024, 1, 6), "first")
    assert standing(company, D(2024, 1, 11), "stuck") == {"first": 0}
    assert standing(company, D(2024, 1, 12), "stuck", "median_days", "max_days") == {"first": (1, Decimal("8.5"), 11)}
    assert standing(company, D(2024, 1, 17), "stuck") == {"first": 2}
    with company.view(D(2024, 1, 12)) as view:
        assert funnel.build(view).look.emphasis == ["soon", None, None]


def test_what_is_missing_is_said(company: Company) -> None:
    """No amount, no probability, a stage that the policy has no more, no stage at all: counted, and said."""
    company.move("a", D(2024, 1, 2), "first")
    company.move("b", D(2024, 1, 2), "third", 500)
    company.move("c", D(2024, 1, 2), "bygone", 700)
    company.opportunity("d", D(2024, 1, 2), "zw")
    with company.view(D(2024, 1, 3)) as view:
        report = funnel.build(view)
    assert [(row["stage"], row["count"], row["expected_revenue"]) for row in report.rows] == [
        ("first", 1, 0),
        ("second", 0, 0),
        ("third", 1, 0),
        ("bygone", 1, 0),
        (None, 1, 0),
    ]
    assert report.notes == [
        "The stage bygone is not in the policy in force; it has no place, limit or probability.",
        "Opportunities without any stage are listed last; `salescli stage` gives them one.",
        "2 open opportunities have no amount and count 0.",
        "2 open opportunities have no win probability, nor have their stages; their expected revenue counts 0.",
    ]


def test_another_day_than_the_views(company: Company) -> None:
    """build() may be asked for a day of its own, and the heading says that one."""
    company.move("a", D(2024, 1, 2), "first", 100)
    with company.view(D(2024, 6, 1)) as view:
        assert funnel.build(view, on=D(2024, 1, 1)).totals["count"] == 0
        assert funnel.build(view, on=D(2024, 1, 2)).on == D(2024, 1, 2)


def test_in_chinese(company: Company) -> None:
    """The policy's titles are read in the person's language; JSON keeps the keys."""
    company.move("a", D(2024, 1, 2), "first", 100)
    with company.view(D(2024, 1, 3), lang="zh") as view:
        row = json.loads(to_json(funnel.build(view)))["rows"][0]
    assert (row["stage"], row["title"]) == ("first", "第一步")


# Over a period.


def test_a_period(company: Company) -> None:
    """Entered, reached, advanced and lost of each stage, with conversion and the days of the stays that ended."""
    company.move("a", D(2024, 1, 1), "first", 100)
    company.move("a", D(2024, 1, 5), "second")
    company.move("a", D(2024, 1, 25), "won")
    company.move("b", D(2024, 1, 1), "first", 100)
    company.move("b", D(2024, 1, 11), "lost")
    keys = ("reached", "entered", "advanced", "lost", "conversion", "median_days")
    assert moved(company, "2024-01", *keys) == {
        "first": (2, 2, 1, 1, Fraction(1, 2), 7),
        "second": (1, 1, 1, 0, 1, 20),
        "third": (1, 0, 1, 0, 1, None),
        "won": (1, 1, None, None, None, None),
        "lost": (1, 1, None, None, None, None),
    }


def test_a_skipped_stage_counts_as_reached(company: Company) -> None:
    """From the first to the third: the second was reached and passed, though nobody entered it."""
    company.move("a", D(2024, 1, 1), "first")
    company.move("a", D(2024, 1, 5), "third")
    assert moved(company, "2024-01", "reached", "entered", "advanced") == {
        "first": (1, 1, 1),
        "second": (1, 0, 1),
        "third": (1, 1, 0),
    }


def test_back_and_forth_counts_once(company: Company) -> None:
    """Going back and again forward reaches and passes nothing a second time."""
    for day, stage in ((1, "first"), (3, "second"), (5, "first"), (9, "second")):
        company.move("a", D(2024, 1, day), stage)
    assert moved(company, "2024-01", "reached", "advanced")["second"] == (1, 0)
    assert moved(company, "2024-01", "reached", "advanced")["first"] == (1, 1)


def test_what_was_reached_before(company: Company) -> None:
    """Gone on in the period from a stage reached before it: a conversion may pass 100 %, and a note says why."""
    company.move("a", D(2024, 1, 30), "first")
    company.move("a", D(2024, 2, 3), "second")
    company.move("b", D(2024, 2, 3), "first")
    company.move("b", D(2024, 2, 4), "second")
    assert moved(company, "2024-02", "reached", "advanced", "conversion")["first"] == (1, 2, 2)
    with company.view() as view:
        assert any("passes 100 %" in note for note in funnel.build(view, period=span("2024-02")).notes)


def test_where_no_conversion_passes_100_percent_nothing_is_said_of_one(company: Company) -> None:
    """Nothing reached the first stage in the period, so there is no conversion; the second's is 0 %, the whole's 100 %."""
    company.move("a", D(2024, 1, 30), "first")
    company.move("a", D(2024, 2, 3), "second")
    with company.view() as view:
        report = funnel.build(view, period=span("2024-02"))
    assert [row.get("conversion") for row in report.rows][:3] == [None, 0, None]
    assert report.totals["conversion"] == 1 and report.notes == []


def test_won_lost_and_reopened(company: Company) -> None:
    """An opportunity closes by its last close that still holds at the period's end, for its contracts' sum where it has any."""
    company.move("a", D(2024, 1, 2), "first", 100)
    company.move("a", D(2024, 1, 10), "lost")
    company.move("a", D(2024, 2, 1), "second")
    company.move("a", D(2024, 2, 20), "won")
    company.contract(D(2024, 2, 20), 80, name="a")
    assert moved(company, "2024-01", "reached", "amount") | {"first": 0} == {"first": 0, "lost": (1, 10_000)}
    assert moved(company, "2024-02", "reached", "amount")["won"] == (1, 8_000)
    assert moved(company, "2024Q1", "reached", "amount")["won"] == (1, 8_000)
    assert "lost" not in moved(company, "2024Q1", "reached")


def test_nothing_after_the_views_day(company: Company) -> None:
    """Seen from 10 January, January holds what had moved by then."""
    company.move("a", D(2024, 1, 1), "first")
    company.move("a", D(2024, 1, 11), "second")
    assert moved(company, "2024-01", "reached", on=D(2024, 1, 10)) == {"first": 1}
    assert moved(company, "2024-01", "reached", on=D(2024, 1, 11)) == {"first": 1, "second": 1}


def test_opened_in_a_late_stage(company: Company) -> None:
    """Opened in the third: it came to the first and second without entering them, and went past both."""
    company.move("a", D(2024, 1, 5), "third")
    assert moved(company, "2024-01", "reached", "entered", "advanced", "conversion") == {
        "first": (1, 0, 1, 1),
        "second": (1, 0, 1, 1),
        "third": (1, 1, 0, 0),
    }


def test_a_back_dated_change_counts_in_its_own_period(company: Company) -> None:
    """Entered in March for 20 January: January advanced, and the days of the first stage end then."""
    company.move("a", D(2024, 1, 5), "first")
    company.move("a", D(2024, 3, 5), "third")
    assert moved(company, "2024-01", "advanced") == {}
    assert moved(company, "2024-03", "advanced", "median_days")["first"] == (1, 60)
    company.move("a", D(2024, 1, 20), "second")
    assert moved(company, "2024-01", "advanced", "median_days")["first"] == (1, 15)
    assert moved(company, "2024-03", "advanced", "median_days") == {"second": (1, 45)}


def test_a_new_amount_moves_nothing(company: Company) -> None:
    """A change of amount in the same stage: neither entered nor reached again, and the stay goes on."""
    company.move("a", D(2024, 1, 5), "first", 100)
    company.move("a", D(2024, 2, 5), "first", 200)
    company.move("a", D(2024, 2, 15), "won")
    assert moved(company, "2024-02", "reached", "entered", "advanced", "median_days", "amount") == {
        "first": (0, 0, 1, 41, None),
        "second": (1, 0, 1, None, None),
        "third": (1, 0, 1, None, None),
        "won": (1, 1, None, None, 20_000),
    }


def test_reopened_and_still_open(company: Company) -> None:
    """Lost in January, open again in February: February lost nothing, and its stay in the first is counted anew."""
    company.move("a", D(2024, 1, 1), "first", 100)
    company.move("a", D(2024, 1, 11), "lost")
    company.move("a", D(2024, 2, 1), "first")
    company.move("a", D(2024, 2, 5), "second")
    assert moved(company, "2024-01", "lost")["first"] == 1
    assert moved(company, "2024-02", "entered", "lost", "median_days", "advanced")["first"] == (1, 0, 4, 1)
    assert "lost" not in moved(company, "2024Q1", "reached")


def test_several_changes_on_a_day(company: Company) -> None:
    """From the first through to won on one day: every stage reached and passed, each left after 0 days."""
    for stage in ("first", "second", "third", "won"):
        company.move("a", D(2024, 1, 5), stage, 100)
    rows = moved(company, "2024-01", "reached", "advanced", "median_days")
    assert rows == {"first": (1, 1, 0), "second": (1, 1, 0), "third": (1, 1, 0), "won": (1, None, None)}


def test_the_funnel_of_any_past_day_is_what_was_there(company: Company) -> None:
    """Day by day as one would have counted with a pencil."""
    company.move("a", D(2024, 1, 2), "first", 100)
    company.move("b", D(2024, 1, 3), "second", 50)
    company.move("a", D(2024, 1, 4), "second", 70)
    company.move("b", D(2024, 1, 5), "lost")
    company.move("b", D(2024, 1, 6), "third")
    assert [standing(company, D(2024, 1, day), "amount") for day in range(1, 7)] == [
        {}, {"first": 10_000}, {"first": 10_000, "second": 5_000}, {"second": 12_000}, {"second": 7_000},
        {"second": 7_000, "third": 5_000},
    ]  # fmt: skip
