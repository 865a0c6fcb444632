"""What the sheets of some reps are made of, read once for all of them; what stands on a sheet is its sections' affair."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from salescli.facts.closed import DisputeRow
from salescli.ledger import names
from salescli.period import Period
from salescli.reports import assessments, pay_lines, targets
from salescli.reports.appraised import Sheet, Sheets
from salescli.reports.lists.feedback import feedback
from salescli.reports.lists.goals import goals
from salescli.reports.lists.reviews import reviews
from salescli.reports.recommended import Recommendations
from salescli.reports.report import Column, Look, Report
from salescli.reports.settled import Due
from salescli.reports.view import View
from salescli.rules.pay import PayLine
from salescli.rules.roster import Member
from salescli.rules.staff import Person, Staff

Row = dict[str, Any]
ByRep = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows of a report by the code of whose they are."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The figures and the evidence of a period.

    Attributes:
        now: the view of the ledger as it is; `view` shows a closed period as it was closed.
        found, due, proposed: everybody's appraisals, pay and recommendations, of which a sheet shows one rep's.
        lines: of the pay, by code; each is made once, since a true-up is told fact by fact.
        of_all: the targets of the company and of the teams.
        targets, feedback, reviews, assessments, goals: of the reps asked for.
        disputes: everybody's, answered ones among them.
    """

    view: View
    now: View
    period: Period
    staff: Staff
    found: Sheets
    due: Due
    proposed: Recommendations
    lines: Mapping[str, Sequence[PayLine]]
    of_all: Sequence[Mapping[str, Any]]
    targets: ByRep
    feedback: ByRep
    reviews: ByRep
    assessments: ByRep
    goals: ByRep
    disputes: Sequence[DisputeRow]


def gathered(
    view: View,
    now: View,
    period: Period,
    staff: Staff,
    found: Sheets,
    due: Due,
    proposed: Recommendations,
    codes: Sequence[str],
) -> Gathered:
    """What the sheets of these reps, by code, are made of."""
    code = codes[0] if len(codes) == 1 else None
    rep = names.find(view.ledger, "rep", code) if code else None
    all_targets = targets.build(view, period).rows
    return Gathered(
        view=view,
        now=now,
        period=period,
        staff=staff,
        found=found,
        due=due,
        proposed=proposed,
        lines={code: pay_lines.lines(due, code) for code in codes},
        of_all=[row for row in all_targets if row["scope"] != "rep"],
        targets=_by_rep((row for row in all_targets if row["scope"] == "rep"), "who"),
        feedback=_by_rep(feedback(view, rep, period, False, None).rows),
        reviews=_by_rep(reviews(view, rep, period).rows),
        assessments=_by_rep(assessments.build(view, period, rep=code).rows),
        goals=_by_rep(goals(view, rep, period).rows),
        disputes=now.ledger.read("disputes", DisputeRow, on=now.on),
    )


def _says_something(column: Column, rows: Sequence[Mapping[str, Any]]) -> bool:
    return any(row.get(column.key) not in (None, "") for row in rows)


def _by_rep(rows: Iterable[Mapping[str, Any]], key: str = "rep") -> ByRep:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row[key] is not None:
            found[row[key]].append(row)
    return found


@dataclass(frozen=True, slots=True)
class One:
    """One rep's part of it.

    Attributes:
        row: the rep's row of the appraisal, as programs get it.
        page: the sheet without its sections: the heading that all of them share.
    """

    all: Gathered
    sheet: Sheet
    row: Row
    page: Report

    @property
    def member(self) -> Member:
        """Whose it is."""
        return self.sheet.member

    @property
    def person(self) -> Person:
        """Whose it is, by name."""
        return self.sheet.member.person

    def section(
        self,
        title: str,
        columns: Sequence[Column] = (),
        rows: Sequence[Mapping[str, Any]] = (),
        *,
        notes: Iterable[str] = (),
        totals: Mapping[str, Any] | None = None,
        look: Look | None = None,
    ) -> Report:
        """A table of the sheet under its own title, without columns that say nothing; or, without rows, what is said instead."""
        sums = totals or {}
        return replace(
            self.page,
            title=title,
            columns=[one for one in columns if one.shown and (one.key in sums or _says_something(one, rows))],
            rows=rows,
            notes=list(notes),
            totals=sums,
            look=look or Look(),
        )

    def name_of(self, who: str) -> str:
        """An actor by name where it is somebody of the company, else as it stands."""
        known = self.all.staff.by_code.get(who)
        return known.name if known else who
