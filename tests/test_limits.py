"""Whether a request keeps to its limits (figures.md §8): which row counts, what is counted, and the note that stays."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescli.facts.requested import Chances, SpentOn
from salescli.policy.kinds import LimitKind, Over
from salescli.policy.parse import parse_policy
from salescli.policy.stages import stage_keys
from salescli.rules import limits
from salescli.rules.limits import Breach

D = date
HEAD = """
[policy]
title = "P"
[[stage]]
key = "open"
probability = "0.30"
[[stage]]
key = "won"
closes = "won"
[[stage]]
key = "lost"
closes = "lost"
"""
TRIPS = """
[[limit]]
kind = "trips"
over = "approve"
rows = [ { probability_from = "0", amount_from = "0", most = 1 }, { probability_from = "0.5", amount_from = "100000", most = 4 } ]
"""
DAYS = TRIPS.replace('"trips"', '"trip_days"').replace("approve", "penalise").replace("most = 1", "most = 3")
DINNERS = """
[[limit]]
kind = "entertainment"
over = "refuse"
rows = [ { probability_from = "0", amount_from = "0", most = "500.00" } ]
"""
POLICY = parse_policy(HEAD + TRIPS + DAYS + DINNERS)
ONE_DAY = limits.of_trip(D(2024, 3, 4), D(2024, 3, 4))
K = LimitKind


def _breaches(chance: str, amount: int, before: dict[K, int], adds: Any = ONE_DAY) -> list[tuple[K, int, int]]:
    found = limits.breaches(POLICY.limits, Decimal(chance), amount, before, adds)
    return [(one.kind, one.makes, one.most) for one in found]


@pytest.mark.parametrize(
    ("chance", "amount", "most"),
    [
        ("0.5", 10_000_000, 4),
        ("0.4999", 10_000_000, 1),
        ("0.5", 9_999_999, 1),
        ("1", 10_000_001, 4),
        ("0", 0, 1),
    ],
)
def test_the_last_row_both_of_whose_conditions_hold(chance: str, amount: int, most: int) -> None:
    """On the border exactly the row holds; one under either, it does not."""
    assert _breaches(chance, amount, {K.TRIPS: most}) == [(K.TRIPS, most + 1, most)]
    assert _breaches(chance, amount, {K.TRIPS: most - 1}) == []


def test_no_row_holds_no_limit() -> None:
    policy = parse_policy(HEAD + TRIPS.replace('probability_from = "0",', 'probability_from = "0.1",'))
    assert limits.breaches(policy.limits, Decimal("0.09"), 0, {K.TRIPS: 9}, ONE_DAY) == []


def test_every_limit_that_is_broken() -> None:
    """Two days after two, and the second trip."""
    adds = limits.of_trip(D(2024, 2, 29), D(2024, 3, 1))
    assert _breaches("0", 0, {K.TRIPS: 1, K.TRIP_DAYS: 2}, adds) == [(K.TRIPS, 2, 1), (K.TRIP_DAYS, 4, 3)]


def test_a_trip_does_not_ask_after_dinners() -> None:
    assert _breaches("0", 0, {K.ENTERTAINMENT: 99_999}) == []


def test_what_is_used() -> None:
    requests = [
        SpentOn(1, None, D(2024, 3, 1), D(2024, 3, 3)),
        SpentOn(2, None, D(2024, 4, 1), D(2024, 4, 1)),
        SpentOn(3, 30_050, None, None),
        SpentOn(4, 100, None, None),
    ]
    assert limits.used(requests) == {K.TRIPS: 2, K.TRIP_DAYS: 4, K.ENTERTAINMENT: 30_150}


@pytest.mark.parametrize(
    ("known", "chance"),
    [
        (Chances("open", None, "0.55", 1), "0.55"),
        (Chances("open", None, "0", 1), "0"),
        (Chances("open", None, None, 1), "0.30"),
        (Chances("won", "won", None, 1), "1"),
        (Chances("lost", "lost", None, 1), "0"),
        (Chances("forgotten", None, None, None), "0"),
        (Chances(None, None, None, None), "0"),
    ],
)
def test_the_win_probability(known: Chances, chance: str) -> None:
    """The change's own, else the stage's; a stage that the policy does not know, or none, is 0."""
    stages = {stage.key: stage for stage in stage_keys(HEAD)}
    assert limits.chance(known, stages) == Decimal(chance)


# The note.


def test_a_note_names_each_limit_and_what_it_does() -> None:
    found = [
        Breach(K.TRIPS, 3, 2, Over.PENALISE),
        Breach(K.TRIP_DAYS, 12, 10, Over.APPROVE),
        Breach(K.ENTERTAINMENT, 56_000, 50_000, Over.APPROVE),
    ]
    note = limits.note(found)
    assert note == (
        "trips: 3 of 2 · penalise; trip_days: 12 of 10 · approve; entertainment: 560.00 of 500.00 · approve"
    )
    assert limits.broken(note) == found
    assert limits.note([]) is None and limits.broken(None) == []


@given(
    st.lists(
        st.builds(
            Breach, st.sampled_from(K), st.integers(0, 9 * 10**15), st.integers(0, 9 * 10**15), st.sampled_from(Over)
        ),
        min_size=1,
    )
)
def test_a_note_is_read_as_it_was_written(found: list[Breach]) -> None:
    assert limits.broken(limits.note(found)) == found


@pytest.mark.parametrize(
    "note",
    [
        "the second of 1",
        "over limit",
        "",
        "trips: 3 of 2",
        "trips: 3 of 2 · penalise; well",
        "trips: 3.00 of 2 · approve",
    ],
)
def test_a_persons_own_words_name_no_limit(note: str) -> None:
    assert limits.broken(note) == []


def test_only_a_limit_on_trips_that_penalises() -> None:
    trips, days = Breach(K.TRIPS, 3, 2, Over.APPROVE), Breach(K.TRIP_DAYS, 12, 10, Over.PENALISE)
    assert limits.penalises([trips, days]) and not limits.penalises([trips])
    assert not limits.penalises([Breach(K.ENTERTAINMENT, 2, 1, Over.PENALISE)])


# The decision.


@pytest.mark.parametrize(
    ("kind", "over", "granted", "needs"),
    [
        (K.TRIPS, Over.APPROVE, 1, True),
        (K.TRIPS, Over.PENALISE, 1, False),
        (K.ENTERTAINMENT, Over.APPROVE, None, True),
        (K.ENTERTAINMENT, Over.APPROVE, 24_001, True),
        (K.ENTERTAINMENT, Over.APPROVE, 24_000, False),
    ],
)
def test_when_a_decision_must_say_so(kind: K, over: Over, granted: int | None, needs: bool) -> None:
    """300.00 asked, which makes 560.00 of 500.00: as much as 240.00 keeps to the limit; fewer trips there are not."""
    assert limits.needs_word([Breach(kind, 56_000, 50_000, over)], 30_000, granted) is needs


def test_a_reason_that_says_over_limit() -> None:
    assert limits.reason(limits.over_limit("the ministry came")) == (True, "the ministry came")
    assert limits.reason("cut") == (False, "cut") and limits.reason(None) == (False, None)
