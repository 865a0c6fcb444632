"""Measures as arithmetic: facts and shares to numerators and denominators, and what they roll up to."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_company import HEAD

from salescli.facts.credited import CreditChange
from salescli.facts.measured import Collection, MeasureFact
from salescli.measure import MEASURE_WORDS, MeasureKey
from salescli.policy.versions import PolicyVersion, Versions
from salescli.rules import measures
from salescli.rules.credit import Credits
from salescli.rules.measures import MEASURES, NOBODY, Crediting, Part, Tally

D = date
JAN, MAR = D(2024, 1, 15), D(2024, 3, 31)
CODES = {1: "zw", 2: "ls"}
AMOUNT, COUNT, RATE = (
    MEASURES[key] for key in (MeasureKey.CONTRACT_AMOUNT, MeasureKey.CONTRACT_COUNT, MeasureKey.WIN_RATE)
)


def _sixty_forty(_opportunity: int, _signed: date, _day: date) -> Mapping[str, Decimal]:
    return {"zw": Decimal(60), "ls": Decimal(40)}


def _nobody(_opportunity: int, _signed: date, _day: date) -> Mapping[str, Decimal]:
    return {}


def _fact(
    numerator: int, denominator: int = 1, rep: int | None = None, before: int = 0, day: date = JAN
) -> MeasureFact:
    return MeasureFact(rep, None if rep else 9, 7, day, day, numerator, denominator, before)


def test_money_is_shared_to_the_cent_along_its_contract() -> None:
    """Three receipts of 0.05 at 60/40 end where 0.15 would: 0.09 and 0.06."""
    facts = [_fact(5, before=before) for before in (0, 5, 10)]
    found = measures.tallied(AMOUNT, facts, _sixty_forty, CODES)
    assert {code: tally.value for code, tally in found.items()} == {"zw": 9, "ls": 6}


def test_counts_are_shared_exactly() -> None:
    found = measures.tallied(COUNT, [_fact(1)], _sixty_forty, CODES)
    assert found["zw"].value == Fraction(3, 5) and found["ls"].value == Fraction(2, 5)


def test_a_ratio_keeps_both_its_parts_shared() -> None:
    """Won once, lost twice: both have a third, and the one with more of it has more weight in the team."""
    found = measures.tallied(RATE, [_fact(1), _fact(0), _fact(0)], _sixty_forty, CODES)
    assert found["zw"].value == found["ls"].value == Fraction(1, 3)
    assert found["zw"].denominator == Fraction(9, 5)


def test_what_is_nobodys_counts_for_the_company_alone() -> None:
    """An opportunity without owner, and a follow-up of a rep whose entry was voided."""
    assert measures.tallied(AMOUNT, [_fact(500)], _nobody, CODES)[NOBODY].value == 500
    assert measures.tallied(COUNT, [_fact(1, rep=3)], _nobody, CODES)[NOBODY].value == 1


def test_an_empty_sum_is_zero_and_an_empty_ratio_has_no_value() -> None:
    assert Tally("money").value == 0 and Tally("count").value == 0
    assert Tally("ratio").value is None and Tally("rating").value is None


def test_a_team_is_sums_over_sums() -> None:
    """1 of 1 and 0 of 9 are 10 %, not the mean of 100 % and 0 %."""
    tallies = {"zw": Tally("ratio"), "ls": Tally("ratio")}
    tallies["zw"].add(Part(None, JAN, Fraction(1), Fraction(1)))
    tallies["ls"].add(Part(None, MAR, Fraction(0), Fraction(9)))
    assert measures.rolled_up(tallies, "ratio").value == Fraction(1, 10)
    assert measures.rolled_up(tallies, "ratio", lambda code, day: day == JAN).value == 1
    assert measures.rolled_up(tallies, "ratio", lambda code, day: False).value is None


def _versions(credit_on: str) -> Versions:
    return Versions([PolicyVersion(1, None, "", "", f'{HEAD}\n[credit]\non = "{credit_on}"\n')])


def test_credit_goes_by_the_day_of_signing_or_of_the_fact() -> None:
    """zw owned the opportunity when it was signed, ls when the money came; the policy says whose it is."""
    credits = Credits([CreditChange(9, JAN, 1, "zw", None), CreditChange(9, MAR, 2, "ls", None)])
    assert Crediting(credits, _versions("signed"))(9, JAN, MAR) == {"zw": 100}
    assert Crediting(credits, _versions("received"))(9, JAN, MAR) == {"ls": 100}
    assert Crediting(credits, Versions([]))(9, JAN, MAR) == {"zw": 100}


# The collection rate.


def _contract(due_start: int, due_end: int, paid_start: int, paid_end: int) -> Collection:
    return Collection(9, 7, JAN, due_start, due_end, paid_start, paid_end)


@pytest.mark.parametrize(
    ("contract", "expected"),
    [
        pytest.param(_contract(0, 100, 0, 0), (0, 100), id="due in the period and not paid"),
        pytest.param(_contract(0, 100, 0, 100), (100, 100), id="due and paid in the period"),
        pytest.param(_contract(0, 100, 100, 100), (100, 100), id="paid before it fell due"),
        pytest.param(_contract(0, 0, 0, 100), (0, 0), id="paid, and due only later"),
        pytest.param(_contract(100, 100, 100, 100), (0, 0), id="settled before"),
        pytest.param(_contract(100, 100, 40, 70), (30, 60), id="60 left over, of which 30 came"),
        pytest.param(_contract(100, 100, 100, 60), (0, 40), id="40 given back are in demand again"),
        pytest.param(_contract(100, 60, 60, 60), (0, 0), id="what did not come was written off"),
        pytest.param(_contract(0, 100, 0, 150), (100, 100), id="more came than was due"),
    ],
)
def test_settlement(contract: Collection, expected: tuple[int, int]) -> None:
    assert measures.settlement(contract) == expected


@given(st.tuples(*[st.integers(-50, 10**6)] * 4))
def test_the_collection_rate_lies_in_0_to_1(numbers: tuple[int, int, int, int]) -> None:
    """Whatever a ledger holds, even more written off than was due."""
    settled, demand = measures.settlement(_contract(*numbers))
    assert 0 <= settled <= demand


def test_both_parts_of_the_collection_rate_are_shared() -> None:
    found = measures.collection_rates([_contract(0, 101, 0, 33), _contract(0, 0, 0, 9)], _sixty_forty, MAR)
    assert found["zw"].value == found["ls"].value == Fraction(33, 101)
    assert found["zw"].denominator == Fraction(606, 10)
    assert len(found["zw"].parts) == 1
    assert measures.collection_rates([_contract(0, 10, 0, 5)], _nobody, MAR)[NOBODY].value == Fraction(1, 2)


# Contacts per day.


def test_contacts_per_day_are_all_contacts_over_working_days() -> None:
    """Three on a Saturday and one on a Monday over two working days; nobody contacted: 0; no working day: no value."""
    worked = {"zw": {JAN: 2}, "ls": {JAN: 1}}
    days = [(1, D(2024, 1, 13), 3), (1, JAN, 1)]
    found = measures.contacts_per_day(days, worked, CODES)
    assert found["zw"].value == 2 and found["ls"].value == 0
    assert measures.contacts_per_day(days, {}, CODES)["zw"].value is None


# Attainment.


@pytest.mark.parametrize(
    ("actual", "target", "less", "expected"),
    [
        (80, 100, False, Fraction(4, 5)),
        (0, 100, False, Fraction(0)),
        (-20, 100, False, Fraction(-1, 5)),
        (80, None, False, None),
        (None, 100, False, None),
        (80, 0, False, None),
        (0, 0, True, Fraction(1)),
        (1, 0, True, Fraction(0)),
        (50, 100, True, Fraction(3, 2)),
        (100, 100, True, Fraction(1)),
        (300, 100, True, Fraction(0)),
    ],
)
def test_attainment(actual: int | None, target: int | None, less: bool, expected: Fraction | None) -> None:
    """No target, a target of 0 and nothing sold are three things; where less is better, 2 − actual ÷ target."""
    value = None if actual is None else Fraction(actual)
    goal = None if target is None else Fraction(target)
    assert measures.attainment(value, goal, less) == expected


def test_every_measure_has_its_words_and_a_definition() -> None:
    assert MEASURES.keys() == MEASURE_WORDS.keys() == set(MeasureKey)
    for key, measure in MEASURES.items():
        assert measure.key is key and measure.definition()
        assert measure.title == {"en": MEASURE_WORDS[key].en, "zh": MEASURE_WORDS[key].zh}
        assert (measure.unit == "money") == (MEASURE_WORDS[key].written == "money")
        assert measure.is_sum == (MEASURE_WORDS[key].written in ("money", "count") and key != "stuck_opportunities")


@given(
    amounts=st.lists(st.integers(1, 10**6), max_size=12),
    percent=st.decimals("0.01", "99.99", places=2),
)
def test_what_is_shared_sums_to_the_whole(amounts: list[int], percent: Decimal) -> None:
    """Money, counts and ratios of all together are those of the facts."""
    shares = {"zw": percent, "ls": 100 - percent}
    facts = [_fact(amount, before=sum(amounts[:place])) for place, amount in enumerate(amounts)]
    for measure in (AMOUNT, COUNT, RATE):
        found = measures.tallied(measure, facts, lambda *_asked: shares, CODES)
        whole = measures.rolled_up(found, measure.unit)
        assert (whole.numerator, whole.denominator) == (sum(amounts), len(amounts))
