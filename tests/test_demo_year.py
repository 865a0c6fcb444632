"""The example team's year, quarter by quarter: appraised in both languages, closed, and then disturbed by late facts.

In January 2025 somebody closes the first three quarters; a few days later facts of them come in that move pay. What was kept stays
as it is, and October, the first open month, pays everybody the difference to the cent: what a copy of the same ledger that nobody
closed pays with the same facts, less what the statements kept, for each quarter and each late fact by itself.
"""

import io
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from conftest import surroundings

from salescli.main import main
from salescli.record import example

QUARTERS = ("2024Q1", "2024Q2", "2024Q3", "2024Q4")
CLOSED = QUARTERS[:3]
OCTOBER, NOVEMBER = "2024-10", "2024-11"
CLOSING_DAY, LATER = "2025-01-10", "2025-01-15"
RECEIPT = """
SELECT receipt.id & 4294967295 FROM receipt JOIN contract ON contract.id = receipt.contract_id
WHERE contract.code = 'HT2024-022' AND receipt.happened_on = '2024-08-27'
"""
SAID = {"policy", "why", "notes"}
"""The keys of an appraisal whose values are sentences and titles, which have a language."""
SINCE = {"later", "trued_up"}
"""What a statement's row says beside what was kept: what has changed since."""
Row = Mapping[str, Any]
Amounts = Mapping[str, Decimal]
"""Amounts by rep code."""


@dataclass(frozen=True)
class Books:
    """A ledger on which command lines are run, in this process."""

    path: Path

    def told(self, day: str, *words: str) -> str:
        """What a command line prints on a day; it must be done."""
        out, err, before = io.StringIO(), io.StringIO(), dict(os.environ)
        os.environ |= {"SALESCLI_LEDGER": str(self.path), "SALESCLI_TODAY": day}
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = main(list(words))
        finally:  # the language is kept in the environment; the next line starts anew
            os.environ.clear()
            os.environ.update(before)
        assert code == 0, (words, err.getvalue())
        return out.getvalue()

    def json(self, day: str, *words: str) -> Any:
        """A report as programs get it."""
        return json.loads(self.told(day, *words, "--format", "json"))

    def rows(self, day: str, *words: str) -> dict[str, Row]:
        """A report's rows by rep code."""
        return {row["rep"]: row for row in self.json(day, *words)["rows"]}

    def pay(self, period: str, key: str = "total") -> dict[str, Decimal]:
        """What everybody is paid in a period."""
        return {rep: Decimal(row[key]) for rep, row in self.rows(LATER, "pay", "--period", period).items()}

    def statements(self, quarter: str, lang: str = "en") -> dict[str, Row]:
        """The statements of a closed quarter by rep."""
        return self.rows(LATER, "statement", quarter, "--lang", lang)

    def column(self, sql: str) -> list[Any]:
        """The first column of what the ledger's file holds."""
        with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True)) as connection:
            return [row[0] for row in connection.execute(sql)]

    def copy(self, name: str) -> "Books":
        """The same ledger in another file."""
        return Books(Path(shutil.copy(self.path, self.path.with_name(name))))


def late_facts(books: Books) -> Sequence[Sequence[str]]:
    """A new share, a refund, a back-dated stage change and a voided receipt, as they are typed."""
    (receipt,) = books.column(RECEIPT)
    return [
        ["opportunity", "share", "平阳焦化能耗监测", "ml=70", "sq=30", "--on", "2024-01-30", "--as", "lzy"],
        ["refund", "HT2024-011", "5000.01", "--on", "2024-04-30", "--as", "yun"],
        ["stage", "沧浪电子点检数字化", "lost", "--on", "2024-05-13", "--as", "lzy"],
        ["void", str(receipt), "--why", "另一家公司的款", "--as", "yun"],
    ]


class Year:
    """The year in two ledgers: one of which the first three quarters are closed, and one that nobody closed.

    Attributes:
        before: the statements of each closed quarter by rep, as they were before the late facts; figures: what the ledger keeps.
        open_pay: what each quarter pays in the open ledger before the first late fact, and after each of them.
        ids: the late facts of the closed ledger.
    """

    def __init__(self, made: Books) -> None:
        self.made = made
        self.closed, open_books = made.copy("closed.db"), made.copy("open.db")
        for quarter in CLOSED:
            self.closed.told(CLOSING_DAY, "close", quarter, "--as", "lzy")
        self.before = {quarter: self.closed.statements(quarter) for quarter in CLOSED}
        self.figures = self.kept_figures()
        self.ids, self.open_pay = list[str](), [self._pay_of(open_books)]
        for words in late_facts(made):
            self.ids.append(json.loads(self.closed.told(LATER, *words, "--json"))["id"])
            open_books.told(LATER, *words)
            self.open_pay.append(self._pay_of(open_books))

    @staticmethod
    def _pay_of(books: Books) -> dict[str, dict[str, Decimal]]:
        return {quarter: books.pay(quarter) for quarter in CLOSED}

    def kept_figures(self) -> list[Any]:
        """What the ledger keeps of everybody, byte for byte."""
        return self.closed.column("SELECT figures FROM statement ORDER BY id")

    def moved(self, first: int, last: int, quarters: Sequence[str] = CLOSED) -> dict[str, Decimal]:
        """By how much the late facts up to the last, counted from the first, move what everybody is paid in the open ledger."""
        one, other = self.open_pay[first], self.open_pay[last]
        people = {rep for quarter in quarters for rep in other[quarter]}
        nothing = Decimal(0)
        return {
            rep: sum((other[q].get(rep, nothing) - one[q].get(rep, nothing) for q in quarters), nothing)
            for rep in people
        }

    @cached_property
    def true_ups(self) -> dict[str, Decimal]:
        """What October trues up."""
        return self.closed.pay(OCTOBER, "true_up")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    path = tmp_path_factory.mktemp("year") / "ledger.db"
    with pytest.MonkeyPatch.context() as monkeypatch:
        surroundings(path, monkeypatch)
        example.build(path)
        yield Year(Books(path))


def unsaid(value: Any) -> Any:
    """What JSON holds without its sentences."""
    if isinstance(value, Mapping):
        return {key: unsaid(one) for key, one in value.items() if key not in SAID}
    return [unsaid(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("quarter", QUARTERS)
def test_each_quarter_is_appraised_the_same_in_both_languages(year: Year, quarter: str) -> None:
    """Score, coverage, grade, rank, every item, pay and recommendation; only sentences differ."""
    english, chinese = (
        year.made.json(CLOSING_DAY, "appraise", "--period", quarter, "--lang", lang) for lang in ("en", "zh")
    )
    assert unsaid(english) == unsaid(chinese)
    assert english["notes"] != chinese["notes"]
    graded = [row for row in english["rows"] if row["grade"]]
    assert len(graded) >= 10 and all(row["items"] and row["rank"] and row["pay"]["total"] for row in graded)


def test_the_statements_keep_what_was_appraised_and_paid(year: Year) -> None:
    """Before anything comes late they are the open ledger's own figures, in both languages."""
    for quarter in CLOSED:
        kept = year.before[quarter]
        assert {rep: Decimal(row["total"]) for rep, row in kept.items()} == {
            rep: amount for rep, amount in year.open_pay[0][quarter].items() if rep in kept
        }
        appraised = year.made.rows(CLOSING_DAY, "appraise", "--period", quarter)
        for key in ("score", "grade", "rank", "coverage"):
            assert {rep: row[key] for rep, row in kept.items() if row["post"]} == {
                rep: row[key] for rep, row in appraised.items()
            }


def test_no_statement_moves(year: Year) -> None:
    """Byte for byte what was kept, months and items included; recomputed as closed it is the same, and verify is content."""
    assert year.kept_figures() == year.figures and len(year.figures) == sum(map(len, year.before.values()))
    for quarter in CLOSED:
        for lang in ("en", "zh"):
            after = year.closed.statements(quarter, lang)
            assert [_kept(row) for row in after.values()] == [_kept(row) for row in year.before[quarter].values()]
            assert all(row["same"] for row in after.values())
        paid = year.closed.pay(quarter)
        assert {rep: paid[rep] for rep in year.before[quarter]} == {
            rep: Decimal(row["total"]) for rep, row in year.before[quarter].items()
        }
    year.closed.told(LATER, "verify", "--statements")


def _kept(row: Row) -> Row:
    return {key: value for key, value in row.items() if key not in SINCE}


def test_each_late_fact_moves_somebodys_pay(year: Year) -> None:
    """The share takes from one and gives to the other; refund, lost opportunity and voided receipt only take."""
    shared, refunded, lost, voided = (_moved(year.moved(place, place + 1)) for place in range(4))
    assert shared == {"ml": Decimal("-4148.08"), "sq": Decimal("3844.50")}
    assert lost == {"cj": Decimal("-750.00")}
    assert {*refunded} == {"cj", "zl"} and {*voided} == {"wht"}
    assert all(amount < 0 for one in (refunded, voided) for amount in one.values())


def _moved(amounts: Amounts) -> dict[str, Decimal]:
    return {rep: amount for rep, amount in amounts.items() if amount}


def test_october_trues_everybody_up_to_the_cent(year: Year) -> None:
    """Each rep's true-up is what an open ledger pays with the same facts, less what the statements kept; of most it is nothing."""
    kept = [(rep, Decimal(row["total"])) for quarter in CLOSED for rep, row in year.before[quarter].items()]
    paid = [(rep, amount) for quarter in CLOSED for rep, amount in year.open_pay[-1][quarter].items()]
    for rep, true_up in year.true_ups.items():
        assert true_up == _of(paid, rep) - _of(kept, rep), rep
    assert {*_moved(year.true_ups)} == {*_moved(year.moved(0, -1))} == {"ml", "sq", "cj", "zl", "wht"}


def _of(amounts: Sequence[tuple[str, Decimal]], rep: str) -> Decimal:
    return sum((amount for code, amount in amounts if code == rep), Decimal(0))


def test_each_quarter_says_what_has_changed_of_it(year: Year) -> None:
    """Beside its statements, for everybody and to the cent."""
    for quarter in CLOSED:
        changed = {rep: Decimal(row["later"]) for rep, row in year.closed.statements(quarter).items()}
        assert _moved(changed) == _moved(year.moved(0, -1, [quarter])), quarter
        assert _moved(changed), quarter


def test_a_true_up_is_told_fact_by_fact(year: Year) -> None:
    """Each late fact of whom it moved: with the difference that this fact, after those before it, makes in an open ledger."""
    for rep in year.true_ups:
        tree = year.closed.json(LATER, "explain", "true_up", rep, "--period", OCTOBER)["rows"][0]["tree"]
        told = {
            step["facts"][0]["fact"]: Decimal(step["result"]) for quarter in tree["steps"] for step in quarter["steps"]
        }
        each = {id: year.moved(place, place + 1).get(rep, Decimal(0)) for place, id in enumerate(year.ids)}
        assert _moved(told) == _moved(each), rep


def test_what_october_has_paid_november_does_not_pay_again(year: Year) -> None:
    """October closed, with the true-ups in it: nothing is left to true up, and the quarters say that it is paid."""
    after = year.closed.copy("after.db")
    after.told(LATER, "close", OCTOBER, "--as", "lzy")
    assert not _moved(after.pay(NOVEMBER, "true_up"))
    for quarter in CLOSED:
        rows = after.statements(quarter)
        assert all(row["later"] == row["trued_up"] for row in rows.values())
        assert [_kept(row) for row in rows.values()] == [_kept(row) for row in year.before[quarter].values()]
