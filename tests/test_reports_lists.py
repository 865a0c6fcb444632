"""The plain lists and histories: what stands on a day, whose it is, and nothing that happened or was known later."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from small_company import SmallCompany, span

from salescli.facts.names import Named
from salescli.ledger import names
from salescli.render.data import to_json
from salescli.reports import lists
from salescli.reports.report import Report

D = date
POSTS = '[post.senior]\ntitle = { en = "Senior", zh = "资深" }\nbase = "8000"\n'


class Company(SmallCompany):
    """Teams sales and, below it, north; boss leads sales; zw and ls are in north, and cand is a candidate."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, POSTS)
        self.hire("boss", post="manager")
        self.team("sales", lead="boss")
        self.team("north", parent="sales")
        self.hire("zw", D(2024, 1, 8), post="senior", team="north")
        self.hire("ls", D(2024, 1, 8), team="north")
        self.ids["cand"] = self.append("rep", D(2024, 2, 1), code="cand", name="CAND", candidate=True)

    def of(self, **fields: str | None) -> dict[str, int | None]:
        """Ids for names: `of(rep="zw")` is {"rep_id": …}."""
        return {f"{key}_id": self.ids[name] if name else None for key, name in fields.items()}


@pytest.fixture
def ours(tmp_path: Path) -> Company:
    return Company(tmp_path / "l.db")


@contextmanager
def looked(ours: Company, on: date, *found: tuple[names.Kind, str]) -> Iterator[tuple[Any, ...]]:
    """The view of a day, and what the names mean in it."""
    with ours.view(on) as view:
        yield (view, *(names.find(view.ledger, kind, text) for kind, text in found))


def told(report: Report, *keys: str) -> list[Any]:
    """The values of these keys, row by row; of one key alone as they are."""
    rows = [tuple(row[key] for key in keys) for row in report.rows]
    return [row[0] for row in rows] if len(keys) == 1 else rows


def said(report: Report) -> list[Any]:
    """Kind, text without how late it was entered, and amount of every fact of a history."""
    return [
        (row["kind"], re.sub("( · )?entered [0-9]+ days later", "", row["text"]), row["amount"]) for row in report.rows
    ]


def test_every_list_of_an_empty_ledger(tmp_path: Path) -> None:
    """No rows, no failure, in any of them."""
    with SmallCompany(tmp_path / "l.db").view() as view:
        empty = [
            lists.reps(view, None, True),
            lists.teams(view),
            lists.customers(view, None),
            lists.contacts(view, None),
            lists.products(view),
            lists.opportunities(view, None, True),
            lists.contracts(view, None),
            lists.expenses(view, None),
            lists.trips(view, None),
            lists.targets(view, None),
        ]
    assert [list(report.rows) for report in empty] == [[]] * len(empty)
    assert all(report.policy is None for report in empty)


def test_a_list_needs_no_policy(ours: Company) -> None:
    """On a day on which none is in force, people are listed all the same, without the post's base."""
    with ours.view() as view:
        first = next(iter(view.versions)).id
    ours.append("void", D(2024, 3, 1), fact_id=first, effect="void", why="test")
    with ours.view(D(2024, 3, 1)) as view:
        assert told(lists.reps(view, None, False), "rep", "base")[-1] == ("zw", None)
        assert lists.opportunities(view, None, True).rows == []


# People.


def test_reps(ours: Company) -> None:
    """Post, team and base of the day: the rep's own base, else the post's; not yet hired, hired, left."""
    ours.append("rep_change", D(2024, 3, 1), act="raise", base=650_000, **ours.of(rep="ls"))
    ours.job("ls", D(2024, 5, 31), "depart")
    keys = ("rep", "post", "team", "base", "state", "hired_on", "departed_on")
    zw = ("zw", "senior", "north", 800_000, "employed", D(2024, 1, 8), None)
    with ours.view(D(2024, 1, 8)) as view:
        assert told(lists.reps(view, None, True), *keys)[1:] == [
            ("ls", "rep", "north", None, "employed", D(2024, 1, 8), None),
            zw,
        ]
    with ours.view(D(2024, 5, 31)) as view:
        assert told(lists.reps(view, None, False), *keys)[1:] == [
            ("cand", None, None, None, "candidate", None, None),
            ("ls", "rep", "north", 650_000, "employed", D(2024, 1, 8), None),
            zw,
        ]
    with ours.view(D(2024, 6, 1)) as view:
        assert told(lists.reps(view, None, False), "rep") == ["boss", "cand", "zw"]
        assert told(lists.reps(view, None, True), *keys)[2] == (
            "ls", "rep", "north", 650_000, "left", D(2024, 1, 8), D(2024, 5, 31),
        )  # fmt: skip


def test_reps_of_a_team(ours: Company) -> None:
    """Of a team and those below it, also who has left from there."""
    ours.job("ls", D(2024, 5, 31), "depart")
    with looked(ours, D(2024, 6, 1), ("team", "sales"), ("team", "north")) as (view, sales, north):
        assert told(lists.reps(view, sales, True), "rep") == ["ls", "zw"]
        assert told(lists.reps(view, north, False), "rep") == ["zw"]


def test_teams(ours: Company) -> None:
    """Lead, place in the tree and size on the day, people of the teams below included."""
    ours.append("team_change", D(2024, 6, 1), **ours.of(team="north", parent="sales", lead="zw"))
    ours.append("team", D(2024, 6, 2), code="later", name="Later")
    keys = ("team", "lead", "parent", "size")
    with ours.view(D(2024, 5, 31)) as view:
        assert told(lists.teams(view), *keys) == [("north", None, "sales", 2), ("sales", "boss", None, 2)]
    with ours.view(D(2024, 6, 1)) as view:
        assert told(lists.teams(view), *keys)[0] == ("north", "zw", "sales", 2)
    with ours.view(D(2024, 1, 7)) as view:
        assert told(lists.teams(view), "size") == [0, 0]


def test_the_history_of_a_rep(ours: Company) -> None:
    """Hired, moved, raised, left, in the order of the days, each with who entered it."""
    ours.job("zw", D(2024, 9, 30), "depart")
    ours.append("rep_change", D(2024, 3, 1), act="raise", base=650_000, note="good year", **ours.of(rep="zw"))
    ours.job("zw", D(2024, 2, 1), "move", post="rep", team="sales")
    with looked(ours, D(2024, 12, 31), ("rep", "zw")) as (view, zw):
        report = lists.rep_history(view, zw)
    assert told(report, "happened_on", "kind", "text", "amount", "recorded_by") == [
        (D(2024, 1, 8), "rep", "ZW", None, "boss"),
        (D(2024, 1, 8), "hire", "North · Senior", None, "boss"),
        (D(2024, 2, 1), "move", "Sales · Rep", None, "boss"),
        (D(2024, 3, 1), "raise", "good year", 650_000, "boss"),
        (D(2024, 9, 30), "depart", "", None, "boss"),
    ]


# Customers.


def test_customers(ours: Company) -> None:
    """Owner, last contact and state of the day: a lead until something was done, disqualified until somebody speaks with it."""
    ours.customer("acme", D(2024, 2, 1), owner="zw")
    ours.append("customer_owner", D(2024, 3, 1), **ours.of(customer="acme", rep="ls"))
    ours.append("customer_owner", D(2024, 4, 1), **ours.of(customer="acme", rep=None))
    ours.append("disqualification", D(2024, 2, 10), why="wrong number", **ours.of(customer="acme"))
    ours.append("follow_up", D(2024, 2, 20), channel="phone", answered=True, **ours.of(customer="acme", rep="zw"))
    states = {
        D(2024, 2, 1): ("zw", "lead", None),
        D(2024, 2, 10): ("zw", "disqualified", None),
        D(2024, 2, 20): ("zw", "customer", D(2024, 2, 20)),
        D(2024, 3, 1): ("ls", "customer", D(2024, 2, 20)),
        D(2024, 4, 1): (None, "customer", D(2024, 2, 20)),
    }
    for day, state in states.items():
        with ours.view(day) as view:
            assert told(lists.customers(view, None), "rep", "state", "contacted_on") == [state]
    with ours.view(D(2024, 1, 31)) as view:
        assert lists.customers(view, None).rows == []
    with looked(ours, D(2024, 3, 15), ("rep", "zw"), ("rep", "ls")) as (view, zw, ls):
        assert lists.customers(view, zw).rows == []
        assert told(lists.customers(view, ls), "customer") == ["acme"]


def test_the_history_of_a_customer(ours: Company) -> None:
    """Everything that happened with it in words, whoever did it, and nothing about others or later."""
    ours.customer("other", D(2024, 2, 1), owner="zw")
    ours.customer("acme", D(2024, 2, 1), owner="zw")
    person = ours.append("contact", D(2024, 2, 2), name="Ann", title="buyer", **ours.of(customer="acme"))
    ours.append(
        "follow_up", D(2024, 2, 3), channel="wechat", answered=False, content="no answer", next_on=D(2024, 2, 9),
        next_step="call again", contact_id=person, note="busy week", **ours.of(customer="acme", rep="zw"),
    )  # fmt: skip
    ours.opportunity("machine", D(2024, 2, 10), "zw", "acme")
    ours.append(
        "stage_change", D(2024, 2, 10), stage="open", amount=50_000, probability="0.25", expected_close=D(2024, 6, 1),
        next_step="offer", **ours.of(opportunity="machine"),
    )  # fmt: skip
    contract = ours.contract(D(2024, 3, 1), 500, name="machine")
    ours.money(contract, D(2024, 3, 5), 500)
    ours.money(contract, D(2024, 3, 6), 20, kind="refund")
    ours.append(
        "feedback",
        D(2024, 3, 7),
        feedback_kind="rating",
        rating=4,
        content="fine",
        **ours.of(customer="acme", rep="zw"),
    )
    ours.append("customer_owner", D(2024, 4, 1), **ours.of(customer="acme", rep=None))
    with looked(ours, D(2024, 3, 31), ("customer", "acme")) as (view, acme):
        report = lists.customer_history(view, acme)
    assert said(report) == [
        ("customer", "acme", None),
        ("customer_owner", "ZW", None),
        ("contact", "Ann · buyer", None),
        (
            "follow_up",
            "WeChat · unanswered · ZW · with Ann · no answer · next: call again · next contact 2024-02-09 · busy week",
            None,
        ),
        ("opportunity", "machine", None),
        ("opportunity_owner", "ZW · machine", None),
        ("stage_change", "open · machine · 25% · close by 2024-06-01 · next: offer", 50_000),
        ("contract", "machine", 50_000),
        ("payment", "machine", 50_000),
        ("refund", "machine", 2_000),
        ("rating", "ZW · 4 of 5 · fine", None),
    ]
    with looked(ours, D(2024, 4, 1), ("customer", "acme")) as (view, acme):
        assert said(lists.customer_history(view, acme))[-1][1] == "nobody (released)"


def test_contacts(ours: Company) -> None:
    """Of one customer or of all, with what is known of them."""
    for customer, name in (("acme", "Ann"), ("best", "Ben")):
        ours.customer(customer, D(2024, 2, 1))
        ours.append("contact", D(2024, 2, 2), name=name, phone="1", email="a@b.c", **ours.of(customer=customer))
    keys = ("contact", "customer", "phone", "email")
    with looked(ours, D(2024, 2, 2), ("customer", "acme")) as (view, acme):
        assert told(lists.contacts(view, acme), *keys) == [("Ann", "acme", "1", "a@b.c")]
        assert told(lists.contacts(view, None), "contact") == ["Ann", "Ben"]
    with ours.view(D(2024, 2, 1)) as view:
        assert lists.contacts(view, None).rows == []


# Selling.


def test_products(ours: Company) -> None:
    """The price of the day, and since when; a product without any price has none, which is not zero."""
    ours.product("gtx")
    ours.product("free")
    ours.append("product_price", D(2024, 1, 1), list_price=480_000, cost=290_000, **ours.of(product="gtx"))
    ours.append("product_price", D(2024, 6, 1), list_price=500_000, cost=290_000, **ours.of(product="gtx"))
    keys = ("product", "list_price", "cost", "since")
    with ours.view(D(2024, 5, 31)) as view:
        assert told(lists.products(view), *keys) == [
            ("free", None, None, None),
            ("gtx", 480_000, 290_000, D(2024, 1, 1)),
        ]
    with ours.view(D(2024, 6, 1)) as view:
        assert told(lists.products(view), *keys)[1] == ("gtx", 500_000, 290_000, D(2024, 6, 1))


@pytest.fixture
def sold(ours: Company) -> Company:
    """One opportunity won and collected in part, one open since 1 March, one lost."""
    ours.customer("acme", D(2024, 1, 10), owner="zw")
    for name, stage, yuan in (("won one", "won", 900), ("open one", "open", 100), ("lost one", "lost", 50)):
        ours.opportunity(name, D(2024, 2, 1), "zw", "acme")
        of = ours.of(opportunity=name)
        ours.append("stage_change", D(2024, 2, 1), stage="open", amount=yuan * 100, expected_close=D(2024, 5, 1), **of)
        closes = stage if stage != "open" else None
        ours.append("stage_change", D(2024, 3, 1), stage=stage, closes=closes, **of)
    contract = ours.contract(D(2024, 3, 1), 900, name="won one", dues={D(2024, 3, 10): 300, D(2024, 6, 1): 500})
    ours.money(contract, D(2024, 3, 9), 200)
    ours.money(contract, D(2024, 3, 20), 30, kind="write_off")
    ours.append("opportunity_owner", D(2024, 4, 1), **ours.of(opportunity="open one", rep="ls"))
    return ours


def test_opportunities(sold: Company) -> None:
    """Those open on the day, with the amounts and closes stated last; --all shows the closed ones too."""
    keys = ("opportunity", "rep", "stage", "days", "amount", "expected_close")
    with sold.view(D(2024, 3, 11)) as view:
        report = lists.opportunities(view, None, False)
        assert told(report, *keys) == [("open one", "zw", "open", 39, 10_000, D(2024, 5, 1))]
        assert report.totals == {"amount": 10_000}
        everything = lists.opportunities(view, None, True)
    assert told(everything, "opportunity", "closes", "days", "probability") == [
        ("lost one", "lost", None, 0),
        ("open one", None, 39, None),
        ("won one", "won", None, 1),
    ]
    with sold.view(D(2024, 2, 29)) as view:
        assert len(lists.opportunities(view, None, False).rows) == 3
    with looked(sold, D(2024, 4, 1), ("rep", "zw"), ("rep", "ls")) as (view, zw, ls):
        assert lists.opportunities(view, zw, False).rows == []
        assert told(lists.opportunities(view, ls, False), "opportunity") == ["open one"]


def test_the_history_of_an_opportunity(sold: Company) -> None:
    """Opening, owners, shares, stages, contract and money, expenses and trips."""
    sold.share("won one", D(2024, 2, 2), zw="60", ls="40")
    of = sold.of(rep="zw", opportunity="won one")
    sold.append("expense", D(2024, 2, 3), category="entertainment", amount=8_000, **of)
    sold.append(
        "trip", D(2024, 2, 4), destination="Wuhan", from_day=D(2024, 2, 8), to_day=D(2024, 2, 9), cost=9_000, **of
    )
    with looked(sold, D(2024, 3, 31), ("opportunity", "won one")) as (view, opportunity):
        report = lists.opportunity_history(view, opportunity)
    assert said(report) == [
        ("opportunity", "won one · acme", None),
        ("opportunity_owner", "ZW", None),
        ("stage_change", "open · close by 2024-05-01", 90_000),
        ("share", "ZW · 60%", None),
        ("share", "LS · 40%", None),
        ("expense", "ZW · entertainment", 8_000),
        ("trip", "ZW · Wuhan · back on 2024-02-09", 9_000),
        ("stage_change", "open → won · after 29 days", 90_000),
        ("contract", "won one", 90_000),
        ("payment", "won one", 20_000),
        ("write_off", "won one", 3_000),
    ]


def test_contracts(sold: Company) -> None:
    """What came in, what is still out, and what of it is overdue on the day; the rest of the plan falls due with its last part."""
    keys = ("amount", "collected", "written_off", "outstanding", "overdue")
    days = {
        D(2024, 3, 1): (90_000, 0, 0, 90_000, 0),
        D(2024, 3, 9): (90_000, 20_000, 0, 70_000, 0),
        D(2024, 3, 10): (90_000, 20_000, 0, 70_000, 10_000),
        D(2024, 3, 20): (90_000, 20_000, 3_000, 67_000, 7_000),
        D(2024, 6, 1): (90_000, 20_000, 3_000, 67_000, 67_000),
    }
    for day, money in days.items():
        with sold.view(day) as view:
            report = lists.contracts(view, None)
        assert told(report, *keys) == [money]
        assert report.totals == dict(zip(keys, money, strict=True))
    with looked(sold, D(2024, 6, 1), ("opportunity", "open one"), ("opportunity", "won one")) as (view, other, won):
        assert lists.contracts(view, other).rows == []
        assert told(lists.contracts(view, won), "contract", "rep", "customer") == [("won one", "zw", "acme")]


def test_a_contract_without_a_plan_is_overdue_when_signed(ours: Company) -> None:
    ours.contract(D(2024, 3, 1), 900, "zw")
    with ours.view(D(2024, 3, 1)) as view:
        assert told(lists.contracts(view, None), "overdue") == [90_000]


def test_the_history_of_a_contract(ours: Company) -> None:
    """Its lines with quantities, its plan with the days, and the money."""
    ours.product("gtx")
    contract = ours.contract(D(2024, 3, 1), 900, "zw", dues={D(2024, 4, 1): 900})
    ours.line(contract, D(2024, 3, 1), "gtx", 3, 300)
    ours.money(contract, D(2024, 4, 2), 900)
    with ours.view(D(2024, 4, 1)) as view:
        named = Named(contract, "", "it")
        early = told(lists.contract_history(view, named), "kind", "text", "amount")
    assert early[1:] == [("instalment", "due on 2024-04-01", 90_000), ("contract_line", "gtx · quantity 3", 90_000)]
    with ours.view(D(2024, 4, 2)) as view:
        assert told(lists.contract_history(view, named), "kind", "amount")[-1] == ("payment", 90_000)


def test_what_was_put_right_of_a_contract_stays_to_be_read(ours: Company) -> None:
    """The amount stands there as it is now; what it was, and why it is another, stands below."""
    contract = ours.contract(D(2024, 3, 1), 900, "zw")
    ours.append("correction", D(2024, 3, 2), fact_id=contract, field="amount", value="120000", why="typed wrong")
    with ours.view(D(2024, 4, 1)) as view:
        report = lists.contract_history(view, Named(contract, "", "it"))
    assert report.rows[0]["amount"] == 120_000
    assert any(": amount 900.00 → 1,200.00; typed wrong." in note for note in report.notes)


# Requests.


def test_expenses(ours: Company) -> None:
    """Asked for, decided, paid out: each from its own day on; the latest decision counts."""
    ours.customer("acme", D(2024, 1, 10))
    ours.opportunity("it", D(2024, 1, 10), "zw", "acme")
    asked = ours.append(
        "expense",
        D(2024, 2, 1),
        category="gift",
        amount=10_000,
        limit_note="over limit",
        **ours.of(rep="zw", opportunity="it"),
    )
    ours.append("decision", D(2024, 2, 3), request_id=asked, verdict="rejected", why="too much")
    ours.append("decision", D(2024, 2, 5), request_id=asked, verdict="approved", amount=6_000)
    ours.append("settlement", D(2024, 2, 9), request_id=asked, amount=6_000)
    keys = ("state", "approved", "settled", "why")
    states = {
        D(2024, 2, 2): ("requested", None, None, None),
        D(2024, 2, 3): ("rejected", None, None, "too much"),
        D(2024, 2, 5): ("approved", 6_000, None, None),
        D(2024, 2, 9): ("settled", 6_000, 6_000, None),
    }
    for day, state in states.items():
        with ours.view(day) as view:
            assert told(lists.expenses(view, None), *keys) == [state]
    with looked(ours, D(2024, 2, 9), ("rep", "ls"), ("rep", "zw")) as (view, ls, zw):
        assert lists.expenses(view, ls).rows == []
        report = lists.expenses(view, zw)
    assert told(report, "opportunity", "customer", "limit_note") == [("it", "acme", "over limit")]
    assert report.totals == {"amount": 10_000, "approved": 6_000, "settled": 6_000}


def test_trips(ours: Company) -> None:
    """Asked for, approved, reported; both days are days of the trip."""
    days = {"from_day": D(2024, 2, 8), "to_day": D(2024, 2, 9)}
    asked = ours.append("trip", D(2024, 2, 1), destination="Wuhan", cost=50_000, **days, **ours.of(rep="zw"))
    ours.append("decision", D(2024, 2, 3), request_id=asked, verdict="approved", amount=40_000)
    ours.append("trip_report", D(2024, 2, 12), trip_id=asked, outcome="two visits", cost=38_000)
    keys = ("state", "days", "approved", "spent", "outcome")
    states = {
        D(2024, 2, 1): ("requested", 2, None, None, None),
        D(2024, 2, 3): ("approved", 2, 40_000, None, None),
        D(2024, 2, 12): ("reported", 2, 40_000, 38_000, "two visits"),
    }
    for day, state in states.items():
        with ours.view(day) as view:
            assert told(lists.trips(view, None), *keys) == [state]
    assert lists_of(ours, "trips", "ls") == [] and len(lists_of(ours, "trips", "zw")) == 1


def _trip(ours: Company, first: date, rep: str = "zw", note: str | None = None) -> int:
    days = {"from_day": first, "to_day": first}
    return ours.append("trip", D(2024, 2, 1), destination="x", cost=100, limit_note=note, **days, **ours.of(rep=rep))


def test_trips_of_a_period_a_team_and_those_that_are_open(ours: Company) -> None:
    """By the day on which they begin; open is what waits for its decision or its report."""
    for number, verdict in enumerate((None, "approved", "rejected", "approved"), start=1):
        trip = _trip(ours, D(2024, 2, number))
        if verdict:
            ours.append("decision", D(2024, 2, 1), request_id=trip, verdict=verdict)
    ours.append("trip_report", D(2024, 2, 9), trip_id=trip, outcome="x")
    ours.team("west")
    ours.hire("ww", team="west")
    _trip(ours, D(2024, 3, 1), "ww")
    keys = ("from_day", "state", "approved")
    with ours.view(D(2024, 12, 31)) as view:
        assert told(lists.trips(view, None, period=span("2024-02")), *keys) == [
            (D(2024, 2, 1), "requested", None),
            (D(2024, 2, 2), "approved", 100),
            (D(2024, 2, 3), "rejected", None),
            (D(2024, 2, 4), "reported", 100),
        ]
        open_ones = lists.trips(view, None, is_open=True)
        assert told(open_ones, "from_day") == [D(2024, 2, 1), D(2024, 2, 2), D(2024, 3, 1)]
        assert open_ones.totals["days"] == 3 and open_ones.totals["approved"] == 100
        assert told(lists.trips(view, None, team="west"), "rep") == ["ww"]
        assert lists.expenses(view, None, period=span("2024-02"), team="west").rows == []


def test_what_is_rejected_stays_rejected(ours: Company) -> None:
    """Whatever was reported of it before."""
    trip = _trip(ours, D(2024, 2, 1))
    ours.append("trip_report", D(2024, 2, 2), trip_id=trip, outcome="x")
    ours.append("decision", D(2024, 2, 3), request_id=trip, verdict="rejected", why="x")
    for day, states in ((D(2024, 2, 2), ["reported_undecided"]), (D(2024, 2, 3), [])):
        with ours.view(day) as view:  # what is reported and not decided is open still
            assert told(lists.trips(view, None, is_open=True), "state") == states
    with ours.view(D(2024, 2, 3)) as view:
        assert told(lists.trips(view, None), "state") == ["rejected"]


def test_what_is_rejected_spends_nothing(ours: Company) -> None:
    """A cost that was reported is shown until then, as that of a trip whose decision is open."""
    trip = _trip(ours, D(2024, 2, 1))
    ours.append("trip_report", D(2024, 2, 2), trip_id=trip, outcome="x", cost=1_200)
    ours.append("decision", D(2024, 2, 3), request_id=trip, verdict="rejected", why="x")
    for day, state, spent in ((D(2024, 2, 2), "reported_undecided", 1_200), (D(2024, 2, 3), "rejected", None)):
        with ours.view(day) as view:
            report = lists.trips(view, None)
        assert told(report, "state", "spent") == [(state, spent)] and report.totals["spent"] == (spent or 0)
        words = next(column.words for column in report.columns if column.key == "state")
        assert words and words["reported_undecided"] == "reported, undecided"


def test_trips_stand_in_the_order_of_their_days(ours: Company) -> None:
    """Whichever was asked for first."""
    for day in (D(2024, 2, 9), D(2024, 2, 7), D(2024, 2, 8)):
        _trip(ours, day)
    with ours.view(D(2024, 2, 9)) as view:
        assert told(lists.trips(view, None), "from_day") == [D(2024, 2, 7), D(2024, 2, 8), D(2024, 2, 9)]


def test_a_period_that_cuts_a_trip_says_so(ours: Company) -> None:
    """Asked for on 1 February for 4 March: March's trip, and profit counts it in February; what nobody decided it does not."""
    ours.opportunity("it", D(2024, 1, 10), "zw")
    for rep in ("zw", "zw", "ls"):
        days = {"from_day": D(2024, 3, 4), "to_day": D(2024, 3, 4)}
        trip = ours.append("trip", D(2024, 2, 1), destination="x", **days, **ours.of(rep=rep, opportunity="it"))
    for decided in (trip, trip - 1):
        ours.append("decision", D(2024, 2, 1), request_id=decided, verdict="approved")
    here = "1 trip asked for in this period begins outside of it; profit counts it here, by the day of the request."
    there = "1 trip that begins in this period was asked for outside of it; profit counts it there."
    with looked(ours, D(2024, 12, 31), ("rep", "zw")) as (view, zw):
        for over, notes in (("2024-02", [here]), ("2024-03", [there]), ("2024Q1", [])):
            assert lists.trips(view, zw, period=span(over)).notes == notes
        assert lists.trips(view, zw).notes == []


def test_a_limit_in_words(ours: Company) -> None:
    """People read words, programs the note; and who decided what, and that it says over limit."""
    trip = _trip(ours, D(2024, 2, 1), note="trips: 2 of 1 · approve")
    who = ours.of(rep="ls")
    ours.append("decision", D(2024, 2, 3), request_id=trip, verdict="approved", why="over limit: they asked", **who)
    with ours.view(D(2024, 2, 3)) as view:
        report = lists.trips(view, None)
    assert told(report, "limit_note", "limit", "decided_on", "decided_by", "why") == [
        (
            "trips: 2 of 1 · approve",
            "trips 2 of 1, approved over the limit",
            D(2024, 2, 3),
            "LS",
            "over limit: they asked",
        )
    ]


@pytest.mark.parametrize(
    ("note", "verdict", "amount", "limit"),
    [
        ("trips: 2 of 1 · approve", None, None, "trips 2 of 1, needs a decision that says so"),
        ("trips: 2 of 1 · approve", "rejected", None, "trips 2 of 1"),
        ("trips: 2 of 1 · penalise", "approved", 100, "trips 2 of 1, penalised"),
        ("trips: 2 of 1 · penalise", "rejected", None, "trips 2 of 1"),
        ("in my own words", "approved", 100, "in my own words"),
    ],
)
def test_a_limit_when_it_is_decided(
    ours: Company, note: str, verdict: str | None, amount: int | None, limit: str
) -> None:
    """What is rejected needs no decision any more, and is not penalised."""
    trip = _trip(ours, D(2024, 2, 1), note=note)
    if verdict:
        ours.append("decision", D(2024, 2, 3), request_id=trip, verdict=verdict, amount=amount)
    with ours.view(D(2024, 2, 3)) as view:
        assert told(lists.trips(view, None), "limit") == [limit]


def test_what_was_granted_keeps_to_the_limit(ours: Company) -> None:
    """501 of 500 asked for, 400 granted: no decision over the limit was needed."""
    note = "entertainment: 501.00 of 500.00 · approve"
    asked = ours.append(
        "expense", D(2024, 2, 1), category="entertainment", amount=50_100, limit_note=note, **ours.of(rep="zw")
    )
    ours.append("decision", D(2024, 2, 3), request_id=asked, verdict="approved", amount=40_000)
    with ours.view(D(2024, 2, 3)) as view:
        assert told(lists.expenses(view, None), "limit") == [
            "entertainment 501.00 CNY of 500.00 CNY, kept to by what was approved"
        ]


def lists_of(ours: Company, name: str, rep: str) -> list[Mapping[str, Any]]:
    with looked(ours, D(2024, 12, 31), ("rep", rep)) as (view, named):
        return list(getattr(lists, name)(view, named).rows)


# Targets.


def test_targets(ours: Company) -> None:
    """Company, teams, reps; money as money, rates as rates; set again, the last one known on the day stands."""
    year = {"starts_on": D(2024, 1, 1), "ends_on": D(2025, 1, 1), "exact": False}
    quarter = {"starts_on": D(2024, 4, 1), "ends_on": D(2024, 7, 1), "exact": True}
    ours.append(
        "target", D(2023, 12, 1), scope="rep", measure="collection_rate", number="0.95", **quarter, **ours.of(rep="zw")
    )
    ours.append("target", D(2023, 12, 1), scope="company", measure="collected", amount=100_000, **year)
    ours.append("target", D(2024, 2, 1), scope="company", measure="collected", amount=200_000, **year)
    with ours.view(D(2024, 2, 1)) as view:
        report = lists.targets(view, None)
        rows = json.loads(to_json(report))["rows"]
        assert [(row["scope"], row["who"], row["period"], row["target"], row["exact"]) for row in rows] == [
            ("company", None, "2024", "2000.00", None),
            ("rep", "zw", "2024Q2", "0.9500", "exact"),
        ]
        assert told(lists.targets(view, span("2024Q1")), "scope") == ["company"]
    with ours.view(D(2024, 1, 31)) as view:
        assert told(lists.targets(view, None), "target")[0] == 100_000


def test_days_that_are_no_calendar_period(ours: Company) -> None:
    """A target for other days is named by them, both included."""
    days = {"starts_on": D(2024, 1, 5), "ends_on": D(2024, 2, 1), "exact": False}
    ours.append("target", D(2024, 1, 1), scope="company", measure="follow_ups", number="20", **days)
    with ours.view(D(2024, 1, 31)) as view:
        assert told(lists.targets(view, None), "period", "target") == [("2024-01-05..2024-01-31", 20)]


# As commands.


@pytest.mark.parametrize(
    "words",
    [
        "rep list", "rep list --all", "rep show zw", "team list", "customer list", "customer list --owner zw",
        "customer show 华北机械", "contact list", "contact list 华北机械", "product list", "opportunity list",
        "opportunity show 风机", "contract list", "expense list", "trip list", "target list",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("company")
def test_the_commands(run: Run, words: str) -> None:
    """Every list is a report: a table, and JSON with ids as they are typed."""
    answer = run(*words.split())
    assert (answer.code, answer.err) == (0, ""), answer
    tree = json.loads(run(*words.split(), "--format", "json").out)
    assert tree["policy"] is None and tree["on"] == "2024-03-15"
    for row in tree["rows"]:
        ids = [value for key, value in row.items() if key == "id" or key.endswith("_id")]
        assert ids and all(id is None or id.isdigit() for id in ids)


def test_as_known_then(run: Run) -> None:
    """--as-of hides what was entered later, from a list too."""
    run("customer", "add", "late", "--on", "2024-03-01")
    assert json.loads(run("customer", "list", "--format", "json").out)["rows"]
    assert json.loads(run("customer", "list", "--format", "json", "--as-of", "2024-03-01").out)["rows"] == []
