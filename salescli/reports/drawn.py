"""Draws (预支) month by month, with what was carried over from before (figures.md §5); commission as earned is commission's.

What is owed goes back to the first month in which a draw covered the rep, but not before the first day on which the ledger
knows of any work (an opportunity, a follow-up, a contract, money): of the time before it nothing can be said to be owed. So the
commission of all months since is counted, once and together: the cost grows with the history of draws, and without a [[draw]]
there is none. Closed months are counted with all facts like any other: what later ones change of a closed month's draw, or of
where the draws begin, is a part of its true-up, and the sum stays right. Facts: those of commission, and jobs. Policy: [[draw]]
of the rep's last employed day in the month (of several that cover the rep the first counts), and [[commission]].
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from gettext import gettext as _

from salescli import money
from salescli.errors import NothingInForce
from salescli.facts.credited import FirstDay
from salescli.period import Period, month_of
from salescli.reports import commission
from salescli.reports.view import View
from salescli.rules import draw_reasons
from salescli.rules.commission import reasons
from salescli.rules.draw import Advance, DrawMonth, EarnedMonth, drawn
from salescli.rules.reasons import Reason
from salescli.rules.staff import Person, Staff

__all__ = ["DrawMonth", "draws_of", "reason_of"]

DAY = timedelta(days=1)


def draws_of(view: View, period: Period, staff: Staff) -> Mapping[str, Sequence[DrawMonth]]:
    """The months of a period under a draw, by rep code; who never had one is not there.

    A month counts as far as it has gone on the view's day; one that has not begun is left out.
    """
    wanted = {month.start for month in period.months()}
    every = _history(view, period, staff)
    found = {rep: [month for month in months if month.month.start in wanted] for rep, months in every.items()}
    return {rep: months for rep, months in found.items() if months}


def reason_of(view: View, rep: str, period: Period) -> tuple[Reason, list[str]]:
    """Why a rep's draw of a period is what it is: paid less earned, the rep by code, with notes on the data."""
    staff = commission.staff_of(view)
    months = _history(view, period, staff).get(rep, [])
    inside = [month for month in months if period.start <= month.month.start and month.month.end <= period.end]
    before = [month for month in months if month.month.start < period.start]
    title = _("Draw of {rep} {name}, {period}").format(rep=rep, name=staff.by_code[rep].name, period=period.name)
    if not inside:
        return Reason(title, _("No draw covers the rep.")), []
    notes: list[str] = []

    def earned(month: DrawMonth) -> Reason:
        figures = commission.figures_of(view, month.month, staff)
        notes.extend(figures.notes)
        about = _("Commission of {rep} {name}, {period}").format(
            rep=rep, name=staff.by_code[rep].name, period=month.month.name
        )
        found = reasons.reason(figures.of(rep), about, figures.setting, view.seen(month.month)[1])
        return found if found.result is not None else replace(found, result=0)

    return draw_reasons.reason(inside, before, earned, title), notes


def _history(view: View, period: Period, staff: Staff) -> Mapping[str, Sequence[DrawMonth]]:
    """Every month under a draw from the first on, up to the period's end, by rep code."""
    begins = _begins(view, period)
    known = ((person.code, _months(view, staff, person, period, begins)) for person in staff.people.values())
    covered = {code: months for code, months in known if months}
    if not covered:
        return {}
    start = min(months[0].month.start for months in covered.values())
    figures = commission.figures_of(view, Period(start, period.end, period.name), staff)
    history = {}
    for rep, months in covered.items():
        earned: dict[date, int] = defaultdict(int)
        for line in (line for one in figures.of(rep) for line in one.lines):
            earned[month_of(line.happened_on).start] += line.commission
        counted = [replace(month, earned=earned[month.month.start]) for month in months]
        history[rep] = [_noted(month, rep) for month in drawn(counted)]
    return history


def _months(view: View, staff: Staff, person: Person, period: Period, begins: date) -> Sequence[EarnedMonth]:
    """A rep's months from the first one with a draw on, up to the period's end and the view's day; none without a draw."""
    months = list(_all_months(view, staff, person, period, begins))
    first = next((at for at, month in enumerate(months) if month.advance is not None), None)
    return months[first:] if first is not None else []


def _all_months(view: View, staff: Staff, person: Person, period: Period, begins: date) -> Iterator[EarnedMonth]:
    spans = staff.spans(person.id)
    start = max(spans[0][0], begins) if spans else date.max
    while start < period.end and start <= view.on:
        month = month_of(start)
        days = list(staff.employment(person.id, month.start, month.end))
        last = days[-1][1] - DAY if days else None
        advance = _advance(view, staff, person, last) if last else None
        yield EarnedMonth(month, 0, advance, last is not None and _leaves(view, staff, person, last))
        start = month.end


def _begins(view: View, period: Period) -> date:
    """The first day on which a draw can count: of a policy that has one, and of work that the ledger knows."""
    starts = [version.starts_on or date.min for version in view.versions if version.policy.draws]
    if not starts:
        return date.max
    first = view.ledger.read("first_work", FirstDay, end=period.end)[0].happened_on
    return max(min(starts), first) if first else date.max


def _leaves(view: View, staff: Staff, person: Person, last: date) -> bool:
    """Whether a month's last employed day is the last one at all, as it is known on the view's day."""
    ends = {after - DAY for _first, after in staff.spans(person.id) if after is not None}
    return last in ends and last <= view.on


def _advance(view: View, staff: Staff, person: Person, day: date) -> Advance | None:
    """The draw that covers a rep on a day."""
    try:
        version = view.versions.on(day)
    except NothingInForce:
        return None
    teams = [staff.teams[team] for team in staff.teams_above(person.id, day)]
    names = [name for team in teams for name in (team.code, team.name)]
    for at, one in enumerate(version.policy.draws, start=1):
        if one.covers(staff.post_on(person.id, day), names, person.code):
            return Advance(one.amount, one.recoverable, f"{version.label} · draw[{at}]")
    return None


def _noted(month: DrawMonth, rep: str) -> DrawMonth:
    if not month.is_last or not month.owed:
        return month
    note = _(
        "{rep} leaves with {owed} of the draw open: it comes off the last payslip as far as that reaches, the rest is owed."
    ).format(rep=rep, owed=money.money_text(month.owed, grouped=True))
    return replace(month, note=note)
