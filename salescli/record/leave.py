"""The way in for leave: the days on which a rep is away; which of them are working days is known elsewhere."""

from datetime import date
from gettext import gettext as _
from gettext import ngettext
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.facts.evidence import LeaveDays
from salescli.facts.names import Named
from salescli.ledger.store import Ledger
from salescli.period import Period, parse_day
from salescli.record import evidence, typed
from salescli.reports.evidence_words import LEAVE_KINDS

app = typed.room()
leave = typed.group(app, "leave", _("Days on which reps are away. Example: salescli leave list --period 2024"))


@leave.command(
    "add", help=_("A rep is away. Example: salescli leave add zw --from-day 2024-08-05 --to-day 2024-08-09 --kind 年假")
)
def add(
    ctx: typer.Context,
    rep: evidence.Rep,
    from_day: Annotated[str, typer.Option("--from-day", help=_("the first day"))],
    to_day: Annotated[str | None, typer.Option("--to-day", help=_("the last day, else the first"))] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help=_("annual, sick, personal, or a word of your own (年假、病假、事假)"))
    ] = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a leave, said on the day of --on."""
    asked: Asked = ctx.obj
    word = kind_of(kind)
    with asked.recording() as ledger:
        day = asked.day(ledger)
        first, last = _days(from_day, to_day, day)
        whose = evidence.employed(ledger, rep, first)
        evidence.refuse_unless_employed(ledger, whose, last)
        refuse_overlap(ledger, whose, first, last)
        id = ledger.append("leave", day, note=note, rep_id=whose.id, from_day=first, to_day=last, leave_kind=word)
        length = _length(asked, ledger, whose, day, first, last)
    sentence = _("Leave of {name} from {first} to {last}").format(
        name=whose.name, first=first.isoformat(), last=last.isoformat()
    )
    parts = [sentence, *([LEAVE_KINDS.title(word)] if word else []), length]
    typed.answer(ledger, id, " · ".join(parts), as_json)


@leave.command("list", help=_("Leave, with the working days that it takes. Example: salescli leave list --period 2024"))
def list_(ctx: typer.Context, rep: evidence.Whose = None, over: evidence.Over = None) -> None:
    """Show the leave."""
    from salescli.reports import lists

    asked: Asked = ctx.obj
    with evidence.looking(asked, rep, over) as (view, whose, period):
        asked.show(lists.leaves(view, whose, period))


def kind_of(text: str | None) -> str | None:
    """One of the kinds with a name, whatever its language, or a word of the person's own."""
    if text is None:
        return None
    word = " ".join(typed.name(text, _("The kind of leave")).split())
    for key, others in LEAVE_KINDS.also.items():
        if word.lower() in (key, *others):
            return key
    return word


def _days(from_day: str, to_day: str | None, today: date) -> tuple[date, date]:
    """The first and the last day, both included; a bare weekday is the coming one.

    Raises:
        WrongUse: the leave ends before it begins.
    """
    first = parse_day(from_day, today, ahead=True)
    last = parse_day(to_day, today, ahead=True) if to_day is not None else first
    refuse_span(first, last)
    return first, last


def refuse_span(first: date, last: date) -> None:
    """A leave does not end before it begins."""
    if last < first:
        raise WrongUse(
            _("The leave would end on {last}, before it begins on {first}; --to-day is its last day.").format(
                first=first.isoformat(), last=last.isoformat()
            )
        )


def refuse_overlap(ledger: Ledger, rep: Named, first: date, last: date) -> None:
    """Nobody is away twice on a day."""
    found = ledger.read("leaves_meeting", LeaveDays, rep_id=rep.id, from_day=first, to_day=last)
    if found:
        other = found[0]
        raise Refused(
            _("{name} is away from {first} to {last} already, by the leave {id}; the days would count twice.").format(
                name=typed.shown(rep.name),
                first=other.from_day.isoformat(),
                last=other.to_day.isoformat(),
                id=ledger.show_id(other.id),
            )
        )


def _length(asked: Asked, ledger: Ledger, rep: Named, day: date, first: date, last: date) -> str:
    """How many working days it takes; where the policy's holidays are not known, how many days."""
    from salescli.reports.lists.leaves import Away
    from salescli.reports.view import View, versions_of

    away = Away(View(ledger, day, asked.lang, versions_of(ledger, asked.lang)))
    span = Period(first, date.fromordinal(last.toordinal() + 1), "")
    count = away.working_days(rep.id, span)
    if count is None:
        days = (span.end - span.start).days
        return ngettext("{count} day", "{count} days", days).format(count=days)
    return ngettext("{count} working day", "{count} working days", count).format(count=count)
