"""rules/progress.py: how an opportunity stood on any day, and what each change changed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from salescli.facts.histories import StageChange
from salescli.policy.stages import Stage
from salescli.policy.title import plain_title
from salescli.rules import progress, stages
from salescli.rules.progress import Changed

KNOWN = {
    key: Stage(key, plain_title(key), Decimal(probability), None, 21)
    for key, probability in (("prospecting", "0.1"), ("qualified", "0.25"), ("proposal", "0.5"))
}
FIRST = date(2024, 1, 1)


def changes(*told: tuple[date, str, dict[str, Any]]) -> list[StageChange]:
    """A history of opportunity 1 from (day, stage, what it states)."""
    nothing = {"amount": None, "probability": None, "expected_close": None, "next_step": None}
    closes = {"won": "won", "lost": "lost"}
    return [
        StageChange(1, number, day, stage, closes.get(stage), **{**nothing, **said})
        for number, (day, stage, said) in enumerate(told)
    ]


def steps(history: list[StageChange]) -> list[progress.Step]:
    return list(progress.steps(history, lambda key, _day: KNOWN.get(key)))


def test_what_is_not_stated_stays() -> None:
    """Amount and close stated in March stand in April; the next step of the stage before does not."""
    history = changes(
        (date(2024, 3, 1), "qualified", {"amount": 100, "expected_close": date(2024, 6, 1), "next_step": "call"}),
        (date(2024, 3, 5), "qualified", {"probability": Decimal("0.3")}),
        (date(2024, 4, 1), "proposal", {}),
    )
    march, april = (progress.standing(history, day) for day in (date(2024, 3, 9), date(2024, 4, 9)))
    assert march and april
    assert (march.amount, march.expected_close, march.next_step) == (100, date(2024, 6, 1), "call")
    assert (march.entered_on, march.days, march.probability) == (date(2024, 3, 1), 8, Decimal("0.3"))
    assert (april.amount, april.expected_close, april.next_step) == (100, date(2024, 6, 1), None)
    assert (april.entered_on, april.days, april.probability) == (date(2024, 4, 1), 8, None)
    assert progress.standing(history, date(2024, 2, 29)) is None


def test_a_change_says_what_it_changed() -> None:
    """Qualified → proposal after 12 days, 100 → 120, 25 % → 50 %, the close 45 days later."""
    history = changes(
        (date(2024, 3, 1), "qualified", {"amount": 100, "expected_close": date(2024, 6, 1)}),
        (date(2024, 3, 13), "proposal", {"amount": 120, "expected_close": date(2024, 7, 16), "next_step": "offer"}),
    )
    first, second = steps(history)
    assert (first.changed, first.left, first.days, first.probability) == ((), None, None, Decimal("0.25"))
    assert (second.left, second.days, second.cumulative) == ("qualified", 12, 12)
    assert second.changed == (
        Changed("stage", "qualified", "proposal"),
        Changed("amount", 100, 120),
        Changed("probability", Decimal("0.25"), Decimal("0.5")),
        Changed("expected_close", date(2024, 6, 1), date(2024, 7, 16), 45),
        Changed("next_step", None, "offer"),
    )


def test_a_new_amount_alone_leaves_no_stage() -> None:
    """The same stage, another amount, the same close said again: only the amount changed, and no days are over."""
    history = changes(
        (date(2024, 3, 1), "qualified", {"amount": 100, "expected_close": date(2024, 6, 1)}),
        (date(2024, 3, 9), "qualified", {"amount": 90, "expected_close": date(2024, 6, 1)}),
    )
    step = steps(history)[1]
    assert (step.left, step.days, step.changed) == (None, None, (Changed("amount", 100, 90),))


def test_days_of_a_stage_left_twice() -> None:
    """Proposal for 4 days, back to qualified, proposal again for 6, lost: 6 days, 10 in all."""
    days = [date(2024, 3, day) for day in (1, 5, 7, 13)]
    history = changes(*zip(days, ("proposal", "qualified", "proposal", "lost"), [{}] * 4, strict=True))
    assert [(one.days, one.cumulative) for one in steps(history)] == [(None, None), (4, 4), (2, 2), (6, 10)]


def test_a_close_brought_forward_and_one_said_at_last() -> None:
    """None → 1 June: no slip; 1 June → 22 May: −10 days."""
    history = changes(
        (date(2024, 3, 1), "qualified", {}),
        (date(2024, 3, 2), "qualified", {"expected_close": date(2024, 6, 1)}),
        (date(2024, 3, 3), "qualified", {"expected_close": date(2024, 5, 22)}),
    )
    assert [one.changed for one in steps(history)[1:]] == [
        (Changed("expected_close", None, date(2024, 6, 1)),),
        (Changed("expected_close", date(2024, 6, 1), date(2024, 5, 22), -10),),
    ]


HISTORIES = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.sampled_from([*KNOWN, "won", "lost"]),
        st.none() | st.integers(0, 1000),
        st.none() | st.integers(0, 90),
    ),
    min_size=1,
    max_size=12,
)


def history_of(told: list[tuple[int, str, int | None, int | None]]) -> list[StageChange]:
    """In the order of days; of one day in the order told."""
    return changes(
        *(
            (
                FIRST + timedelta(days=day),
                stage,
                {"amount": amount, "expected_close": None if close is None else FIRST + timedelta(days=close)},
            )
            for day, stage, amount, close in sorted(told, key=lambda one: one[0])
        )
    )


@given(HISTORIES, st.integers(0, 30))
def test_the_days_of_all_stays_are_the_days_since_the_opening(
    told: list[tuple[int, str, int | None, int | None]], later: int
) -> None:
    """Any history, any day after its last change: no day is lost between stages, and none counts twice."""
    history = history_of(told)
    on = history[-1].happened_on + timedelta(days=later)
    assert sum(stay.days(on) for stay in stages.visits(history)) == (on - history[0].happened_on).days
    left = sum(one.days or 0 for one in steps(history))
    standing = progress.standing(history, on)
    assert standing and left + standing.days == (on - history[0].happened_on).days


@given(HISTORIES)
def test_the_state_of_each_day_is_what_replaying_gives(told: list[tuple[int, str, int | None, int | None]]) -> None:
    """Any history: stage, amount and close of any day by going through the changes one after the other up to it."""
    history = history_of(told)
    for number in range(-1, 62):
        day = FIRST + timedelta(days=number)
        stage, amount, close = None, None, None
        for change in history:
            if change.happened_on <= day:
                stage = change.stage
                amount = change.amount if change.amount is not None else amount
                close = change.expected_close or close
        found = progress.standing(history, day)
        assert (found and (found.stage, found.amount, found.expected_close)) == (stage and (stage, amount, close))


@given(HISTORIES)
def test_the_changes_lead_from_the_first_state_to_the_last(
    told: list[tuple[int, str, int | None, int | None]],
) -> None:
    """Any history: taking every `after` in turn ends where the opportunity stands."""
    history = history_of(told)
    first, *rest = steps(history)
    known: dict[str, Any] = {
        "stage": first.standing.stage,
        "amount": first.standing.amount,
        "expected_close": first.standing.expected_close,
    }
    for step in rest:
        for changed in step.changed:
            if changed.what in known:
                assert known[changed.what] == changed.before
                known[changed.what] = changed.after
    last = progress.standing(history, history[-1].happened_on)
    assert last and known == {"stage": last.stage, "amount": last.amount, "expected_close": last.expected_close}
