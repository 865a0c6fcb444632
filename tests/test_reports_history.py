"""reports/history on real ledgers: every change with what it changed, what happened beside it, and nothing that hides a mistake."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Refused, Run
from hypothesis import given, settings
from hypothesis import strategies as st
from one_of_each import LATE, append_each, append_one, new, writing
from selling_company import SellingCompany
from small_company import span

from salescli.errors import NotFound
from salescli.ledger import files
from salescli.ledger.names import Kind
from salescli.ledger.store import Who
from salescli.policy.versions import Versions
from salescli.reports import history
from salescli.reports.report import Report
from salescli.reports.view import View, versions_of

D = date
ON = D(2024, 12, 31)


@pytest.fixture
def company(tmp_path: Path) -> SellingCompany:
    return SellingCompany(tmp_path / "l.db")


def report(
    company: SellingCompany, name: str, on: date = ON, kind: Kind | None = None, period: str | None = None
) -> Report:
    with company.view(on) as view:
        return history.build(view, name, kind, span(period) if period else None)


def told(found: Report, *keys: str, of: str | None = None) -> list[Any]:
    """The values of these keys, row by row, of all kinds or one; of one key alone as they are."""
    rows = [tuple(row[key] for key in keys) for row in found.rows if of in (None, row["kind"])]
    return [row[0] for row in rows] if len(keys) == 1 else rows


# Opportunities.


def test_every_change_with_amount_and_days(company: SellingCompany) -> None:
    """First on the 2nd, second on the 12th, third on the 15th, back to second on the 20th, won on the 30th."""
    company.move("a", D(2024, 1, 2), "first", 100, expected_close=D(2024, 3, 1))
    company.move("a", D(2024, 1, 12), "second", 150)
    company.move("a", D(2024, 1, 15), "third")
    company.move("a", D(2024, 1, 20), "second", 120, expected_close=D(2024, 3, 11), next_step="offer")
    company.move("a", D(2024, 1, 30), "won")
    found = report(company, "a")
    keys = ("stage", "amount", "days", "cumulative_days", "slipped", "expected_close")
    assert told(found, *keys, of="stage_change") == [
        ("first", 10_000, None, None, None, D(2024, 3, 1)),
        ("second", 15_000, 10, 10, None, D(2024, 3, 1)),
        ("third", 15_000, 3, 3, None, D(2024, 3, 1)),
        ("second", 12_000, 5, 5, 10, D(2024, 3, 11)),
        ("won", 12_000, 10, 13, None, D(2024, 3, 11)),
    ]
    assert told(found, "text", of="stage_change") == [
        "First · 10% · close by 2024-03-01",
        "First → Second · after 10 days · amount 100.00 → 150.00 · win prob. 10% → 50%",
        "Second → Third · after 3 days",
        "Third → Second · after 5 days · amount 150.00 → 120.00 · 50%"
        " · close slipped from 2024-03-01 to 2024-03-11 by 10 days · next: offer",
        "Second → Won · after 10 days (13 in all)",
    ]
    assert found.notes == ["Closed as Won on 2024-01-30."]


def test_what_changed_as_a_script_reads_it(company: SellingCompany) -> None:
    """Each change by name with the value before and after as text."""
    company.move("a", D(2024, 1, 2), "first", 100, expected_close=D(2024, 3, 1), probability="0.2")
    company.move("a", D(2024, 1, 3), "first", 90, expected_close=D(2024, 2, 20), next_step="call")
    assert told(report(company, "a"), "changed", of="stage_change") == [
        [],
        [
            {"what": "amount", "before": "100.00", "after": "90.00", "days": None},
            {"what": "probability", "before": "0.2", "after": "0.1", "days": None},
            {"what": "expected_close", "before": "2024-03-01", "after": "2024-02-20", "days": -10},
            {"what": "next_step", "before": None, "after": "call", "days": None},
        ],
    ]


def test_where_it_stands(company: SellingCompany) -> None:
    """The note below: since when in its stage, all stays there, and whether that is too long."""
    company.told("a", (D(2024, 1, 1), "first"), (D(2024, 1, 5), "lost"), (D(2024, 1, 20), "first"))
    assert report(company, "a", D(2024, 1, 10)).notes == ["Closed as Lost on 2024-01-05."]
    assert report(company, "a", D(2024, 1, 31)).notes == [
        "In First since 2024-01-20: 11 days.",
        "With its earlier stays there: 15 days.",
        "It is stuck: the limit of this stage is 10 days.",
    ]


def test_back_dated_changes_are_marked(company: SellingCompany) -> None:
    """Entered eight days after it happened, it stands in its place and says so; the day is that of the ledger's zone."""
    company.move("a", D(2024, 1, 2), "first", 100)
    company.move("a", D(2024, 1, 20), "third")
    company.move("a", D(2024, 1, 10), "second", entered=D(2024, 1, 18))
    of = company.ids["a"]
    late = {
        "opportunity_id": of,
        "stage": "third",
        "recorded_at": "2024-01-21T16:00:00.000000Z",
    }  # the 22nd in Shanghai
    company.append("stage_change", D(2024, 1, 21), **late)
    found = report(company, "a")
    assert told(found, "happened_on", "stage", "days", "late_days", of="stage_change") == [
        (D(2024, 1, 2), "first", None, 0),
        (D(2024, 1, 10), "second", 8, 8),
        (D(2024, 1, 20), "third", 10, 0),
        (D(2024, 1, 21), "third", None, 1),
    ]
    assert told(found, "text", of="stage_change")[1].endswith("entered 8 days later")


def test_the_day_looked_from(company: SellingCompany) -> None:
    """--on hides what happened later; the changes of one day stand in the order of entry."""
    company.told("a", (D(2024, 1, 2), "second"), (D(2024, 1, 2), "first"), (D(2024, 1, 3), "third"))
    assert told(report(company, "a", D(2024, 1, 2)), "stage", "days", of="stage_change") == [
        ("second", None),
        ("first", 0),
    ]


def test_as_it_was_known(company: SellingCompany) -> None:
    """Before it was entered a back-dated change is not there; before a change was voided it is in force; later voids are not known."""
    company.move("a", D(2024, 1, 2), "first", 100)
    wrong = company.move("a", D(2024, 1, 3), "second", entered=D(2024, 2, 1))
    company.append("void", D(2024, 3, 1), fact_id=wrong, effect="void", why="the other one")
    with company.view(ON):
        pass

    def known(day: str) -> list[Any]:
        with files.open_for_reading(company.path, Who("zw", "here"), as_of=f"{day}T00:00:00.000000Z") as ledger:
            view = View(ledger, ON, "en", versions_of(ledger), as_of=f"{day}T07:59:59+08:00")
            return told(history.build(view, "a"), "stage", "voided", of="stage_change")

    assert known("2024-01-20") == [("first", None)]
    assert known("2024-02-20") == [("first", None), ("second", None)]
    assert known("2024-03-20") == [("first", None), ("second", "the other one")]


def test_what_is_void_stays_and_counts_no_more(company: SellingCompany) -> None:
    """Marked with who and why; the change after it follows on the one before; restored it is as if nothing had been."""
    company.move("a", D(2024, 1, 2), "first", 100)
    wrong = company.move("a", D(2024, 1, 5), "third", 999)
    company.move("a", D(2024, 1, 12), "second")
    company.append("void", D(2024, 1, 13), fact_id=wrong, effect="void", why="wrong opportunity")
    found = report(company, "a")
    assert told(found, "stage", "amount", "days", "voided", "voided_by", of="stage_change") == [
        ("first", 10_000, None, None, None),
        ("third", 99_900, None, "wrong opportunity", "boss"),
        ("second", 10_000, 10, None, None),
    ]
    assert told(found, "text", of="stage_change")[1] == "Third · VOID, by boss: wrong opportunity"
    assert [row["voided"] is not None for row in found.rows] == [e == "quiet" for e in found.look.emphasis]
    company.append("void", D(2024, 1, 14), fact_id=wrong, effect="restore", why="it was right")
    assert told(report(company, "a"), "stage", "days", "voided", of="stage_change") == [
        ("first", None, None),
        ("third", 3, None),
        ("second", 7, None),
    ]


def test_what_belongs_to_something_void(company: SellingCompany) -> None:
    """The receipt of a voided contract counts no more either, and says so."""
    company.move("a", D(2024, 1, 2), "won", 100)
    contract = company.contract(D(2024, 1, 2), 100, name="a")
    company.money(contract, D(2024, 1, 9), 40)
    company.append("void", D(2024, 1, 10), fact_id=contract, effect="void", why="signed twice")
    assert told(report(company, "a"), "text", of="payment") == [
        "a · VOID with what it belongs to, by boss: signed twice"
    ]


def test_one_of_each(tmp_path: Path) -> None:
    """Every kind of fact that is about an opportunity, a customer or a rep stands in its history, in words without a gap."""
    path = new(tmp_path / "l.db")
    with writing(path) as ledger, ledger.write():
        ids = append_each(ledger)
        append_one(ledger, ids, "decision", request_id=ids["trip"], recorded_at=LATE)
    with files.open_for_reading(path, Who("zw", "here")) as ledger:
        view = View(ledger, ON, "en", Versions([]))  # the policy of one_of_each is none
        found = {
            "opportunity": history.build(view, "O-1"),
            "customer": history.build(view, "华北机械"),
            "rep": history.build(view, "zw", None, span("2024")),
        }
    project = {
        *("opportunity", "opportunity_owner", "share", "stage_change", "follow_up", "contract", "payment", "expense"),
        *("trip", "decision", "settlement", "trip_report", "task", "task_done", "correction"),
    }
    about = {"customer", "customer_owner", "disqualification", "contact", "rating", "feedback_close"}
    person = {
        *("rep", "hire", "team_lead", "leave", "goal", "goal_progress", "assessment", "quality_review", "dispute"),
        *("dispute_answer", "customer_owner", "rating", "feedback_close"),
    }
    kinds = {name: set(told(one, "kind")) for name, one in found.items()}
    assert kinds == {
        "opportunity": project,
        "customer": project | about,
        "rep": (project - {"opportunity"}) | person,
    }
    for one in found.values():
        texts = told(one, "text")
        assert all(text and "None" not in text and " ·  · " not in text for text in texts), texts
        assert told(one, "id") == sorted(told(one, "id"), key=int)
        assert {row["kind"] for row in one.rows} <= set(history.words.kinds())


def test_the_way_of_a_request(company: SellingCompany) -> None:
    """Asked, cut down, paid; the trip reported; the task given and done: each on its day, with its own words."""
    company.move("a", D(2024, 1, 2), "first", 100)
    of = {"rep_id": company.ids["zw"], "opportunity_id": company.ids["a"]}
    dinner = company.append("expense", D(2024, 1, 3), category="entertainment", amount=30_000, **of)
    company.append(
        "decision", D(2024, 1, 4), request_id=dinner, verdict="approved", amount=20_000, rep_id=company.ids["ls"],
        why="for two",
    )  # fmt: skip
    company.append("settlement", D(2024, 1, 9), request_id=dinner, amount=20_000)
    trip = company.append(
        "trip", D(2024, 1, 10), destination="Wuhan", from_day=D(2024, 1, 11), to_day=D(2024, 1, 12), **of
    )
    company.append("trip_report", D(2024, 1, 13), trip_id=trip, outcome="they will sign", cost=9_000)
    task = company.append("task", D(2024, 1, 14), task_kind="service", title="send it", due_on=D(2024, 1, 20), **of)
    company.append("task_done", D(2024, 1, 15), task_id=task, outcome="sent")
    assert told(report(company, "a"), "kind", "text", "amount")[3:] == [
        ("expense", "ZW · entertainment", 30_000),
        ("decision", "approved · LS · entertainment · for two", 20_000),
        ("settlement", "entertainment", 20_000),
        ("trip", "ZW · Wuhan · back on 2024-01-12", None),
        ("trip_report", "Wuhan · they will sign", 9_000),
        ("task", "ZW · send it · due on 2024-01-20", None),
        ("task_done", "send it · sent", None),
    ]


# Customers.


def test_a_limit_in_words(company: SellingCompany, run: Run) -> None:
    """As expenses and trips say it, in the person's language; what a person wrote stands as it is."""
    company.opportunity("a", D(2024, 1, 2), "zw")
    for note in ("entertainment: 501.00 of 500.00 · approve", "as agreed: 3 of 2"):
        about = {"rep_id": company.ids["zw"], "opportunity_id": company.ids["a"], "limit_note": note}
        asked = company.append("expense", D(2024, 1, 3), category="entertainment", amount=50_100, **about)
    decision = {"request_id": asked, "verdict": "approved", "why": "over limit: they asked"}
    company.append("decision", D(2024, 1, 4), rep_id=company.ids["ls"], **decision)
    found = report(company, "a", kind="opportunity")
    assert told(found, "text", of="expense") == [
        "ZW · entertainment · entertainment 501.00 CNY of 500.00 CNY, needs a decision that says so",
        "ZW · entertainment · as agreed: 3 of 2",
    ]
    assert told(found, "text", of="decision") == ["approved · LS · entertainment · over limit: they asked"]
    for words in (["a", "--kind", "opportunity"], ["zw", "--period", "2024"]):
        line = ["--ledger", str(company.path), "--on", "2024-12-31", "--lang", "zh", "history", *words]
        said = run(*line, "--format", "json").out
        assert "501.00 CNY" in said and " of 500.00" not in said and "over limit:" not in said


def test_the_owners_of_a_customer(company: SellingCompany) -> None:
    """Taken, released, taken by another, found to be no lead."""
    company.customer("acme", D(2024, 1, 1), "zw")
    owned = {"customer_id": company.ids["acme"]}
    company.append("customer_owner", D(2024, 2, 1), rep_id=None, **owned)
    company.append("customer_owner", D(2024, 2, 3), rep_id=company.ids["ls"], **owned)
    company.append("disqualification", D(2024, 3, 1), why="wrong number", **owned)
    assert told(report(company, "acme"), "kind", "text")[1:] == [
        ("customer_owner", "ZW"),
        ("customer_owner", "nobody (released)"),
        ("customer_owner", "LS"),
        ("disqualification", "wrong number"),
    ]


def test_a_customers_opportunities(company: SellingCompany) -> None:
    """Their changes are told with the opportunity's name, each by its own history; nothing of other customers."""
    company.customer("acme", D(2024, 1, 1), "zw")
    company.move("one", D(2024, 1, 2), "first", customer="acme")
    company.move("two", D(2024, 1, 3), "first", customer="acme")
    company.move("one", D(2024, 1, 9), "second")
    company.move("else", D(2024, 1, 9), "second")
    assert told(report(company, "acme"), "opportunity", "text", "days", of="stage_change") == [
        ("one", "First · one · 10%", None),
        ("two", "First · two · 10%", None),
        ("one", "First → Second · one · after 7 days · win prob. 10% → 50%", 7),
    ]


def test_a_period_of_a_history(company: SellingCompany) -> None:
    """Only what happened in it, with the days counted over the whole history."""
    company.told("a", (D(2024, 1, 25), "first"), (D(2024, 2, 4), "second"), (D(2024, 3, 4), "third"))
    assert told(report(company, "a", period="2024-02"), "stage", "days") == [("second", 10)]


# Reps.


def test_a_rep(company: SellingCompany) -> None:
    """What was the rep's on that day: customers taken and given, communication, and the opportunities' changes while they were his."""
    company.customer("acme", D(2024, 12, 1), "zw")
    company.move("a", D(2024, 12, 2), "first", 100, customer="acme")
    company.follow_up("zw", D(2024, 12, 3), "acme")
    for kind in ("customer", "opportunity"):
        of = company.ids["acme" if kind == "customer" else "a"]
        company.append(f"{kind}_owner", D(2024, 12, 5), rep_id=company.ids["ls"], **{f"{kind}_id": of})
    company.move("a", D(2024, 12, 8), "second")
    company.follow_up("zw", D(2024, 11, 30), "acme")
    found = report(company, "zw", D(2024, 12, 30))
    assert found.period and (found.period.start, found.period.last) == (D(2024, 12, 1), D(2024, 12, 30))
    assert told(found, "happened_on", "kind", "text") == [
        (D(2024, 12, 1), "customer_owner", "acme"),
        (D(2024, 12, 2), "opportunity_owner", "a"),
        (D(2024, 12, 2), "stage_change", "First · a · 10%"),
        (D(2024, 12, 3), "follow_up", "phone · acme"),
        (D(2024, 12, 5), "customer_owner", "acme → LS"),
        (D(2024, 12, 5), "opportunity_owner", "a → LS"),
    ]
    assert told(report(company, "ls", D(2024, 12, 30)), "kind", "days") == [
        ("customer_owner", None),
        ("opportunity_owner", None),
        ("stage_change", 6),
    ]


def test_a_rep_over_a_period(company: SellingCompany) -> None:
    """Hired in January 2023, which a year's history shows and the last 30 days do not."""
    assert report(company, "zw").rows == []
    assert told(report(company, "zw", period="2023"), "kind", "text") == [("rep", "ZW"), ("hire", "rep")]
    assert report(company, "zw", D(2022, 12, 31), period="2023").rows == []


# Names.


def test_one_name_of_several_kinds(company: SellingCompany) -> None:
    """All that it may mean, each with its kind; --kind decides; an exact name goes before parts of others."""
    company.customer("acme", D(2024, 1, 1))
    company.opportunity("acme north", D(2024, 1, 1))
    company.opportunity("north", D(2024, 1, 1))
    with pytest.raises(NotFound) as caught:
        report(company, "acm")
    assert str(caught.value).startswith("'acm' may mean several: customer acme (#")
    assert "opportunity acme north (#" in str(caught.value) and "--kind customer|opportunity" in str(caught.value)
    assert report(company, "acm", kind="customer").title == "History of acme"
    assert report(company, "acme").title == "History of acme"
    assert report(company, "acm", kind="opportunity").title == "History of acme north"
    assert report(company, "NORTH").title == "History of north"


def test_an_exact_name_of_two_kinds(company: SellingCompany) -> None:
    """A customer and an opportunity of the same name: neither is guessed; an id is one thing alone."""
    company.customer("acme", D(2024, 1, 1))
    company.opportunity("acme", D(2024, 1, 1))
    with pytest.raises(NotFound, match=r"customer acme .*; opportunity acme "):
        report(company, "acme")
    number = company.ids["acme"] & 0xFFFFFFFF
    assert told(report(company, f"#{number}"), "kind") == ["opportunity"]


def test_several_of_one_kind(company: SellingCompany) -> None:
    """--kind would tell nothing; of one and the same name only the id does."""
    company.opportunity("small deal", D(2024, 1, 1))
    company.opportunity("small deal", D(2024, 2, 1))
    company.opportunity("small deal at sea", D(2024, 2, 1))
    with pytest.raises(NotFound, match=r"\(#\d+\); opportunity small deal .*They have one name, so type an id.$"):
        report(company, "small deal")
    with pytest.raises(NotFound, match=r"Type more of the name, or its id.$"):
        report(company, "small")


@pytest.fixture
def shop(run: Run) -> Run:
    """A ledger of the command line with a customer, an opportunity and a rep."""
    for words in (
        "init", "rep add zw 张伟 --post rep --hired 2024-01-08", "customer add 华北机械 --owner zw --on 2024-02-01",
        "opportunity open 华北风机 --customer 华北机械 --amount 12万 --on 2024-03-01 --close 2024-05-01",
        "stage 华北风机 proposal --on 2024-03-11 --amount 10万 --close 2024-05-11",
    ):  # fmt: skip
        assert run(*words.split()).code == 0
    return run


def test_what_cannot_be_told(shop: Run, refused: Refused) -> None:
    """No such name, with the nearest; a kind without a history; a name of several things; a period that is none."""
    assert shop("history", "华北风机").code == 0
    assert refused(3, "history", "华北风几") == (
        "There is no customer, opportunity or rep '华北风几'. Did you mean 华北风机 / 华北机械?"
    )
    assert refused(2, "history", "zw", "--kind", "team") == ("--kind is one of customer, opportunity, rep, not 'team'.")
    assert refused(3, "history", "华北").endswith("Say which with --kind customer|opportunity, or type its id.")
    assert refused(3, "history", "zw", "--kind", "customer").startswith("There is no customer 'zw'")
    assert refused(3, "history", "").startswith("There is no customer, opportunity or rep ''")
    assert shop("contract", "sign", "华北风机", "10万", "--code", "HT-1", "--on", "2024-03-12").code == 0
    assert refused(3, "history", "ht-1") == (
        "There is no customer, opportunity or rep 'ht-1'. It is a contract: `salescli contract show HT-1` shows it."
    )
    assert refused(2, "history", "zw", "--period", "soon").startswith('"soon" is not a period')


def test_on_the_command_line(shop: Run) -> None:
    """JSON with money and days as text, and the same as a table."""
    found = json.loads(shop("history", "华北风机", "--format", "json").out)
    row = found["rows"][-1]
    assert (found["report"], found["period"], row["kind"]) == ("history", None, "stage_change")
    assert (row["amount"], row["probability"], row["expected_close"]) == ("100000.00", "0.5", "2024-05-11")
    assert (row["days"], row["slipped"], row["recorded_by"]) == (10, 10, "clerk")
    assert [one["what"] for one in row["changed"]] == ["stage", "amount", "probability", "expected_close"]
    assert "Prospecting → Proposal · after 10 days" in shop("history", "华北风机").out
    assert "History of zw 张伟" in shop("history", "zw", "--period", "2024Q1").out


# What was put right, what is void, and what was called otherwise.


@pytest.fixture
def renamed(shop: Run) -> Run:
    """The customer, a contact, the opportunity, its contract and the rep, all put right in place."""
    for words in (
        "contact add 华北机械 李娜 --on 2024-02-01", "contract sign 华北风机 10万 --code A --on 2024-03-12",
        "correct 4 name=华北机床 phone=010-9999 --why why-name --as boss", "correct 10 title=经理 --why why-contact",
        "correct 6 name=华北大风机 rate=5% --why why-deal", "correct 11 amount=14万 --why why-five",
        "correct 2 name=张大伟 --why why-rep",
    ):  # fmt: skip
        answer = shop(*words.split())
        assert answer.code == 0, answer
    return shop


def put_right(run: Run, *words: str) -> list[tuple[Any, ...]]:
    """The corrections in a history: the field, the values before and after, and why."""
    answer = run("history", *words, "--format", "json")
    rows = [row for row in json.loads(answer.out)["rows"] if row["kind"] == "correction"]
    return [(*(row["changed"][0][key] for key in ("what", "before", "after")), row["why"]) for row in rows]


OF_DEAL = [
    ("name", "华北风机", "华北大风机", "why-deal"),
    ("rate", None, "0.05", "why-deal"),
    ("amount", "100000.00", "140000.00", "why-five"),
]
OF_CUSTOMER = [
    ("name", "华北机械", "华北机床", "why-name"),
    ("phone", None, "010-9999", "why-name"),
    ("title", None, "经理", "why-contact"),
]


def test_what_was_put_right(renamed: Run) -> None:
    """Of the thing and of what belongs to it: from what to what and why, in the opportunity's, the customer's and the rep's history."""
    assert put_right(renamed, "华北大风机") == OF_DEAL
    assert put_right(renamed, "华北机床") == OF_CUSTOMER + OF_DEAL
    assert put_right(renamed, "zw") == [*OF_CUSTOMER, *OF_DEAL, ("name", "张伟", "张大伟", "why-rep")]
    assert put_right(renamed, "zw", "--period", "2024-02") == []
    found = json.loads(renamed("history", "华北机床", "--format", "json").out)["rows"]
    texts = {row["text"]: row["recorded_by"] for row in found if row["kind"] == "correction"}
    assert texts["customer 华北机械: name 华北机械 → 华北机床 · why-name"] == "boss"
    assert texts["customer 华北机械: phone empty → 010-9999 · why-name"] == "boss"
    assert "contract A: amount 100,000.00 → 140,000.00 · 华北大风机 · why-five" in texts
    assert "opportunity 华北风机: commission rate empty → 5% · why-deal" in texts


def test_a_correction_after_another_and_one_that_is_void(renamed: Run) -> None:
    """The second starts from what the first said; taken back it stays, marked, and the next starts from what counts."""
    renamed("correct", "11", "amount=15万", "--why", "again")
    assert put_right(renamed, "华北大风机")[-1] == ("amount", "140000.00", "150000.00", "again")
    last = json.loads(renamed("history", "华北大风机", "--format", "json").out)["rows"][-1]["id"]
    renamed("void", last, "--why", "it was right")
    row = json.loads(renamed("history", "华北大风机", "--format", "json").out)["rows"][-1]
    assert (row["kind"], row["voided"]) == ("correction", "it was right")
    renamed("correct", "11", "amount=16万", "--why", "at last")
    assert put_right(renamed, "华北大风机")[-1] == ("amount", "140000.00", "160000.00", "at last")


@pytest.mark.parametrize(
    "once, now", [("华北机械", "华北机床"), ("华北风机", "华北大风机"), ("张伟", "zw 张大伟"), ("北机械", "华北机床")]
)
def test_the_name_of_before(renamed: Run, once: str, now: str) -> None:
    """A name that is not in use any more, or a part of it, finds what had it and says under which name it is now."""
    answer = renamed("history", once)
    assert answer.code == 0 and f"History of {now}" in answer.out
    assert f"is called {now} now." in answer.out


def test_a_name_that_went_to_another(renamed: Run) -> None:
    """Whoever is called so now is meant, and nothing is said of who was."""
    renamed("customer", "add", "华北机械")
    found = json.loads(renamed("history", "华北机械", "--format", "json").out)
    assert [row["kind"] for row in found["rows"]] == ["customer"] and found["notes"] == []


def test_a_name_before_the_day_it_is_known_at(renamed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As known on the day before the correction the old name is the name, and the new one is nobody's."""
    monkeypatch.setenv("SALESCLI_TODAY", "2024-03-20")
    renamed("correct", "4", "name=华北重工", "--why", "sold")
    then = ("--as-of", "2024-03-15")
    assert "History of 华北机床" in renamed("history", "华北机床", *then).out
    assert "is called" not in renamed("history", "华北机床", *then).out
    assert renamed("history", "华北重工", *then).code == 3


@pytest.mark.parametrize("words", [["错误公司"], ["#20"], ["20"], ["错误公司", "--kind", "customer"]])
def test_a_void_customer_has_a_history(renamed: Run, words: list[str]) -> None:
    """By name and by id, marked void with why."""
    assert "#20" in renamed("customer", "add", "错误公司").out
    renamed("void", "20", "--why", "never was", "--as", "boss")
    found = json.loads(renamed("history", *words, "--format", "json").out)
    assert [(row["kind"], row["voided"], row["voided_by"]) for row in found["rows"]] == [
        ("customer", "never was", "boss")
    ]
    assert found["notes"] == ["It is void, by boss: never was"]


def test_recorded_anew(company: SellingCompany) -> None:
    """The old id says what it became."""
    company.customer("acme", D(2024, 1, 1))
    at = "2024-02-01T04:00:00.000000Z"
    void = {"fact_id": company.ids["acme"], "effect": "void", "why": "earlier", "recorded_at": at}
    company.append("void", D(2024, 2, 1), **void)
    new = company.append("customer", D(2023, 12, 1), name="acme", recorded_at=at) & 0xFFFFFFFF
    found = report(company, f"#{company.ids['acme'] & 0xFFFFFFFF}")
    assert found.notes == ["It is void, by boss: earlier", f"It was recorded anew as #{new}."]
    assert report(company, "acme").notes == []


def test_two_that_had_one_name(renamed: Run, refused: Refused) -> None:
    """None is guessed."""
    for id in ("20", "21"):
        assert f"#{id}" in renamed("customer", "add", "错误公司").out
    for id in ("20", "21"):
        renamed("void", id, "--why", "never was")
    assert refused(3, "history", "错误公司").endswith("They have one name, so type an id.")


# Any order of entry.

CHANGES = st.lists(
    st.tuples(st.integers(0, 20), st.sampled_from(["first", "second", "third", "won", "lost"]), st.integers(1, 99)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(CHANGES, st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(tmp_path_factory: Any, told_: list[Any], random: Any) -> None:
    """The same changes entered in another order, those of one day in the same: the same history, the same standing."""
    days: dict[int, list[tuple[int, str, int]]] = {}
    for one in told_:
        days.setdefault(one[0], []).append(one)
    left = {day: list(changes) for day, changes in days.items()}
    shuffled = []
    while left:
        day = random.choice(sorted(left))
        shuffled.append(left[day].pop(0))
        left = {day: changes for day, changes in left.items() if changes}
    histories = []
    for order in (sorted(told_, key=lambda one: one[0]), shuffled):
        company = SellingCompany(tmp_path_factory.mktemp("order") / "l.db")
        company.opportunity("a", D(2024, 1, 1), "zw")
        for day, stage, yuan in order:
            company.move("a", D(2024, 1, 1) + timedelta(days=day), stage, yuan, entered=D(2024, 3, 1))
        found = report(company, "a")
        keys = ("happened_on", "text", "stage", "amount", "days", "cumulative_days", "changed")
        histories.append((told(found, *keys, of="stage_change"), found.notes))
    assert histories[0] == histories[1]
