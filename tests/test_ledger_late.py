"""From which day on a fact may move figures: its own, or that of what it speaks of; a kind is forgotten nowhere."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from one_of_each import EACH, append_each, append_one, new, writing

from salescli.facts.closed import LateFact
from salescli.ledger import late
from salescli.ledger.known import Head
from salescli.ledger.store import Ledger

MARCH, APRIL, MAY = date(2024, 3, 5), date(2024, 4, 1), date(2024, 5, 2)

PLAIN = (
    *("rep", "team", "customer", "contact", "product", "product_price", "opportunity", "stage_change", "follow_up"),
    *("receipt", "expense", "task", "task_done", "goal", "goal_progress", "feedback", "assessment", "disqualification"),
)
"""Kinds that move figures from their own day on, whatever they are about."""


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Open for writing, with one fact of each kind, all of the fifth of March; a closing of March would have seen them."""
    opened = writing(new(tmp_path / "ledger.db"))
    with opened.write():
        opened.kinds = append_each(opened)
    return opened


def test_another_programs_table_moves_no_figure(ledger: Ledger) -> None:
    before = head(ledger)
    ledger._connection.execute("CREATE TABLE notes_of_mine (x)")
    with ledger.write():
        append_one(ledger, ledger.kinds, "receipt")
    assert [fact.kind for fact in after(ledger, before)] == ["receipt"]


def head(ledger: Ledger) -> Head:
    return ledger.reached()


def after(ledger: Ledger, before: Head, on: date = APRIL) -> list[LateFact]:
    return ledger.facts_after(before, on, APRIL)


def said(ledger: Ledger, kind: str, day: date, **other: Any) -> int:
    """Another fact of a kind about the same things, said on a day."""
    ids: dict[str, int] = ledger.kinds
    fields = {name: ids[value[1:]] if str(value).startswith("@") else value for name, value in EACH[kind].items()}
    if "code" in fields:
        fields["code"] = f"{fields['code']}-2"
    with ledger.write():
        return ledger.append(kind, day, **{**fields, **other})


def test_every_kind_has_its_place() -> None:
    """A new table is put among those that move their own days, or among those that speak of others."""
    assert {kind for kind in EACH if late.is_plain(kind)} == set(PLAIN)


@pytest.mark.parametrize("kind", PLAIN)
def test_what_happens_in_april_does_not_move_march(ledger: Ledger, kind: str) -> None:
    before = head(ledger)
    said(ledger, kind, MAY)
    assert after(ledger, before) == []
    early = said(ledger, kind, MARCH) if "code" not in EACH[kind] else None
    assert [one.id for one in after(ledger, before)] == ([early] if early else [])


@pytest.mark.parametrize(
    "kind",
    [
        *("void", "waiver", "decision", "settlement", "trip_report", "feedback_close", "quality_review"),
        *("contract_line", "instalment", "share_part"),
    ],
)
def test_what_speaks_of_march_may_move_it_whenever_it_is_said(ledger: Ledger, kind: str) -> None:
    before = head(ledger)
    id = said(ledger, kind, MAY)
    (found,) = after(ledger, before)
    assert (found.id, found.kind, found.day) == (id, kind, MARCH if kind != "void" else date.min)  # the void of a leave


@pytest.mark.parametrize("kind", ["target", "leave", "policy", "rep_change", "team_change"])
def test_what_a_target_is_pro_rated_by_may_move_any_day_of_its_window(ledger: Ledger, kind: str) -> None:
    """A leaver of May has a smaller target of the year, so January's attainment is another."""
    before = head(ledger)
    said(ledger, kind, MAY)
    assert [one.day for one in after(ledger, before)] == [date.min]


@pytest.mark.parametrize("kind", ["statement", "dispute", "dispute_answer"])
def test_what_speaks_of_figures_moves_none(ledger: Ledger, kind: str) -> None:
    before = head(ledger)
    said(ledger, kind, MARCH)
    assert after(ledger, before) == []


@pytest.mark.parametrize("kind", late.THINGS)
def test_the_void_of_a_thing_takes_away_whatever_speaks_of_it(ledger: Ledger, kind: str) -> None:
    before = head(ledger)
    thing = said(ledger, kind, MAY)
    with ledger.write():
        ledger.void(thing, MAY, "entered twice")
    assert [(one.kind, one.day) for one in after(ledger, before)] == [("void", date.min)]


def test_money_that_came_before_its_contract_was_signed(ledger: Ledger) -> None:
    """A deposit of March on a contract of April: who shares the opportunity then moves March."""
    contract = said(ledger, "contract", APRIL)
    said(ledger, "receipt", MARCH, contract_id=contract)
    before = head(ledger)
    for kind in ("share", "opportunity_owner"):
        said(ledger, kind, APRIL)
    assert [(one.kind, one.day) for one in after(ledger, before)] == [("share", MARCH), ("opportunity_owner", MARCH)]


def test_the_first_owner_of_a_customer_of_march(ledger: Ledger) -> None:
    """Whose new customer it is moves March; who has it afterwards does not, but without the first he would."""
    customer = said(ledger, "customer", MARCH, name="江南化工")
    before = head(ledger)
    ids = [said(ledger, "customer_owner", MAY, customer_id=customer) for _ in range(2)]
    assert [one.id for one in after(ledger, before)] == ids
    before = head(ledger)
    said(ledger, "customer_owner", MAY, customer_id=customer)
    assert after(ledger, before, on=MAY) == []


def test_a_fact_of_another_copy_is_late_whatever_its_clock_says(ledger: Ledger) -> None:
    """Merged in after the closing, with a clock of last year: it stands first in the order of entry."""
    before = head(ledger)
    own = said(ledger, "receipt", MARCH)
    home, ledger.origin = ledger.origin, 77
    with ledger.write():
        merged = append_one(ledger, ledger.kinds, "receipt", recorded_at="2023-01-01T00:00:00.000000Z")
    ledger.origin = home
    assert [one.id for one in after(ledger, before)] == [merged, own]


def test_what_was_there_but_hidden_until_its_own_day_is_late_too(ledger: Ledger) -> None:
    """A decision of the second of May was entered ahead; the closing of the first of April did not see it."""
    id = said(ledger, "decision", MAY)
    assert [one.id for one in after(ledger, head(ledger))] == [id]
    assert after(ledger, head(ledger), on=MAY) == []


def test_follow_ups_of_years_are_not_read_through(ledger: Ledger) -> None:
    """What came after the head by its numbers, what was there but hidden rep by rep along the days."""
    asked: list[str] = []
    before = head(ledger)
    ledger._connection.set_trace_callback(asked.append)
    after(ledger, before, MARCH)
    ledger._connection.set_trace_callback(None)
    new, hidden = (
        next(iter(ledger._connection.execute(f"EXPLAIN QUERY PLAN {statement}")))[3]
        for statement in asked
        if 'main."follow_up" AS kind' in statement
    )
    assert new == "SEARCH kind USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"
    assert hidden.endswith("INDEX follow_up_rep_id (rep_id=? AND happened_on>? AND happened_on<?)")


def test_what_an_instant_does_not_know_is_not_late(tmp_path: Path) -> None:
    from one_of_each import reading

    path = new(tmp_path / "l.db")
    with writing(path) as ledger, ledger.write():
        ids = append_each(ledger)
        before = ledger.reached()
        known = append_one(ledger, ids, "receipt", recorded_at="2024-04-02T00:00:00.000000Z")
        append_one(ledger, ids, "receipt", recorded_at="2024-04-09T00:00:00.000000Z")
    with reading(path, as_of="2024-04-05T00:00:00.000000Z") as ledger:
        assert [one.id for one in after(ledger, before)] == [known]


def test_a_part_knows_its_whole(ledger: Ledger) -> None:
    before = head(ledger)
    share = said(ledger, "share", MARCH)
    said(ledger, "share_part", MARCH, share_id=share)
    assert [one.whole for one in after(ledger, before)] == [None, share]


# What a person is told of.


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        ("receipt", MAY),
        ("decision", MARCH),
        ("quality_review", MARCH),
        ("void", MARCH),
        ("leave", MAY),  # its own first day, the first of May, is told
        ("target", date(2024, 1, 1)),
        ("rep_change", MAY),
        ("waiver", MAY),  # the command says which day the penalty was of
        ("settlement", MAY),
    ],
)
def test_the_day_that_is_told(ledger: Ledger, kind: str, day: date) -> None:
    ledger.touched.clear()
    more = {"fact_id": ledger.kinds["receipt"]} if kind == "void" else {}
    said(ledger, kind, MAY, **more)
    assert ledger.touched == {date(2024, 5, 1) if kind == "leave" else day}


def test_a_statement_and_a_policy_are_told_by_their_commands(ledger: Ledger) -> None:
    ledger.touched.clear()
    said(ledger, "statement", MAY)
    said(ledger, "policy", MAY)
    assert ledger.touched == set()


def test_what_was_taken_back_was_not_touched(ledger: Ledger) -> None:
    """A row of an import that is refused leaves no word of its day."""
    ledger.touched.clear()
    with ledger.write(), pytest.raises(ZeroDivisionError), ledger.attempt():
        append_one(ledger, ledger.kinds, "receipt")
        raise ZeroDivisionError
    assert ledger.touched == set()


@pytest.mark.parametrize(
    ("kind", "day", "moves"),
    [
        ("contract", "2024-02-10", date(2024, 2, 10)),
        ("contract", "2024-04-20", MARCH),
        ("opportunity", "2024-02-10", date(2024, 2, 10)),
        ("customer", "2024-02-10", date(2024, 2, 10)),
    ],
)
def test_a_day_that_was_put_right_moves_the_old_one_and_the_new_one(
    ledger: Ledger, kind: str, day: str, moves: date
) -> None:
    """What speaks of the fact later moves both, too: an instalment of a contract that was signed earlier than it was said."""
    before = head(ledger)
    id = ledger.kinds[kind]
    correction = said(ledger, "correction", MAY, fact_id=id, field="happened_on", value=day)
    assert [(one.id, one.day) for one in after(ledger, before)] == [(correction, moves)]
    if kind == "contract":
        part = said(ledger, "instalment", MAY)
        assert (part, moves) in [(one.id, one.day) for one in after(ledger, before)]


def test_money_before_a_signing_day_that_was_put_right(ledger: Ledger) -> None:
    """The receipt of 5 March came before a contract that is signed on 2 May: who shares it moves March."""
    said(ledger, "correction", MAY, fact_id=ledger.kinds["contract"], field="happened_on", value=MAY.isoformat())
    before = head(ledger)
    id = said(ledger, "opportunity_owner", MAY)
    assert [(one.id, one.day) for one in after(ledger, before)] == [(id, MARCH)]
