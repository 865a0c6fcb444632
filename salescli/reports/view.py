"""From where a report looks: the open ledger, the day, the language and the policies; what every build() is handed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from salescli.facts.names import PolicyRow
from salescli.period import Period
from salescli.policy.versions import PolicyVersion, Versions
from salescli.reports.report import Column, Report

if TYPE_CHECKING:
    from salescli.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class View:
    """What a report is built from.

    Attributes:
        on: the day it looks from; facts that happened later are hidden.
        as_of: the instant as known at, for the heading alone: the ledger has been opened accordingly.
        versions: the policies that count: those in force, or under --policy the other one alone.
        what_if: the policies in force, when `versions` is the other policy.
    """

    ledger: "Ledger"
    on: date
    lang: str
    versions: Versions
    as_of: str | None = None
    what_if: Versions | None = None

    def seen(self, period: Period) -> tuple[date, date]:
        """The half-open days of a period whose facts may be seen: nothing after `on`."""
        return period.start, max(period.start, min(period.end, self.on + timedelta(days=1)))

    def in_force(self) -> "View":
        """The same view under the policies in force, beside a what-if."""
        return View(self.ledger, self.on, self.lang, self.what_if or self.versions, self.as_of)

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
    ) -> Report:
        """A report with this view's heading; the same note is said once."""
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
            policy=self._policy_label(period),
            totals=totals or {},
            notes=list(dict.fromkeys(notes)),
        )

    def _policy_label(self, period: Period | None) -> str | None:
        last = period.last if period else self.on
        return self.versions.on(last).label if self.versions else None


def versions_of(ledger: "Ledger") -> Versions:
    """The policies in force in a ledger, in the order they were loaded."""
    rows = ledger.read("policies", PolicyRow)
    return Versions([PolicyVersion(row.id, row.starts_on, row.title, row.digest, row.body) for row in rows])
