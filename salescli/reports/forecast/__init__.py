"""What is to come in, month by month of expected close (figures.md §7), beside the target, and a second opinion on it.

`won`: contracts signed in the month, and what was won in it and has no contract yet, by the amount last stated.
`expected_revenue` = Σ amount × probability of the open opportunities, the change's own or else its stage's in the policy of the day;
`best_case` = won + all of them in full. `target`: the contract_amount target of the rep, team or company; `gap` = target −
(won + expected revenue). `historical_revenue` is the expected revenue with each stage's historical win rate instead: of all the
team's opportunities that reached the stage and closed in the two years up to the day (730 days, whoever is asked for), won ÷
closed; no value where an amount stands in a stage from which nothing has closed.

Open opportunities whose expected close is past, or was never stated, have rows of their own. Without a period it is this quarter
and the next; what is to close outside is said in a note. Of a rep or team everything is by share: signed and won on that day, open on
the day looked from. People read whole units of the currency, programs cents. Facts: opportunities with owners and shares, stage
changes, contracts, targets. Policy: [[stage]], [calendar].
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from gettext import gettext as _
from gettext import ngettext
from typing import Any

from salescli import money
from salescli.facts.measured import LeaveRow, TargetRow
from salescli.facts.tracked import StageMove
from salescli.ledger import names
from salescli.measure import MeasureKey
from salescli.period import Period, month_of, quarter_of
from salescli.policy.model import Calendar
from salescli.policy.stages import Stage
from salescli.reports.commission import staff_of
from salescli.reports.credited import credits_of
from salescli.reports.forecast.rows import Row, columns, month_row, totals, without_target
from salescli.reports.measured import Measured, measured, title_of
from salescli.reports.projects import Project, missing_notes, open_projects, stages_of
from salescli.reports.report import Look, Report
from salescli.reports.targets import target_version
from salescli.reports.view import View
from salescli.rules import forecast as rule
from salescli.rules.forecast import Experience, Prospect
from salescli.rules.measures import Tally
from salescli.rules.roster import present
from salescli.rules.staff import Staff
from salescli.rules.stages import History, histories, ladder
from salescli.rules.targets import Key, Targets
from salescli.terms import Scope

MEASURE = MeasureKey.CONTRACT_AMOUNT
DAY = timedelta(days=1)
ALL = Fraction(1)


@dataclass(frozen=True, slots=True)
class _Scope:
    """Whose forecast it is.

    Attributes:
        key: of the target; part: of an opportunity, by its shares on a day, what is theirs, 0 … 1 (by rep code; nobody's: none).
        signed: theirs of the contracts measured.
    """

    who: str
    key: Key
    part: Callable[[Mapping[str, Any], date], Fraction]
    signed: Callable[[Measured], Tally]


def build(view: View, period: Period | None = None, rep: str | None = None, team: str | None = None) -> Report:
    """The forecast of a period, or of this quarter and the next: of a rep, of a team with those below it, or of everybody.

    Raises:
        NotFound: no such rep or team.
        NothingInForce: no policy is in force, so that nothing can be weighed.
    """
    period = period or _two_quarters(view.on)
    staff, known = staff_of(view), stages_of(view, view.on)
    scope = _scope(view, staff, rep, team)
    moved = _moved(view, period)
    rates = rule.experiences(moved, view.on, ladder(known.values()))
    prospects = _prospects(view, scope, open_projects(view, known))
    placed, outside = rule.placed(prospects, period, view.on)
    months = [month.name for month in rule.months(period)]
    won, unsigned = _won(view, staff, scope, period, moved)
    targets = _targets(view, staff, scope.key, period)
    apart = [name for name in (rule.OVERDUE, rule.NO_DATE) if name in placed]
    rows = [
        month_row(name, placed.get(name, []), won.get(name, Fraction(0)), targets.get(name), rates)
        for name in [*months, *apart]
    ]
    notes = [
        *_unplaced_notes(outside),
        *([_unsigned_note(unsigned)] if unsigned else []),
        *missing_notes(*_missing(prospects)),
        *_reading_notes(rows),
        *_target_notes(view, scope, [month for month in rule.months(period) if targets[month.name] is None]),
        *_rate_notes(view, known, rates, rows),
    ]
    look = Look(emphasis=["soon" if row["month"] == rule.OVERDUE else None for row in rows])
    title = _("Forecast of {who}").format(who=scope.who)
    return view.report("forecast", title, columns(), rows, period=period, totals=totals(rows), notes=notes, look=look)


def _two_quarters(on: date) -> Period:
    first = quarter_of(on)
    second = quarter_of(first.end)
    return Period(first.start, second.end, f"{first.start}..{second.last}")


# Whose.


def _scope(view: View, staff: Staff, rep: str | None, team: str | None) -> _Scope:
    if rep:
        one = names.find(view.ledger, "rep", rep)
        return _Scope(
            one.name,
            Key(Scope.REP, one.id, MEASURE),
            lambda shares, _day: Fraction(shares.get(one.code, 0)) / 100,
            lambda found: found.of_rep(one.code, (MEASURE, None)),
        )
    if team:
        group = names.find(view.ledger, "team", team)

        def part(shares: Mapping[str, Any], day: date) -> Fraction:
            own = (p for code, p in shares.items() if staff.is_in(staff.by_code[code].id, group.id, day))
            return sum((Fraction(percent) for percent in own), Fraction(0)) / 100

        key = Key(Scope.TEAM, group.id, MEASURE)
        return _Scope(group.name, key, part, lambda found: found.of_team(group.id, (MEASURE, None)))
    key = Key(Scope.COMPANY, None, MEASURE)
    return _Scope(_("everybody"), key, lambda _s, _d: ALL, lambda found: found.of_company((MEASURE, None)))


# What is open, and what was won.


def _moved(view: View, period: Period) -> Sequence[History]:
    """The histories of what moved since the period began or, for the win rates, in the last two years."""
    start, end = rule.looked_back(view.on)
    return histories(view.ledger.read("moved_stages", StageMove, start=min(start, period.start), end=end))


def _prospects(view: View, scope: _Scope, projects: Sequence[Project]) -> list[Prospect]:
    """The open opportunities of which the asked scope has a part."""
    credits = credits_of(view, (one.id for one in projects))
    found = []
    for one in projects:
        part = scope.part(credits.shares(one.id, view.on), view.on)
        if part:
            state = one.standing
            found.append(
                Prospect(
                    stage=state.stage if state else None,
                    amount=None if one.amount is None else one.amount * part,
                    probability=one.weight,
                    expected_close=state.expected_close if state else None,
                )
            )
    return found


def _won(
    view: View, staff: Staff, scope: _Scope, period: Period, moved: Sequence[History]
) -> tuple[Mapping[str, Fraction], int]:
    """What was won by month, and how much of it has no contract yet."""
    months = {month.name: month for month in rule.months(period)}
    parts = scope.signed(measured(view, period, [(MEASURE, None)], staff)).parts
    found = {
        name: Fraction(sum(part.numerator for part in parts if month.contains(part.happened_on)))
        for name, month in months.items()
    }
    wins = rule.unsigned_wins(moved, *view.seen(period))
    credits = credits_of(view, (win.opportunity_id for win in wins))
    count = 0
    for win in wins:
        part = scope.part(credits.shares(win.opportunity_id, win.happened_on), win.happened_on)
        count += part > 0
        found[month_of(win.happened_on).name] += (win.amount or 0) * part
    return found, count


def _span(view: View, period: Period) -> Mapping[str, date]:
    start, end = view.seen(period)
    return {"start": start, "end": end}


# Targets.


def _targets(view: View, staff: Staff, key: Key, period: Period) -> Mapping[str, int | None]:
    """The target of each month in minor units, by its name."""
    span = {"start": period.start, "end": period.end}
    own = [row for row in view.ledger.read("targets", TargetRow, **span) if _is_of(row, key)]
    leaves = view.ledger.read("leaves", LeaveRow, **span) if own else []
    return {month.name: _target(view, staff, key, month, own, leaves) for month in rule.months(period)}


def _target(
    view: View, staff: Staff, key: Key, month: Period, rows: Sequence[TargetRow], leaves: Sequence[LeaveRow]
) -> int | None:
    if not rows:
        return None
    version = target_version(view, month)
    calendar = version.policy.calendar if version else Calendar()
    found = Targets(rows, month, calendar, lambda rep: present(staff, leaves, rep, month, view.on)).find(key)
    return int(found.value) if found else None


def _is_of(row: TargetRow, key: Key) -> bool:
    return Key(row.scope, row.rep_id or row.team_id, row.measure, row.product_id) == key


# What is said beside the figures.


def _reading_notes(rows: Sequence[Row]) -> Iterable[str]:
    """What keeps a reader from reckoning one column from others that it is not made of."""
    if any(row["won"] for row in rows):
        yield _("Best case has what was won in it; expected and by history are of what is open alone.")
    apart = without_target(rows)
    if apart:
        yield _(
            "The total gap is the sum of the gaps: {amount} won or expected stands where there is no target and fills none."
        ).format(amount=money.money_text(apart, grouped=True))


def _unplaced_notes(outside: Sequence[Prospect]) -> Iterable[str]:
    if outside:
        amount = money.money_text(money.round_money(sum((one.worth for one in outside), Fraction(0))), grouped=True)
        said = ngettext(
            "{count} open opportunity ({amount} in full) is to close outside this period and counts nowhere here.",
            "{count} open opportunities ({amount} in full) are to close outside this period and count nowhere here.",
            len(outside),
        )
        yield said.format(count=len(outside), amount=amount)


def _unsigned_note(count: int) -> str:
    said = ngettext(
        "{count} opportunity was won without a contract so far and counts the amount last stated.",
        "{count} opportunities were won without a contract so far and count the amount last stated.",
        count,
    )
    return said.format(count=count)


def _missing(prospects: Sequence[Prospect]) -> tuple[int, int]:
    unweighed = sum(one.amount is not None and one.probability is None for one in prospects)
    return sum(one.amount is None for one in prospects), unweighed


def _target_notes(view: View, scope: _Scope, without: Sequence[Period]) -> Iterable[str]:
    if without:
        yield _("No target for {measure} of {who} in {months}, so there is no gap.").format(
            measure=title_of(MEASURE, view.lang), who=scope.who, months=", ".join(_runs(without))
        )


def _runs(months: Iterable[Period]) -> Iterable[str]:
    """Months by name; three and more on end by the first and the last."""
    runs: list[list[Period]] = []
    for month in months:
        if runs and runs[-1][-1].end == month.start:
            runs[-1].append(month)
        else:
            runs.append([month])
    for run in runs:
        yield from [one.name for one in run] if len(run) < 3 else [f"{run[0].name} … {run[-1].name}"]


def _rate_notes(
    view: View, known: Mapping[str, Stage], rates: Mapping[str, Experience], rows: Sequence[Row]
) -> Iterable[str]:
    """The historical rates with what they rest on, and where there is none."""
    first, after = rule.looked_back(view.on)
    said = {"first": first.isoformat(), "last": (after - DAY).isoformat()}
    rated = [_rated(known[key].title.text(view.lang), one) for key, one in rates.items() if one.rate is not None]
    if rated:
        yield _("Historical win rates, of everybody's opportunities closed {first} … {last}: {rates}.").format(
            rates=", ".join(rated), **said
        )
    if any(row["historical_revenue"] is None for row in rows):
        used = dict.fromkeys(one["stage"] for row in rows for one in row["stages"] if one["historical_revenue"] is None)
        names = [known[key].title.text(view.lang) if key in known else key or _("(no stage)") for key in used]
        yield _("Nothing that reached {stages} closed {first} … {last}, so there is no historical revenue.").format(
            stages=", ".join(names), **said
        )


def _rated(title: str, one: Experience) -> str:
    percent = money.round_decimal((one.rate or 0) * 100, 1)
    return _("{stage} {percent}% ({won} of {closed})").format(
        stage=title, percent=percent, won=one.won, closed=one.closed
    )
