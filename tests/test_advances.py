"""rules/advances.py: moves further than ever before, and the stages that were come to and gone past."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from salescli.facts.measured import MeasureFact, StageStep
from salescli.rules import advances
from salescli.rules.stages import Ladder

D = date
LADDER = Ladder({"prospecting": 0, "qualified": 1, "proposal": 2})
YEAR = D(2024, 1, 1)


def _steps(*told: tuple[int, int, str]) -> list[StageStep]:
    closes = {"won": "won", "lost": "lost"}
    return [StageStep(9, n, D(2024, m, d), stage, closes.get(stage)) for n, (m, d, stage) in enumerate(told, start=1)]


def _facts(steps: list[StageStep], start: date = YEAR) -> tuple[list[MeasureFact], list[MeasureFact]]:
    found = list(advances.advances(steps, start, lambda _day: LADDER))
    return advances.advance_facts(found), advances.conversion_facts(found)


def test_each_step_forward_is_one_advance_and_the_opening_none() -> None:
    forward, conversion = _facts(_steps((1, 1, "prospecting"), (1, 5, "qualified"), (2, 1, "proposal"), (3, 1, "won")))
    assert [one.fact for one in forward] == [2, 3, 4]
    assert (sum(one.numerator for one in conversion), sum(one.denominator for one in conversion)) == (3, 3)


def test_a_skipped_stage_is_one_move_and_counts_as_come_to_and_gone_past() -> None:
    """From prospecting to proposal: one advance; three stages come to, two gone past."""
    forward, conversion = _facts(_steps((1, 1, "prospecting"), (1, 5, "proposal")))
    assert len(forward) == 1
    assert (sum(one.numerator for one in conversion), sum(one.denominator for one in conversion)) == (2, 3)


def test_back_and_forth_counts_once() -> None:
    """Proposal, back to qualified, proposal again, then won: the second coming to proposal is none."""
    told = (1, 1, "proposal"), (1, 5, "qualified"), (1, 9, "proposal"), (2, 1, "won")
    assert [one.fact for one in _facts(_steps(*told))[0]] == [4]


def test_won_reopened_and_won_again_advances_once() -> None:
    told = (1, 1, "prospecting"), (1, 5, "won"), (2, 1, "proposal"), (3, 1, "won")
    assert [one.fact for one in _facts(_steps(*told))[0]] == [2]


def test_lost_and_an_unknown_stage_lead_nowhere() -> None:
    assert [one.fact for one in _facts(_steps((1, 1, "qualified"), (1, 5, "lost"), (2, 1, "somewhere")))[0]] == []


def test_what_lies_before_the_period_is_known_and_not_counted() -> None:
    told = (1, 1, "prospecting"), (1, 31, "qualified"), (2, 1, "proposal")
    assert [one.fact for one in _facts(_steps(*told), D(2024, 2, 1))[0]] == [3]


def test_each_move_goes_by_the_order_of_its_own_day() -> None:
    """From March on proposal stands before qualified: the move of March to qualified is an advance."""
    other = Ladder({"prospecting": 0, "proposal": 1, "qualified": 2})
    steps = _steps((1, 1, "prospecting"), (2, 1, "proposal"), (3, 1, "qualified"))
    found = advances.advances(steps, YEAR, lambda day: LADDER if day < D(2024, 3, 1) else other)
    assert [one.fact for one in advances.advance_facts(found)] == [2, 3]


STAGES = st.sampled_from(["prospecting", "qualified", "proposal", "won", "lost"])


@given(st.lists(st.tuples(st.integers(1, 12), STAGES), max_size=12), st.integers(2, 12))
def test_months_add_up(told: list[tuple[int, str]], cut: int) -> None:
    """Advances, stages come to and gone past of two parts of a year are those of the year."""
    steps = _steps(*((month, 1, stage) for month, stage in sorted(told, key=lambda one: one[0])))
    middle = D(2024, cut, 1)
    before = [step for step in steps if step.happened_on < middle]
    for kind in (0, 1):
        sums = [
            (sum(one.numerator for one in facts), sum(one.denominator for one in facts))
            for facts in (_facts(before)[kind], _facts(steps, middle)[kind], _facts(steps)[kind])
        ]
        assert (sums[0][0] + sums[1][0], sums[0][1] + sums[1][1]) == sums[2]
