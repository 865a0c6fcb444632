"""Another policy beside the one in force (figures.md §10), the same for every report that takes --policy: what both give, who
gains and who loses, and what it costs of the money collected.

The other policy counts from the period's first day on, whatever its own `from` says; the days before keep the policies that were
in force, so that a window or a pool that began before the period is the same in both. difference = what the other policy gives −
what the one in force gives, on the same facts: both are reckoned anew, closed months too, and what is trued up of earlier periods
is in both. What a policy has no block for pays nothing under it. The cost is what
is paid to those who are shown ÷ the money collected that is theirs, of everybody all that was collected; no value where nothing
was. Nothing is written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from gettext import gettext as _
from gettext import ngettext, pgettext
from typing import Any, Literal

from salescli import money
from salescli.measure import MeasureKey
from salescli.period import Period
from salescli.reports.closed import calendar_of
from salescli.reports.measured import Measured, measured
from salescli.reports.report import Column, Emphasis, Look, Report
from salescli.reports.view import View
from salescli.rules.staff import Staff

Row = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]
Costly = Literal["pay", "commission"]
NO_VALUE = "—"  # in a sentence
COLLECTED = (MeasureKey.COLLECTED, None)


# Both policies.


def in_force(view: View, period: Period) -> View | None:
    """Today's side of a what-if; None: it is none, or the ledger has no policy in the period."""
    if view.what_if is None or not view.what_if.between(period.start, period.end):
        return None
    return view.in_force()


def difference(new: int | None, now: int | None) -> int | None:
    """What the other policy gives more, minor units; None: one of them is not known."""
    return new - now if new is not None and now is not None else None


# What it costs.


@dataclass(frozen=True, slots=True)
class Collected:
    """The money collected in a period, as one policy credits it to the reps."""

    _measured: Measured

    def of(self, reps: Iterable[str] | None) -> int:
        """What is the reps', minor units; None: all of it, also what is nobody's."""
        if reps is None:
            return int(self._measured.of_company(COLLECTED).numerator)
        return int(sum(self._measured.of_rep(rep, COLLECTED).numerator for rep in reps))

    def cost(self, paid: int | None, reps: Iterable[str] | None) -> Fraction | None:
        """What an amount is of that; None: the amount is not known, or nothing was collected."""
        collected = self.of(reps)
        return Fraction(paid, collected) if paid is not None and collected > 0 else None


@dataclass(frozen=True, slots=True)
class Costs:
    """What is paid under both policies as a part of the money collected.

    Attributes:
        now: None where the ledger has no policy in the period.
    """

    period: Period
    new: Collected
    now: Collected | None

    def of(self, new: int | None, now: int | None, reps: Sequence[str] | None) -> tuple[Fraction | None, ...]:
        """The other policy's and today's, of what some reps collected (None: of everything)."""
        return self.new.cost(new, reps), self.now.cost(now, reps) if self.now else None

    def notes(self, paid: Mapping[Costly, tuple[int | None, int | None]], reps: Sequence[str] | None) -> Iterator[str]:
        """The same in sentences, of what is paid under the other policy and today."""
        collected = self.new.of(reps)
        if collected <= 0:
            said = _("Nothing was collected in {period}, so what is paid is no share of it.")
            yield said.format(period=self.period.name)
            return
        for what, (new, now) in paid.items():
            yield _cost_note(what, self.period, collected, *self.of(new, now, reps))


def costs_of(view: View, period: Period, staff: Staff) -> Costs | None:
    """The money collected in a period as both policies credit it, with nothing after the view's day; None: no what-if."""
    if view.what_if is None:
        return None
    now = in_force(view, period)
    return Costs(period, _collected(view, period, staff), _collected(now, period, staff) if now else None)


def _collected(view: View, period: Period, staff: Staff) -> Collected:
    return Collected(measured(view, period, [COLLECTED], staff))


def _cost_note(what: Costly, period: Period, collected: int, new: Fraction | None, now: Fraction | None) -> str:
    said = {
        "pay": _(
            "Pay under this policy (base + bonuses + commission + true-ups ± draws − penalties) is {cost} of the "
            "{collected} collected in {period}; under the one in force {now}."
        ),
        "commission": _(
            "Commission under this policy is {cost} of the {collected} collected in {period}; under the one in force {now}."
        ),
    }[what]
    amount = money.money_text(collected, grouped=True)
    return said.format(cost=_percent(new), collected=amount, period=period.name, now=_percent(now))


def _percent(part: Fraction | None) -> str:
    return NO_VALUE if part is None else f"{money.round_decimal(part * 100, 1):,}%"


# What is said beside the figures.


def notes(view: View, period: Period, rows: Rows, key: str = "difference", *, taken: bool = False) -> Iterator[str]:
    """How many gain, lose and stay, and by how much; without a what-if nothing.

    Args:
        rows: with a rep each and, under the key, the difference; a rep may have several.
        taken: whether the amounts are taken off, so that more of them is a loss.
    """
    if view.what_if is None:
        return
    if in_force(view, period) is None:
        yield nothing_in_force(period)
        return
    yield from _counts_from(view)
    if view.closed_on is None and any(month in calendar_of(view).months for month in period.months()):
        yield _("Months of {period} are closed: both policies are reckoned on all facts known now.").format(
            period=period.name
        )
    moves = [-move if taken else move for move in moves_of(rows, key).values() if move is not None]
    if len(moves) > 1:  # of one rep it stands in the table
        said = " · ".join(_moved(moves))
        yield _("Beside the policy in force: {moves}; in all {sum}.").format(moves=said, sum=signed(sum(moves)))


def _counts_from(view: View) -> Iterator[str]:
    """From which day the other policy counts; from ever: nothing is to be said."""
    first = view.versions.loaded[-1].starts_on
    if first is not None:
        said = _("The other policy counts from {day} on; the days before it keep the policies that were in force.")
        yield said.format(day=first.isoformat())


def nothing_in_force(period: Period) -> str:
    """Why nothing stands beside the other policy."""
    return _("The ledger has no policy in {period}, so there is nothing to compare with.").format(period=period.name)


def _moved(moves: Sequence[int]) -> Iterator[str]:
    gains, losses = [move for move in moves if move > 0], [-move for move in moves if move < 0]
    stay = len(moves) - len(gains) - len(losses)
    if gains:
        said = ngettext("{count} rep gains {amount}", "{count} reps gain {amount}", len(gains))
        yield said.format(count=len(gains), amount=money.money_text(sum(gains), grouped=True))
    if losses:
        said = ngettext("{count} rep loses {amount}", "{count} reps lose {amount}", len(losses))
        yield said.format(count=len(losses), amount=money.money_text(sum(losses), grouped=True))
    if stay:
        said = ngettext("{count} rep stays the same", "{count} reps stay the same", stay)
        yield said.format(count=stay)


def moves_of(rows: Rows, key: str) -> dict[str, int | None]:
    """The sum of each rep's differences; None: one of them is not known."""
    found: dict[str, int | None] = {}
    for row in rows:
        so_far, more = found.get(row["rep"], 0), row[key]
        found[row["rep"]] = None if so_far is None or more is None else so_far + more
    return found


def signed(amount: int) -> str:
    """A difference in a sentence, with its sign."""
    sign = "+" if amount > 0 else "−" if amount < 0 else ""
    return f"{sign}{money.money_text(abs(amount), grouped=True)}"


# What people read.


def beside(
    report: Report,
    amount: str,
    rows: Rows | None = None,
    *,
    about: Sequence[Column] = (),
    more: Sequence[Column] = (),
    taken: bool = False,
) -> Report:
    """A report as people read it: today's amount of each row, the other policy's and the difference; who loses most is first.

    Args:
        amount: the key of the amount, in a row and in its `in_force`.
        rows: the report's, with what `more` shows.
        about: what tells the rows of one rep apart, which then stand below the rep, without those that neither policy
            pays; more: what stands behind.
        taken: whether the amounts are taken off, so that more of them is a loss.
    """
    found = [_side(row, amount) for row in rows or report.rows]
    shown = ordered([row for row in found if not about or row["now"] or row["new"]], "difference", taken)
    return replace(
        report,
        title=titled(report.title),
        columns=[*_whose(bool(about)), *about, *amounts(), *more],
        rows=shown,
        totals=sums(shown),
        look=Look(grouped=("whose",) if about else (), emphasis=emphasis(shown, "difference", taken)),
    )


def titled(title: str) -> str:
    """The title of what shows both policies."""
    return _("{title}, what if").format(title=title)


def amounts() -> list[Column]:
    """The three columns of an amount under both policies."""
    return [
        Column("now", _("In force"), "money", data=False),
        Column("new", _("Other policy"), "money", data=False),
        Column("difference", _("Difference"), "money"),
    ]


def sums(rows: Rows) -> Row:
    """The totals of the three; a total of what is not known everywhere has no value."""
    return {key: _sum([row[key] for row in rows]) for key in ("now", "new", "difference")}


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _side(row: Mapping[str, Any], amount: str) -> Row:
    """A row with today's amount; where one side has no such thing, nothing is paid there."""
    new, now = row[amount], row["in_force"] and row["in_force"][amount]
    if row["difference"] is not None:
        new, now = new or 0, now or 0
    return {**row, "whose": f"{row['name']} ({row['rep']})", "now": now, "new": new}


def ordered(rows: Sequence[Row], key: str, taken: bool) -> list[Row]:
    """The rows by what a rep loses, then gains in all; who cannot be compared is last; the rows of one rep stay in order."""
    moves = moves_of(rows, key)

    def place(row: Row) -> tuple[bool, int, str]:
        move = moves[row["rep"]]
        return move is None, (-move if taken else move) if move is not None else 0, row["rep"]

    return sorted(rows, key=place)


def emphasis(rows: Rows, key: str, taken: bool) -> list[Emphasis | None]:
    """How each row stands out: what is gained, and what is lost."""

    def of(move: int | None) -> Emphasis | None:
        worth = (-move if taken else move) if move else 0
        return "good" if worth > 0 else "soon" if worth < 0 else None

    return [of(row[key]) for row in rows]


def _whose(grouped: bool) -> list[Column]:
    if grouped:
        return [Column("whose", _("Rep"), data=False)]
    return [Column("rep", _("Rep")), Column("name", pgettext("of a person", "Name"))]
