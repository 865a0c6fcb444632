"""reports/view.py: from where a report looks, and what its heading says of it."""

import gc
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import Run
from small_company import HEAD, WHO, SmallCompany, span

from salescli.asked import Asked
from salescli.errors import LedgerUnusable, NothingInForce, WrongUse
from salescli.ledger import files
from salescli.ledger.scaled import Scaling
from salescli.policy.faults import PolicyFaults
from salescli.policy.versions import Versions
from salescli.reports.commission import staff_of
from salescli.reports.report import Column
from salescli.reports.view import View, looking, versions_of

D = date


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    """A policy from ever, and another one from July 2024."""
    made = SmallCompany(tmp_path / "l.db")
    body = HEAD.replace("Test", "Summer")
    made.append("policy", D(2024, 6, 1), starts_on=D(2024, 7, 1), title="Summer", body=body, digest="d")
    return made


@pytest.mark.parametrize(
    ("on", "seen"),
    [
        (D(2023, 12, 31), (D(2024, 1, 1), D(2024, 1, 1))),
        (D(2024, 1, 1), (D(2024, 1, 1), D(2024, 1, 2))),
        (D(2024, 3, 30), (D(2024, 1, 1), D(2024, 3, 31))),
        (D(2024, 3, 31), (D(2024, 1, 1), D(2024, 4, 1))),
        (D(2024, 8, 1), (D(2024, 1, 1), D(2024, 4, 1))),
    ],
)
def test_what_of_a_period_is_seen(company: SmallCompany, on: date, seen: tuple[date, date]) -> None:
    """Nothing after the day looked from, and never less than nothing."""
    with company.view(on) as view:
        assert view.seen(span("2024Q1")) == seen


@pytest.mark.parametrize(
    ("period", "label"),
    [
        ("2024Q1", "Test"),
        ("2024Q3", "Summer (2024-07-01)"),
        ("2024", "Test; Summer (2024-07-01)"),
        ("2024-06-30", "Test"),
        ("2024-07-01", "Summer (2024-07-01)"),
    ],
)
def test_the_policies_of_a_period(company: SmallCompany, period: str, label: str) -> None:
    """Every version that counts in the period is named, in the order of their days."""
    with company.view() as view:
        assert view.report("r", "R", [], [], period=span(period)).policy == label


def test_the_policy_of_a_day(company: SmallCompany) -> None:
    """Without a period it is the one of the day looked from; a list that rests on none names none."""
    with company.view(D(2024, 6, 30)) as view:
        assert view.report("r", "R", [], []).policy == "Test"
        assert view.report("r", "R", [], [], rests_on_policy=False).policy is None


def test_a_policy_is_named_in_the_language_asked_for(company: SmallCompany) -> None:
    """Whatever language it was loaded in; one with a title for both alike, and one whose text is none any more as it was."""
    body = HEAD.replace('title = "Test"', 'title = { en = "Sales", zh = "销售制度" }')
    company.append("policy", D(2024, 4, 1), starts_on=D(2024, 5, 1), title="销售制度", body=body, digest="e")
    with company.view() as view:
        named = {lang: [one.label for one in versions_of(view.ledger, lang)] for lang in ("en", "zh", "")}
    both = [label for label in named[""] if "2024-05-01" not in label]
    assert named == {
        "en": [*both, "Sales (2024-05-01)"],
        "zh": [*both, "销售制度 (2024-05-01)"],
        "": [*both, "销售制度 (2024-05-01)"],
    }
    assert replace(view.versions.loaded[0], text="no policy", lang="en").label == view.versions.loaded[0].title


def test_no_policy_on_that_day(tmp_path: Path) -> None:
    """A figure needs one and says so with the day; a list does not."""
    company = SmallCompany(tmp_path / "l.db")
    body = HEAD
    company.append("void", D(2023, 1, 1), fact_id=_first_policy(company), effect="void", why="test")
    company.append("policy", D(2024, 6, 1), starts_on=D(2024, 7, 1), title="Summer", body=body, digest="d")
    with company.view(D(2024, 6, 30)) as view:
        with pytest.raises(NothingInForce, match="2024-06-30"):
            view.report("r", "R", [], [])
        assert view.report("r", "R", [], [], rests_on_policy=False).policy is None


def _first_policy(company: SmallCompany) -> int:
    with company.view() as view:
        return next(iter(view.versions)).id


def test_what_every_report_says(company: SmallCompany) -> None:
    """The ledger's currency and digest, the day, and each note once, in order."""
    with company.view(D(2024, 5, 1)) as view:
        report = view.report("r", "R", [Column("a", "A")], [], notes=["one", "two", "one"])
        assert (report.currency, report.head, report.on) == ("CNY", view.ledger.head(), D(2024, 5, 1))
    assert (report.notes, report.totals, report.as_of) == (["one", "two"], {}, None)


def test_what_if(company: SmallCompany) -> None:
    """Under another policy the one in force is at hand beside it."""
    with company.view(D(2024, 5, 1), other="") as view:
        assert view.in_force().report("r", "R", [], []).policy == "Test"
        assert view.in_force().in_force() == view.in_force()
    with company.view(D(2024, 5, 1)) as view:
        assert view.in_force().versions == view.versions


@pytest.mark.parametrize(
    ("period", "counting"),
    [
        ("2024Q1", ["Test", "Other (2024-01-01)"]),
        ("2024Q3", ["Test", "Other (2024-07-01)"]),
        ("2024Q4", ["Test", "Summer (2024-07-01)", "Other (2024-10-01)"]),
    ],
)
def test_another_policy_counts_from_the_first_day_of_the_period(
    company: SmallCompany, period: str, counting: list[str]
) -> None:
    """The days before keep the policies in force, of which none counts in the period or after it; asked again it is the same."""
    with company.view(D(2024, 12, 31), other="") as view:
        other = replace(view.versions.loaded[0], title="Other", lang="")
        laid = replace(view, versions=Versions([other])).laid_over(span(period))
        assert [version.label for version in laid.versions] == counting
        assert laid.laid_over(span(period)).versions == laid.versions and laid.what_if == view.what_if
    with company.view() as view:
        assert view.laid_over(span(period)) is view


def test_where_no_policy_was_in_force_before_another_one_counts_from_ever(company: SmallCompany) -> None:
    with company.view(other="") as view:
        summer = Versions(view.what_if.loaded[1:]) if view.what_if else Versions([])
        laid = replace(view, what_if=summer).laid_over(span("2024Q2"))
        assert [version.starts_on for version in laid.versions] == [None]


def test_what_several_reports_rest_on_is_made_once(company: SmallCompany) -> None:
    """By its key, and by the view: one of another day or another policy makes its own."""
    numbers = iter(range(9))
    with company.view(other="") as view:
        views = [view, view, replace(view, on=D(2024, 1, 1)), view.in_force(), view.in_force()]
        assert [one.once("a", lambda: next(numbers)) for one in views] == [0, 0, 1, 2, 2]
        assert [view.once(key, lambda: next(numbers)) for key in "ab"] == [0, 3]


def test_it_is_made_anew_where_the_ledger_shows_other_facts(company: SmallCompany) -> None:
    """Scaled amounts move what is of money alone; hidden facts move everything."""
    numbers = iter(range(9))

    def made(view: View) -> tuple[int, int]:
        return view.once("money", lambda: next(numbers)), view.once("days", lambda: next(numbers), of_money=False)

    with company.view() as view:
        assert made(view) == (0, 1)
        with view.ledger.scaled(Scaling([], [], Fraction(2))):
            assert made(view) == (2, 1)
        assert made(view) == (3, 1)
        head = view.ledger.reached()
    with files.open_for_reading(company.path, WHO, up_to=head) as ledger:
        view = View(ledger, D(2024, 1, 1), "en", versions_of(ledger))
        assert made(view) == (4, 5)
        ledger.hide([])
        assert made(view) == (6, 7)


def test_it_is_made_anew_after_something_was_recorded(company: SmallCompany) -> None:
    with company.view():
        pass
    with files.open_for_writing(company.path, WHO) as ledger, ledger.write():
        view = View(ledger, D(2024, 1, 1), "en", versions_of(ledger))
        before = view.once("people", lambda: len(staff_of(view).people))
        ledger.append("rep", D(2024, 1, 1), code="zw", name="ZW", candidate=False)
        assert view.once("people", lambda: len(staff_of(view).people)) == before + 1


# As asked for on the command line.


def test_looking(company: SmallCompany, tmp_path: Path) -> None:
    """--on, --as-of and --policy as typed: the day, what was known, and the other policy alone."""
    other = tmp_path / "other.toml"
    other.write_text(HEAD.replace("Test", "Other"), encoding="utf-8")
    with company.view():
        pass  # what was recorded is in the file now
    with looking(Asked(company.path, on="2024-06-30", policy=other)) as view:
        assert view.on == D(2024, 6, 30) and view.as_of is None
        assert [version.title for version in view.versions] == ["Other"]
        assert view.what_if and [version.title for version in view.what_if] == ["Test", "Summer"]
    with looking(Asked(company.path, on="2024-06-30", as_of="2020-01-01")) as view:
        assert view.as_of == "2020-01-01"
        assert len(view.versions) == 0


def test_nothing_is_collected_once_one_has_looked(company: SmallCompany, run: Run) -> None:
    """What a report reads is needed to the end of its process; a process that goes on, like this one, collects again."""
    with company.view():
        pass
    try:
        gc.enable()
        with looking(Asked(company.path, on="2024-06-30")):
            assert not gc.isenabled()
        assert not gc.isenabled()
        assert run("--version").code == 0
        assert gc.isenabled()
    finally:
        gc.enable()


def test_what_cannot_be_looked_at(company: SmallCompany, tmp_path: Path) -> None:
    """A day that is none, a policy file with a fault, a ledger that is not there."""
    with company.view():
        pass
    faulty = tmp_path / "faulty.toml"
    faulty.write_text("[policy]\n", encoding="utf-8")
    for asked, error in (
        (Asked(company.path, on="someday"), WrongUse),
        (Asked(company.path, policy=faulty), PolicyFaults),
        (Asked(company.path, policy=tmp_path / "none.toml"), WrongUse),
        (Asked(tmp_path / "none.db"), LedgerUnusable),
    ):
        with pytest.raises(error), looking(asked):
            pass


def test_the_options_may_stand_anywhere(run: Run, company: SmallCompany) -> None:
    """Before and after the command's own words they mean the same."""
    with company.view():
        pass
    ledger = str(company.path)
    first = run("--ledger", ledger, "--on", "2024-06-30", "funnel")
    assert first.code == 0 and "2024-06-30" in first.out
    assert run("funnel", "--on=2024-06-30", f"--ledger={ledger}") == first
