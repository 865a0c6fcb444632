"""From where a report looks: the open ledger, the day, the language and the policies; what every build() is handed."""

import gc
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import wraps
from gettext import gettext as _
from typing import TYPE_CHECKING, Any, TypeVar

from salescli.facts.names import PolicyRow
from salescli.period import Period
from salescli.policy.versions import PolicyVersion, Versions, version_of
from salescli.reports.report import Column, Look, Report

if TYPE_CHECKING:
    from pathlib import Path

    from salescli.asked import Asked
    from salescli.ledger.store import Ledger

S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class View:
    """What a report is built from: one reading of one ledger.

    Attributes:
        on: the day it looks from; facts that happened later are hidden.
        as_of: the instant as known at, for the heading alone: the ledger has been opened accordingly.
        versions: the policies that count: those in force, or under --policy the other one, alone or after those of the days
            before (`laid_over`).
        what_if: the policies in force, when the last of `versions` is the other policy.
        closed_on: the day on which the period looked at was closed, where the ledger is shown as it was then.
        closed_months: those of the period looked at that are closed, where others are open; by their names.
    """

    ledger: "Ledger"
    on: date
    lang: str
    versions: Versions
    as_of: str | None = None
    what_if: Versions | None = None
    closed_on: date | None = None
    closed_months: Sequence[str] = ()
    _made: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, key: Hashable, make: Callable[[], T], *, of_money: bool = True) -> T:
        """What several reports rest on, made at the first asking; anew only where the ledger shows other facts since.

        Args:
            key: a name, and all that it depends on beside the view and what the ledger shows: a period, a measure.
            of_money: whether amounts of contracts, lines, instalments and receipts move it, so that it is made anew too where
                the ledger shows them scaled (reports/curve.py).
        """
        place = (self.ledger.shown, self.ledger.amounts if of_money else None, key)
        if place not in self._made:
            self._made[place] = make()
        found: T = self._made[place]
        return found

    def seen(self, period: Period) -> tuple[date, date]:
        """The half-open days of a period whose facts may be seen: nothing after `on`."""
        return period.start, max(period.start, min(period.end, self.on + timedelta(days=1)))

    def so_far(self, period: Period) -> list[str]:
        """What is to be said of a period that is not over on the view's day, or has not begun."""
        said = _("{period} is not over on {day}: these are the figures so far.")
        if period.start > self.on:
            said = _("{period} has not begun on {day}: there are no figures of it yet.")
        return [said.format(period=period.name, day=self.on.isoformat())] if self.on < period.last else []

    def in_force(self) -> "View":
        """The same view under the policies in force, beside a what-if."""
        versions = self.versions if self.what_if is None else self.what_if
        return self.once("in_force", lambda: replace(self, versions=versions, what_if=None), of_money=False)

    def laid_over(self, period: Period) -> "View":
        """Beside a what-if, the view in which the other policy counts from a period's first day on; the days before keep theirs.

        So nothing that was earned, paid or appraised before the period is reckoned anew: what both give differs by the period's
        own policy alone.
        """
        return self.under(self.versions.loaded[-1], period.start) if self.what_if is not None else self

    def under(self, other: PolicyVersion, day: date | None) -> "View":
        """The what-if of another policy, laid over those in force from a day on (None: from ever)."""
        in_force = self.versions if self.what_if is None else self.what_if
        return replace(self, versions=in_force.with_instead(other, day), what_if=in_force)

    def report(
        self,
        name: str,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[Mapping[str, Any]],
        *,
        period: Period | None = None,
        totals: Mapping[str, Any] | None = None,
        notes: Sequence[str] = (),
        rests_on_policy: bool = True,
        look: Look | None = None,
    ) -> Report:
        """A report with this view's heading; the same note is said once.

        Raises:
            NothingInForce: it rests on a policy, and none is in force on its last day.
        """
        return Report(
            name=name,
            title=title,
            columns=columns,
            rows=rows,
            currency=self.ledger.currency,
            head=self.ledger.head(),
            on=self.on,
            period=period,
            as_of=self.as_of,
            policy=self._policy_label(period) if rests_on_policy else None,
            totals=totals or {},
            notes=list(dict.fromkeys([*notes, *self._closed_notes(period)])),
            look=look or Look(),
        )

    def _closed_notes(self, period: Period | None) -> list[str]:
        if self.closed_months and self.what_if is None:
            said = _(
                "Closed already: {months}. Pay has them as their statements do; other figures count later facts too."
            )
            return [said.format(months=", ".join(self.closed_months))]
        if self.closed_on is None or period is None:
            return []
        said = _(
            "{period} was closed on {day}: the figures are as closed; what changes later is trued up in an open month."
        )
        if self.what_if is not None:
            said = _("{period} was closed on {day}: both policies are reckoned on the facts that were known then.")
        return [said.format(period=period.name, day=self.closed_on.isoformat())]

    def _policy_label(self, period: Period | None) -> str | None:
        """The versions in force in the period, or on the day, as people name them."""
        if not self.versions:
            return None
        last = self.versions.on(period.last if period else self.on)
        running = [piece.version for piece in self.versions.between(period.start, period.end)] if period else [last]
        return "; ".join(dict.fromkeys(version.label for version in running))


def once(reckoned: Callable[[View, Period, S], T]) -> Callable[[View, Period, S], T]:
    """What is reckoned from a view of a period, and of the staff of that view, is reckoned once for the view."""

    @wraps(reckoned)
    def found(view: View, period: Period, staff: S) -> T:
        return view.once((reckoned, period), lambda: reckoned(view, period, staff))

    return found


def versions_of(ledger: "Ledger", lang: str = "") -> Versions:
    """The policies in force in a ledger, in the order they were loaded; named in a language, or in that of the loading."""
    rows = ledger.read("policies", PolicyRow)
    return Versions([PolicyVersion(row.id, row.starts_on, row.title, row.digest, row.body, lang) for row in rows])


@contextmanager
def looking(asked: "Asked") -> Iterator[View]:
    """The view that a person asked for with the common options: --on, --as-of, --lang and --policy.

    Raises:
        LedgerUnusable: there is no ledger, or it cannot be read.
        WrongUse: an option that cannot be understood, or a faulty policy file.
    """
    with asked.reading() as ledger:
        gc.disable()  # what a report reads is needed to the end of the process, and it is much: nothing is looked for in it
        in_force = versions_of(ledger, asked.lang)
        other = _other_policy(asked.policy, asked.lang) if asked.policy else None
        view = View(
            ledger=ledger,
            on=asked.day(ledger),
            lang=asked.lang,
            versions=other or in_force,
            as_of=asked.as_of,
            what_if=in_force if other else None,
        )
        _last[:] = [view]
        yield view


_last: list[View] = []
"""What was looked at goes with the process: to take it apart before would be a tenth of a large report's time."""


def _other_policy(path: "Path", lang: str) -> Versions:
    """A policy file as the only policy, from ever; of a period it counts from the first day on (View.laid_over)."""
    from salescli.policy.parse import read_policy

    text = read_policy(path)[1]
    return Versions([version_of(0, text, lang=lang)])
