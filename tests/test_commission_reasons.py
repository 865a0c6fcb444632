"""Why every commission of the example team's year is what it is: each number follows from its steps, down to facts and policy."""

from collections.abc import Iterator
from datetime import date

import pytest

from salescli.ledger import files
from salescli.ledger.store import Who
from salescli.period import parse_period
from salescli.record import example
from salescli.reports import commission
from salescli.reports.view import View, versions_of
from salescli.rules import reasons

YEAR = date(2024, 12, 31)
PERIODS = ["2024", *(f"2024Q{n}" for n in range(1, 5)), *(f"2024-{n:02d}" for n in range(1, 13))]


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """The example team, seen from the end of its year."""
    path = tmp_path_factory.mktemp("team") / "ledger.db"
    example.build(path)
    with files.open_for_reading(path, Who("lzy", "lzy@here")) as ledger:
        yield View(ledger, YEAR, "en", versions_of(ledger))


@pytest.mark.parametrize("name", PERIODS)
def test_every_number_follows_from_its_steps(view: View, name: str) -> None:
    """Everybody, every period: no mistake in the tree, and its top is the report's figure."""
    period, staff = parse_period(name, YEAR), commission.staff_of(view)
    figures = commission.figures_of(view, period, staff)
    for rep in staff.by_code:
        tree, notes = commission.reason_of(view, rep, period)
        assert reasons.mistakes(tree) == []
        assert tree.result == figures.commission(rep)
        assert notes == list(figures.notes)


def test_every_fact_of_a_line_is_named(view: View) -> None:
    """Each line of the year stands in its rep's tree with its fact, its day and its money."""
    period, staff = parse_period("2024", YEAR), commission.staff_of(view)
    figures = commission.figures_of(view, period, staff)
    for rep in staff.by_code:
        tree = commission.reason_of(view, rep, period)[0]
        named = {one.fact: one for _number, step in reasons.walk(tree) for one in step.facts}
        for fact in (line.fact for one in figures.of(rep) for line in one.lines):
            assert fact is not None
            assert (named[fact.id].happened_on, named[fact.id].amount) == (fact.happened_on, fact.signed_amount)


def test_what_is_stated_is_a_fact_a_share_or_the_policys(view: View) -> None:
    """A refund's tree says the refund, what was collected, and the row; what C was before a line is its own last line."""
    staff = commission.staff_of(view)
    rep = "ln"
    assert rep in staff.by_code
    tree = commission.reason_of(view, rep, parse_period("2024Q1", YEAR))[0]
    titles = " · ".join(one.title for _number, one in reasons.walk(tree))
    assert "Refund ÷ collected" in titles and "row from 0.00: 1.5 %" in titles
