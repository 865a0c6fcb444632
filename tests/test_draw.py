"""The draw month by month: what is paid, owed and recovered, whatever is earned."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from salescli.period import month_of
from salescli.period.span import first_of
from salescli.rules import draw_reasons, reasons
from salescli.rules.draw import Advance, DrawMonth, EarnedMonth, drawn, off_last_payslip
from salescli.rules.reasons import Reason

DRAW = Advance(200_000, True)
JANUARY = date(2024, 1, 1)


def months(earned: list[int], advance: Advance | None = DRAW, last: int | None = None) -> list[DrawMonth]:
    """The months from January 2024 on; `last` is the number of the last one employed."""
    rows = (
        EarnedMonth(month_of(first_of(2024 * 12 + at)), one, advance, is_last=at == last)
        for at, one in enumerate(earned)
    )
    return list(drawn(rows))


def told(found: list[DrawMonth], before: int = 0) -> Reason:
    return draw_reasons.reason(
        found[before:], found[:before], lambda month: Reason("earned", result=month.earned), "Draw"
    )


EARNED = st.lists(st.integers(-500_000, 500_000), min_size=1, max_size=18)


@given(earned=EARNED)
def test_what_was_advanced_and_not_recovered_is_owed(earned: list[int]) -> None:
    """Month after month: paid less earned, summed, is what is owed; nobody is paid under the draw less what is recovered."""
    found = months(earned)
    advanced = 0
    for month in found:
        advanced += month.change
        assert month.owed == advanced >= 0
        assert month.paid >= min(200_000, month.earned)
        assert month.recovered <= max(0, month.earned - 200_000)


@given(earned=EARNED, before=st.integers(0, 17), recoverable=st.booleans())
def test_reasons_reckon(earned: list[int], before: int, recoverable: bool) -> None:
    """Every number of the tree is what its steps come to, and what was owed before is the sum of the months that owe it."""
    found = months(earned, Advance(200_000, recoverable))
    tree = told(found, min(before, len(found) - 1))
    assert reasons.mistakes(tree) == []
    owed = [one.result for _number, one in reasons.walk(tree) if one.title.startswith("Owed after")]
    assert owed == [month.owed for month in found[min(before, len(found) - 1) :]]
    assert tree.result == sum(month.change for month in found[min(before, len(found) - 1) :])


@given(earned=EARNED)
def test_not_recoverable_owes_nothing(earned: list[int]) -> None:
    """At least the draw every month, and nothing is ever owed."""
    for month in months(earned, Advance(200_000, False)):
        assert (month.paid, month.owed) == (max(month.earned, 200_000), 0)


def test_without_a_draw_what_was_earned_is_paid() -> None:
    """A month below zero stays below zero, and nothing is owed."""
    assert [(month.paid, month.owed) for month in months([-100, 500], None)] == [(-100, 0), (500, 0)]


def test_a_leavers_open_draw_ends_with_the_last_month() -> None:
    """It comes off the last payslip as far as that reaches; later commission is paid whole, and who is hired again begins anew."""
    first, last, later = months([50_000, 0, 500_000], last=1)
    assert (first.owed, last.owed, later.carried, later.paid) == (150_000, 350_000, 0, 500_000)
    assert off_last_payslip(last.owed, 600_000) == 350_000
    assert off_last_payslip(last.owed, 100_000) == 100_000
    assert off_last_payslip(last.owed, -5) == 0


def test_reasons_go_back_to_when_nothing_was_owed() -> None:
    """A month owed in January and paid back in February is not told again in May."""
    found = months([100_000, 400_000, 100_000, 250_000, 210_000])
    owed = next(one for _number, one in reasons.walk(told(found, 4)) if one.title.startswith("Owed after 2024-05"))
    assert [(step.title[:7], step.result) for step in owed.steps] == [
        ("2024-03", 100_000),
        ("2024-04", -50_000),
        ("2024-05", -10_000),
    ]
    assert owed.result == found[4].owed == 40_000
