"""A ledger shown with some money facts larger or smaller, and as it is again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from small_company import WHO, SmallCompany

from salescli.errors import Refused
from salescli.facts.credited import Due, LineWeight, MoneyFact
from salescli.facts.measured import MeasureFact
from salescli.ledger import files
from salescli.ledger.scaled import Scaling
from salescli.ledger.store import Ledger

D = date
DAYS = {"start": D(2024, 1, 1), "end": D(2024, 2, 1)}
SINCE = {"since": D(2024, 1, 1), "end": D(2024, 2, 1)}


class Deals:
    """Two contracts of January: A of 1,000.00 with two lines, an instalment and money; B of 500.00 with money."""

    def __init__(self, path: Path) -> None:
        made = SmallCompany(path)
        made.hire("zw")
        made.product("P")
        made.product("Q")
        self.path = path
        self.a = made.contract(D(2024, 1, 3), 1000, "zw", dues={D(2024, 1, 20): 600})
        made.line(self.a, D(2024, 1, 3), "P", 3, 100, 120)
        made.line(self.a, D(2024, 1, 3), "Q", 1, 700)
        made.money(self.a, D(2024, 1, 10), 333.33)
        self.b = made.contract(D(2024, 1, 5), 500, "zw")
        made.money(self.b, D(2024, 1, 11), 500)
        made.money(self.b, D(2024, 1, 12), 100, "refund")
        with made.view() as view:
            self.head = view.ledger.reached()
            self.receipts = [one.fact or 0 for one in _read(view.ledger, "measure_collected")]

    @contextmanager
    def open(self) -> Iterator[Ledger]:
        with files.open_for_reading(self.path, WHO) as ledger:
            yield ledger

    def times(self, factor: str, least_units: int = 1) -> Scaling:
        return Scaling([self.a, self.b], self.receipts, Fraction(factor), least_units)


@pytest.fixture
def deals(tmp_path: Path) -> Deals:
    return Deals(tmp_path / "l.db")


def _read(ledger: Ledger, query: str) -> list[MeasureFact]:
    return ledger.read(query, MeasureFact, product_id=None, on=D(2024, 12, 31), **DAYS)


def _sums(ledger: Ledger, query: str) -> list[int]:
    return [one.numerator for one in _read(ledger, query)]


def _weights(ledger: Ledger) -> list[int]:
    return [one.amount for one in ledger.read("contract_weights", LineWeight, **SINCE)]


def test_every_money_fact_grows_by_the_factor(deals: Deals) -> None:
    """Half away from zero: 333.33 × 1.5 is 499.995, so 500.00; a refund grows as a receipt does."""
    with deals.open() as ledger, ledger.scaled(deals.times("1.5")):
        assert _sums(ledger, "measure_contract_amount") == [150_000, 75_000]
        assert _sums(ledger, "measure_collected") == [50_000, 75_000, -15_000]
        assert [one.amount for one in ledger.read("commission_instalments", Due, on=D(2024, 12, 31), **SINCE)] == [
            90_000
        ]


def test_the_ledger_is_as_it_was_after_it(deals: Deals) -> None:
    with deals.open() as ledger:
        before = [_sums(ledger, query) for query in ("measure_contract_amount", "measure_collected")]
        for factor in ("0", "2", "1/3"):
            with ledger.scaled(deals.times(factor)):
                assert _sums(ledger, "measure_collected") != before[1]
        assert [_sums(ledger, query) for query in ("measure_contract_amount", "measure_collected")] == before


def test_one_factor_does_not_stand_on_another(deals: Deals) -> None:
    with deals.open() as ledger:
        with ledger.scaled(deals.times("2")):
            assert _sums(ledger, "measure_contract_amount") == [200_000, 100_000]
        with ledger.scaled(deals.times("1/2")):
            assert _sums(ledger, "measure_contract_amount") == [50_000, 25_000]


def test_of_nothing_nothing_is_there(deals: Deals) -> None:
    """A contract stays, of 0; a receipt, an instalment or a line of nothing is none."""
    with deals.open() as ledger, ledger.scaled(deals.times("0")):
        assert _sums(ledger, "measure_contract_amount") == [0, 0]
        assert (_sums(ledger, "measure_collected"), _sums(ledger, "measure_units_sold")) == ([], [])
        whole = {"since": D(2024, 1, 1), "whole_from": D(2024, 1, 1), "end": D(2024, 2, 1)}
        assert ledger.read("commission_receipts", MoneyFact, **whole) == []


def test_other_facts_stay(deals: Deals) -> None:
    with deals.open() as ledger, ledger.scaled(Scaling([deals.a], [], Fraction(2))):
        assert _sums(ledger, "measure_contract_amount") == [200_000, 50_000]
        assert _sums(ledger, "measure_collected") == [33_333, 50_000, -10_000]


def test_a_line_keeps_a_unit_and_its_money_is_exact(deals: Deals) -> None:
    """3 and 1 units at a tenth: one each, at a tenth of their money."""
    with deals.open() as ledger, ledger.scaled(deals.times("1/10")):
        assert _sums(ledger, "measure_units_sold") == [1, 1]
        assert _weights(ledger) == [3_000, 7_000]


def test_a_line_keeps_its_part_of_the_list_price(deals: Deals) -> None:
    with deals.open() as ledger:
        (was,) = _read(ledger, "measure_price_realisation")
        with ledger.scaled(deals.times("5/3")):
            (one,) = _read(ledger, "measure_price_realisation")
            assert (one.numerator, one.denominator) == (50_000, 60_000)
        assert Fraction(was.numerator, was.denominator) == Fraction(one.numerator, one.denominator)


def test_whole_units_are_shared_out(deals: Deals) -> None:
    """Half of four units is two: 1.5 and 0.5 are a tie, which the larger share has; the other line is gone."""
    with deals.open() as ledger, ledger.scaled(deals.times("1/2", least_units=0)):
        assert _sums(ledger, "measure_units_sold") == [2]


def test_over_a_ledger_that_does_not_show_all(deals: Deals) -> None:
    """As it was at a head, and as known at an instant, the later receipt is there neither scaled nor unscaled."""
    with files.open_for_writing(deals.path, WHO) as ledger, ledger.write():
        late = ledger.append("receipt", D(2024, 1, 20), contract_id=deals.b, kind="payment", amount=777)
    scaling = Scaling([deals.a], [*deals.receipts, late], Fraction(2))
    with files.open_for_reading(deals.path, WHO, up_to=deals.head) as ledger:
        with ledger.scaled(scaling):
            assert _sums(ledger, "measure_collected") == [66_666, 100_000, -20_000]
        assert _sums(ledger, "measure_collected") == [33_333, 50_000, -10_000]
    with files.open_for_reading(deals.path, WHO, as_of="2020-01-01T00:00:00.000000Z") as ledger, ledger.scaled(scaling):
        assert _sums(ledger, "measure_collected") == []


def test_an_amount_that_no_ledger_keeps_is_refused(deals: Deals) -> None:
    with deals.open() as ledger:
        with (
            pytest.raises(Refused, match=r"more than 90,000,000,000,000\.00"),
            ledger.scaled(deals.times("1000000000000")),
        ):
            pass
        assert _sums(ledger, "measure_contract_amount") == [100_000, 50_000]


def test_the_file_is_not_touched_and_stays_closed_to_writing(deals: Deals) -> None:
    before = deals.path.read_bytes()
    with deals.open() as ledger:
        with ledger.scaled(deals.times("2")):
            _sums(ledger, "measure_collected")
        with pytest.raises(Exception, match="read"):
            ledger._connection.execute("DELETE FROM main.fact")
    assert deals.path.read_bytes() == before
