"""The pay of a rep from its parts."""

import pytest

from salescli.rules.pay import Pay, PayLine, total_of


def test_what_the_parts_come_to() -> None:
    """Base + bonuses + commission + true-ups − penalties ± draw."""
    pay = Pay(base=600_000, bonus=-5_000, commission=120_000, penalty=4_000, true_up=300, draw=80_000)
    assert pay.total == 600_000 - 5_000 + 120_000 - 4_000 + 300 + 80_000


def test_a_draw_that_is_recovered_comes_off() -> None:
    """Earned 3,000, paid 2,875: the commission stands whole, 125 go back."""
    assert Pay(base=0, commission=300_000, draw=-12_500).total == 287_500


def test_no_value_is_not_zero() -> None:
    """Without a known base or a plan the rest is the pay; with a part that is not computed there is no total."""
    assert Pay(base=None, commission=None, bonus=30_000).total == 30_000
    assert Pay(base=600_000, commission=None, unknown=frozenset({"commission"})).total is None


@pytest.mark.parametrize(
    ("pay", "empty"),
    [
        (Pay(), True),
        (Pay(base=None), True),
        (Pay(commission=0), True),
        (Pay(commission=1), False),
        (Pay(penalty=1), False),
        (Pay(draw=-1), False),
        (Pay(unknown=frozenset({"commission"})), False),
    ],
)
def test_whether_anything_is_due(pay: Pay, empty: bool) -> None:
    """Also what is taken off, and what is not computed, is something."""
    assert pay.is_empty is empty


def test_pay_may_be_less_than_nothing() -> None:
    """A leaver whose contract is refunded owes what it earned; nothing is hidden by a floor."""
    assert Pay(base=0, commission=-40_000, penalty=2_000).total == -42_000


def test_lines_sum() -> None:
    """A waived penalty stands among them with 0."""
    lines = [
        PayLine("base", "2024-03", "Base", "2024-03", 600_000),
        PayLine("penalty", "overdue_contact", "Missed contact", "2024-03-05", -2_000),
        PayLine("penalty", "overdue_contact", "Missed contact", "2024-03-06", 0),
    ]
    assert total_of(lines) == 598_000
