"""Why a rep's pay, base and draw are what they are (figures.md §6, §10); how a tree is shown is explain's affair."""

from collections.abc import Sequence
from datetime import date
from gettext import gettext as _

from salescli import money
from salescli.facts.listed import Happening
from salescli.period import Period
from salescli.reports import bonus, commission, drawn, fact_words, moved_reasons, penalties
from salescli.reports.paid import Paid, Settlement, bases_of, months_of, pay_of
from salescli.reports.pay_lines import why_moved
from salescli.reports.settled import Due, due_of
from salescli.reports.trued_up import TrueUp, moves_of
from salescli.reports.view import View
from salescli.rules import base_pay_reasons, pay_reasons
from salescli.rules.base_pay import Piece
from salescli.rules.reasons import Evidence, How, Reason

Explained = tuple[Reason, list[str]]


def pay_reason(view: View, rep: str, period: Period) -> Explained:
    """Why a rep's pay of whole months is what it is.

    Raises:
        WrongUse: a period that is not of whole months.
        NothingInForce: part of a month, and no `[pay] base_by`.
    """
    due = due_of(view, period, commission.staff_of(view))
    if rep in due.faults:
        raise due.faults[rep]
    title = _title(_("Pay"), due, rep)
    runs = [_of_run(paid, rep, title if paid.period == period else _title(_("Pay"), paid, rep)) for paid in due.open]
    if len(runs) == 1 and not (due.kept or due.true_ups):
        return runs[0], list(due.notes_of(rep))
    steps = [*_statements(due, rep), *runs, *(_true_up(due, one, rep) for one in due.true_ups if rep in one.of)]
    return Reason(title, steps=steps, result=due.of(rep).total, how="sum"), list(due.notes_of(rep))


def true_up_reason(view: View, rep: str, period: Period) -> Explained:
    """Why a rep's true-ups of whole months are what they are, late fact by late fact.

    Raises:
        WrongUse: a period that is not of whole months.
    """
    due = due_of(view, period, commission.staff_of(view))
    steps = [_true_up(due, one, rep) for one in due.true_ups if rep in one.of]
    result = sum(one.amount(rep) for one in due.true_ups)
    definition = _(
        "The pay of a closed period with all facts − as it was closed − what later statements have trued up already."
    )
    return Reason(_title(_("True-ups"), due, rep), definition, steps=steps, result=result, how="sum"), []


def _of_run(paid: Paid, rep: str, title: str) -> Reason:
    """The tree of a rep's pay of months that are open."""
    before = _before_settling(paid, rep, title)
    taken = [_settled(paid, one, rep) for one in paid.settlements(rep)]
    return pay_reasons.less(before, taken, title) if taken else before


def _statements(due: Due, rep: str) -> list[Reason]:
    """What the closed months of a period have by their statements."""
    found = []
    for month, kept in due.kept.items():
        if rep in kept:
            said = _("{month} as closed; `salescli explain pay {rep} --period {month}` has its reasons")
            found.append(Reason(said.format(month=month.name, rep=rep), result=kept[rep]["total"]))
    return found


def _true_up(due: Due, one: TrueUp, rep: str) -> Reason:
    """One true-up: a step for each late fact that changed something, and in it what it changed."""
    steps = []
    for move in moves_of(due.view, one, rep):
        facts = [_late(due.view, fact, move.facts[1:]) for fact in move.facts[:1]]
        why = moved_reasons.of_move(due.view, move)
        how: How = "sum" if why else "stated"
        steps.append(Reason(why_moved(due, one, move), facts=facts, steps=why, result=move.amount, how=how))
    title = _("True-up of {period}, closed on {day}").format(period=one.name, day=one.closing.closed_on.isoformat())
    paid = one.before.get(rep)
    before = _("Trued up by later statements before this: {amount}.") if paid else ""
    said = before.format(amount=money.money_text(paid or 0, grouped=True))
    return Reason(title, said, steps=steps, result=one.amount(rep), how="sum")


def _late(view: View, fact: int, parts: Sequence[int]) -> Evidence:
    """A late fact, with what came with it."""
    stored = view.ledger.stored(fact)
    amount = stored.fields.get("amount")
    day = date.fromisoformat(str(stored.fields["happened_on"]))
    return Evidence(
        fact, fact_words.fact(view, fact, with_parts=parts), day, int(amount) if amount is not None else None
    )


def draw_reason(view: View, rep: str, period: Period) -> Explained:
    """Why a rep's draw is what it is: paid less earned, month by month, and what comes off a last payslip.

    Raises:
        WrongUse: a period that is not of whole months.
        NothingInForce: part of a month, and no `[pay] base_by`.
    """
    paid = _paid(view, rep, period)
    tree, notes = drawn.reason_of(view, rep, period)
    taken = [_settled(paid, one, rep) for one in paid.settlements(rep)]
    return pay_reasons.less(tree, taken, tree.title) if taken else tree, notes


def base_reason(view: View, rep: str, period: Period) -> Explained:
    """Why a rep's base of whole months is what it is.

    Raises:
        WrongUse: a period that is not of whole months.
        NothingInForce: part of a month, and no `[pay] base_by`.
    """
    staff = commission.staff_of(view)
    person = staff.by_code[rep]
    months = bases_of(view, months_of(period), staff, person.id)
    history = view.ledger.read("rep_history", Happening, rep_id=person.id, day=view.on)
    title = _("Base of {rep} {name}, {period}").format(rep=rep, name=person.name, period=period.name)

    def facts(piece: Piece) -> list[Evidence]:
        """The last change that said the base, or, of a post's base, the post."""
        said = [one for one in history if one.happened_on <= piece.start and _says(one, piece)]
        return [Evidence(one.id, one.note or _job(one), one.happened_on, one.amount) for one in said[-1:]]

    return base_pay_reasons.reason(months, title, facts), []


def _paid(view: View, rep: str, period: Period) -> Paid:
    paid = pay_of(view, period, commission.staff_of(view))
    if rep in paid.faults:
        raise paid.faults[rep]
    return paid


def _title(what: str, paid: Paid | Due, rep: str) -> str:
    return _("{what} of {rep} {name}, {period}").format(
        what=what, rep=rep, name=paid.staff.by_code[rep].name, period=paid.period.name
    )


def _before_settling(paid: Paid, rep: str, title: str) -> Reason:
    """The tree of a pay before an open draw comes off it."""
    view, period = paid.view, paid.period
    due = [base_reason(view, rep, period)[0]]
    if paid.bonuses.of(rep):
        due.append(bonus.reason_of(view, rep, period)[0])
    if paid.commission.of(rep):
        due.append(commission.reason_of(view, rep, period)[0])
    if rep in paid.draws:
        due.append(drawn.reason_of(view, rep, period)[0])
    taken = penalties.reason_of(view, rep, period)[0] if paid.penalties.of(rep) else None
    return pay_reasons.reason(due, taken, title, paid.before_settling(rep).total)


def _settled(paid: Paid, one: Settlement, rep: str) -> Reason:
    """What comes off a last payslip: what is owed, at most what the payslip of that month would pay."""
    month = one.month.month
    alone = paid if len(paid.months) == 1 else pay_of(paid.view, month, paid.staff)
    payslip = _before_settling(alone, rep, _("The payslip of {month} before it").format(month=month.name))
    return pay_reasons.open_draw(one.month, payslip, one.taken)


def _says(one: Happening, piece: Piece) -> bool:
    return one.amount is not None if piece.own else one.word is not None and one.word == piece.post


def _job(one: Happening) -> str:
    """A change of the job in a word or two."""
    return {
        "hire": _("Hired"),
        "move": _("New post or team"),
        "raise": _("New base"),
        "depart": _("Departed"),
    }.get(one.kind, one.kind)
