"""Which instalments money settles: the oldest first, each at its days, and back again with a refund."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from salescli.facts.credited import Due, MoneyFact
from salescli.rules.commission.sharing import Settlements

D = date
SIGNED = D(2024, 1, 1)


def facts(*rows: tuple[date, str, int]) -> list[MoneyFact]:
    """Facts of one contract: day, kind, amount in minor units."""
    before, found = 0, []
    for number, (day, kind, amount) in enumerate(rows, start=1):
        found.append(MoneyFact(number, kind, day, "", 1, "A", SIGNED, 1, None, amount, before))
        before += found[-1].signed_amount
    return found


def settled(dues: list[Due], *rows: tuple[date, str, int]) -> list[list[tuple[int, int, int]]]:
    """Per fact: what stood before each stretch, its amount, its days."""
    settlements = Settlements({1: dues})
    return [[(span.before, span.amount, span.days) for span in settlements.spans(fact)] for fact in facts(*rows)]


PLAN = [Due(1, D(2024, 2, 1), 100), Due(1, D(2024, 3, 1), 50)]


def test_the_oldest_first_one_stretch_each() -> None:
    """120 settle the first instalment and 20 of the second; 50 more the rest of it and 20 over, which fall due with it."""
    got = settled(PLAN, (D(2024, 3, 2), "payment", 120), (D(2024, 3, 11), "payment", 50))
    assert got == [[(0, 100, 30), (100, 20, 1)], [(120, 30, 10), (150, 20, 10)]]


def test_before_it_is_due_the_days_are_below_zero() -> None:
    assert settled(PLAN, (D(2024, 1, 2), "payment", 100)) == [[(0, 100, -30)]]


def test_without_instalments_from_the_signing() -> None:
    assert settled([], (D(2024, 1, 11), "payment", 7)) == [[(0, 7, 10)]]


def test_a_refund_takes_the_last_back_at_its_days() -> None:
    """Of 100 late and 20 soon, 30 go back: the 20 and then 10 of the 100; what comes again settles what is open again."""
    got = settled(PLAN, (D(2024, 3, 2), "payment", 120), (D(2024, 4, 1), "refund", 30), (D(2024, 4, 1), "payment", 15))
    assert got[1:] == [[(120, -20, 1), (100, -10, 30)], [(90, 10, 60), (100, 5, 31)]]


def test_more_back_than_ever_came() -> None:
    """What no receipt covers goes by the first instalment and the refund's own day."""
    got = settled(PLAN, (D(2024, 2, 1), "payment", 10), (D(2024, 2, 11), "refund", 15))
    assert got[1] == [(10, -10, 0), (0, -5, 10)]


@given(amounts=st.lists(st.integers(1, 90), min_size=1, max_size=12), back=st.integers(0, 100))
def test_stretches_are_all_of_the_money(amounts: list[int], back: int) -> None:
    """Each fact's stretches sum to it and follow on one another; refunding everything leaves nothing settled."""
    rows = [(D(2024, 3, 1), "payment", amount) for amount in amounts]
    rows += [
        (D(2024, 4, 1), "refund", part)
        for part in (min(back, sum(amounts)), sum(amounts) - min(back, sum(amounts)))
        if part
    ]
    for fact, spans in zip(facts(*rows), settled(PLAN, *rows), strict=True):
        assert sum(amount for _before, amount, _days in spans) == fact.signed_amount
        at = fact.before
        for before, amount, _days in spans:
            assert before == at and amount
            at += amount
