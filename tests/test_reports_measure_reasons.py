"""Why measures, targets and attainments are what they are: every tree of the example's year is reckoned again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from small_company import WHO, SmallCompany, span

from salescli.ledger import files
from salescli.measure import MeasureKey
from salescli.record import example
from salescli.reports.commission import staff_of
from salescli.reports.measure_reasons import Basis, Telltale, attainment_reason, measure_reason, target_reason
from salescli.reports.measured import measured
from salescli.reports.view import View, versions_of
from salescli.rules import reasons
from salescli.rules.measures import MEASURES

D = date
K = MeasureKey
LAST = D(2024, 12, 31)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("example") / "ledger.db"
    example.build(path)
    return path


@contextmanager
def _view(path: Path) -> Iterator[View]:
    with files.open_for_reading(path, WHO) as ledger:
        yield View(ledger, LAST, "en", versions_of(ledger))


@pytest.mark.parametrize("over", ["2024", "2024Q2", "2024-11"])
def test_every_measure_of_everybody_is_what_its_steps_come_to(made: Path, over: str) -> None:
    """And the trees' results are the reports' figures."""
    with _view(made) as view:
        staff, period = staff_of(view), span(over)
        found, basis = measured(view, period, [(key, None) for key in MEASURES], staff), Basis(view, period, staff)
        for person in staff.people.values():
            told = Telltale(view, period, staff, person, shared=basis)
            for key in MEASURES:
                trees = [told.measure(key), told.target(key), told.attainment(key)]
                assert [reasons.mistakes(tree) for tree in trees] == [[], [], []], (person.code, key)
                assert trees[0].result == found.of_rep(person.code, (key, None)).value, (person.code, key)


@pytest.mark.parametrize("key", [key for key, measure in MEASURES.items() if measure.is_sum])
def test_months_add_up_to_the_quarter_and_members_to_the_company(made: Path, key: MeasureKey) -> None:
    with _view(made) as view:
        staff, asked = staff_of(view), (key, None)
        quarter = measured(view, span("2024Q2"), [asked], staff)
        months = [measured(view, month, [asked], staff) for month in span("2024Q2").months()]
        for code in staff.by_code:
            assert quarter.of_rep(code, asked).value == sum(month.of_rep(code, asked).numerator for month in months)
        everybody = sum(tally.numerator for tally in quarter.tallies[asked].values())
        assert quarter.of_company(asked).value == everybody
        assert quarter.of_team(next(iter(staff.teams)), asked).numerator <= everybody or key is K.PROFIT


def test_what_rests_on_few_numbers(made: Path) -> None:
    """Of a measure's tree whatever has steps is reckoned from them: only facts and a policy's numbers are stated."""
    with _view(made) as view:
        staff = staff_of(view)
        told = Telltale(view, span("2024"), staff, staff.by_code["zw"])
        for key in MEASURES:
            stated = [one for _number, one in reasons.walk(told.measure(key)) if one.how == "stated"]
            assert not [one.title for one in stated if one.steps], key


def test_a_shared_cent_is_told(tmp_path: Path) -> None:
    """0.05 at 50/50: 2.5 cents each, and half a cent that falls to one and is taken from the other."""
    company = SmallCompany(tmp_path / "l.db")
    company.hire("ls")
    company.hire("zw")
    company.opportunity("o", D(2024, 1, 1), "zw")
    company.share("o", D(2024, 1, 1), zw="50", ls="50")
    contract = company.contract(D(2024, 1, 2), 1, name="o")
    company.money(contract, D(2024, 1, 3), 0.05)
    with company.view() as view:
        for rep, cents, left in (("ls", 3, Fraction(1, 2)), ("zw", 2, Fraction(-1, 2))):
            tree, _notes = measure_reason(view, rep, span("2024Q1"), "collected")
            (part,) = tree.steps
            assert tree.result == cents and [step.result for step in part.steps] == [Fraction(5, 2), left]
            assert part.facts[0].amount == 5
            assert not reasons.mistakes(tree)


def test_no_value_zero_and_no_target_are_told_apart(tmp_path: Path) -> None:
    company = SmallCompany(tmp_path / "l.db")
    company.hire("zw")
    company.target("zw", "contract_amount", "2024Q1", 10)
    company.target("zw", "trips", "2024Q1", number="0")
    with company.view() as view:
        over = span("2024Q1")
        assert measure_reason(view, "zw", over, "collected")[0].result == 0
        assert measure_reason(view, "zw", over, "win_rate")[0].result is None
        assert attainment_reason(view, "zw", over, "contract_amount")[0].result == 0
        assert attainment_reason(view, "zw", over, "trips")[0].result == 1
        tree, notes = attainment_reason(view, "zw", over, "collected")
        assert tree.result is None and "no target of Collected" in notes[0]
        assert not reasons.mistakes(tree)


def test_a_target_tells_its_tiles_and_how_it_was_pro_rated(tmp_path: Path) -> None:
    """Of 100.00 by months, a quarter each 33.34, 33.33, 33.33; who came on 17 March is there for 15 of March's 31 days."""
    company = SmallCompany(tmp_path / "l.db", '[calendar]\nprorate = "days"\n')
    company.hire("zw", on=D(2024, 3, 17))
    company.target("zw", "contract_amount", "2024Q1", 100)
    with company.view() as view:
        tree, _notes = target_reason(view, "zw", span("2024-03"), "contract_amount")
        assert tree.result == 1613 and not reasons.mistakes(tree)  # 33.33 × 15 ÷ 31 = 16.127…
        assert any(one.kind == "percent" and one.result == Fraction(15, 31) for _number, one in reasons.walk(tree))
        whole, _notes = target_reason(view, "zw", span("2024Q1"), "contract_amount")
        assert whole.result == Decimal(1648) and not reasons.mistakes(whole)  # 100.00 × 15 ÷ 91 = 16.483…
        assert [fact.fact for _number, one in reasons.walk(whole) for fact in one.facts]
