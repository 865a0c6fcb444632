"""rules/stages.py: states, stays, advances and what moved in a period."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from salescli.facts.tracked import StageMove
from salescli.policy.stages import Stage
from salescli.policy.title import plain_title
from salescli.rules import stages
from salescli.terms import Closes


def stage(key: str, probability: str, closes: Closes | None = None, limit: int | None = 21) -> Stage:
    return Stage(key, plain_title(key), Decimal(probability), closes, limit)


STAGES = [
    stage("prospecting", "0.1"),
    stage("qualified", "0.2"),
    stage("proposal", "0.5"),
    stage("won", "1", Closes.WON, None),
    stage("lost", "0", Closes.LOST, None),
]
LADDER = stages.ladder(STAGES)
START, END = date(2024, 4, 1), date(2024, 7, 1)


def moves(*told: tuple[int, int, str], amount: int | None = None, signed: int | None = None) -> list[StageMove]:
    """A history of opportunity 1 in 2024 from (month, day, stage)."""
    closes = {"won": "won", "lost": "lost"}
    return [StageMove(1, date(2024, m, d), key, closes.get(key), amount, signed) for m, d, key in told]


def test_the_state_on_a_day_is_the_last_change_up_to_it() -> None:
    """Prospecting on 1 March, qualified and, entered later the same day, proposal on 5 March."""
    history = moves((3, 1, "prospecting"), (3, 5, "qualified"), (3, 5, "proposal"))
    found = [stages.state(history, date(2024, 3, day)) for day in (4, 5)]
    assert [move and move.stage for move in found] == ["prospecting", "proposal"]
    assert stages.state(history, date(2024, 2, 1)) is None


def test_days_in_a_stage_are_of_the_latest_stay_and_of_all_stays() -> None:
    """Qualified 1–11 March, back in prospecting, qualified again from 20 March with a new amount on 25 March; 30 March."""
    history = moves((3, 1, "qualified"), (3, 11, "prospecting"), (3, 20, "qualified"), (3, 25, "qualified"))
    assert stages.days_in_stage(history, date(2024, 3, 30)) == (10, 20)
    assert stages.days_in_stage(history, date(2024, 2, 1)) == (0, 0)


def test_stuck_is_longer_than_the_limit_and_never_without_one() -> None:
    """Limit 21: not on the 21st day, on the 22nd; a stage without a limit, or unknown: never."""
    assert [stages.is_stuck(days, STAGES[0]) for days in (21, 22)] == [False, True]
    assert not stages.is_stuck(999, STAGES[3]) and not stages.is_stuck(999, None)


def test_the_changes_own_probability_goes_before_the_stages() -> None:
    """Own 0.35 in proposal (0.5); none of its own; none and a stage the policy does not know."""
    assert stages.probability("0.35", STAGES[2]) == Decimal("0.35")
    assert stages.probability(None, STAGES[2]) == Decimal("0.5")
    assert stages.probability(None, None) is None


def test_a_skipped_stage_is_reached_and_passed_but_not_entered() -> None:
    """Prospecting in March, proposal in April."""
    moved = stages.movement(moves((3, 1, "prospecting"), (4, 10, "proposal")), START, END, LADDER)
    assert [moved.reached(place) for place in range(4)] == [False, True, True, False]
    assert [moved.advanced(place) for place in range(4)] == [True, True, False, False]
    assert moved.entered == {"proposal"} and moved.advances == 1
    assert moved.stays == (("prospecting", 40),)


def test_a_step_back_and_forth_is_no_second_advance() -> None:
    """Qualified in March, back to prospecting and again qualified in April."""
    history = moves((3, 1, "prospecting"), (3, 9, "qualified"), (4, 2, "prospecting"), (4, 8, "qualified"))
    moved = stages.movement(history, START, END, LADDER)
    assert moved.advances == 0 and not any(moved.reached(place) or moved.advanced(place) for place in range(3))
    assert moved.entered == {"prospecting", "qualified"}


def test_lost_is_lost_from_the_open_stage_before() -> None:
    """Qualified in April, lost in May with 500.00 stated."""
    moved = stages.movement(moves((4, 1, "qualified"), (5, 1, "lost"), amount=50000), START, END, LADDER)
    assert (moved.closed, moved.closed_from, moved.amount) == ("lost", "qualified", 50000)
    assert moved.after == 1


def test_won_counts_its_contracts_and_else_the_amount_last_stated() -> None:
    """Won in May: contracts of 900.00 against 1,000.00 stated; without contracts 1,000.00."""
    told = ((4, 1, "qualified"), (5, 1, "won"))
    assert stages.movement(moves(*told, amount=100000, signed=90000), START, END, LADDER).amount == 90000
    assert stages.movement(moves(*told, amount=100000), START, END, LADDER).amount == 100000


def test_a_reopened_opportunity_counts_by_its_last_close() -> None:
    """Lost in April, reopened in May; won at last in July, after the period."""
    history = moves((4, 1, "qualified"), (4, 20, "lost"), (5, 2, "qualified"), (7, 2, "won"))
    assert stages.movement(history, START, END, LADDER).closed is None
    later = stages.movement(history, date(2024, 7, 1), date(2024, 10, 1), LADDER)
    assert later.closed == "won" and later.closed_from == "qualified"


def test_a_close_repeated_later_is_still_the_close_of_its_first_day() -> None:
    """Won in March; in April somebody records won again with another amount."""
    moved = stages.movement(moves((3, 1, "qualified"), (3, 9, "won"), (4, 9, "won")), START, END, LADDER)
    assert moved.closed is None and moved.advances == 0


def test_the_median_is_the_middle_or_half_way() -> None:
    """1 2 9: 2; 1 2: 1.5; 2 4: 3; nothing: none."""
    assert [stages.median(values) for values in ([9, 1, 2], [2, 1], [2, 4], [])] == [2, Decimal("1.5"), 3, None]


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from([*LADDER.steps, "won", "lost"])), max_size=12))
def test_periods_add_up(told: list[tuple[int, str]]) -> None:
    """Any history: what a half-year reached and advanced is what its two quarters did together, and nothing twice."""
    history = moves(*((month, 15, key) for month, key in sorted(told, key=lambda one: one[0])))
    whole = stages.movement(history, date(2024, 1, 1), END, LADDER)
    parts = [stages.movement(history, date(2024, 1, 1), START, LADDER), stages.movement(history, START, END, LADDER)]
    for place in range(LADDER.top + 1):
        assert whole.reached(place) == sum(part.reached(place) for part in parts)
        assert whole.advanced(place) == sum(part.advanced(place) for part in parts)
    assert whole.advances == sum(part.advances for part in parts)


def test_what_is_closed_stays_closed_in_one_stay() -> None:
    """Won in April; in May, under a policy that calls it otherwise, said again: the close is that of April."""
    history = moves((4, 1, "qualified"), (4, 9, "won"))
    again = StageMove(1, date(2024, 5, 9), "signed", "won", None, None)
    moved = stages.movement([*history, again], date(2024, 5, 1), END, LADDER)
    assert moved.closed is None
    assert [stay.start for stay in stages.visits([*history, again])] == [date(2024, 4, 1), date(2024, 4, 9)]


def test_opened_in_a_late_stage() -> None:
    """Its opening in proposal reaches and passes all before it; it enters proposal alone, and that is no advance."""
    moved = stages.movement(moves((4, 1, "proposal")), START, END, LADDER)
    assert [moved.reached(place) for place in range(4)] == [True, True, True, False]
    assert [moved.advanced(place) for place in range(4)] == [True, True, False, False]
    assert (moved.entered, moved.advances) == ({"proposal"}, 0)


def test_several_changes_on_a_day() -> None:
    """Three on the 1st, in the order of entry: the first two stays last 0 days, the third begins that day."""
    history = moves((4, 1, "prospecting"), (4, 1, "qualified"), (4, 1, "proposal"), (4, 9, "lost"))
    moved = stages.movement(history, START, END, LADDER)
    assert moved.stays == (("prospecting", 0), ("qualified", 0), ("proposal", 8))
    assert (moved.closed, moved.closed_from, moved.advances) == ("lost", "proposal", 2)


HISTORIES = st.lists(
    st.lists(st.tuples(st.integers(1, 28), st.sampled_from([*LADDER.steps, "won", "lost"])), min_size=1, max_size=9),
    max_size=8,
)


@given(HISTORIES)
def test_a_conversion_lies_between_0_and_1_where_everything_began_in_the_period(
    told: list[list[tuple[int, str]]],
) -> None:
    """Any histories that open in April: who went past a stage reached it, and who reached one reached those before."""
    ordered = [sorted(one, key=lambda pair: pair[0]) for one in told]
    moved = [stages.movement(moves(*((4, day, key) for day, key in one)), START, END, LADDER) for one in ordered]
    reached = [sum(one.reached(place) for one in moved) for place in range(LADDER.top + 1)]
    for place in range(LADDER.top):
        conversion = stages.ratio(sum(one.advanced(place) for one in moved), reached[place])
        assert conversion is None or 0 <= conversion <= 1
    assert sorted(reached, reverse=True) == reached


@given(st.lists(st.tuples(st.integers(1, 28), st.sampled_from([*LADDER.steps, "won", "lost"])), min_size=1))
def test_the_stays_fill_the_days_since_the_opening(told: list[tuple[int, str]]) -> None:
    """Any history, on any day after it: each day belongs to one stay, and the present one is the state's."""
    history = moves(*((4, day, key) for day, key in sorted(told, key=lambda pair: pair[0])))
    for on in (history[-1].happened_on, END):
        stays = stages.visits(history)
        assert sum(stay.days(on) for stay in stays) == (on - history[0].happened_on).days
        now = stages.state(history, on)
        assert now and (stays[-1].stage, stays[-1].days(on)) == (now.stage, stages.days_in_stage(history, on)[0])
