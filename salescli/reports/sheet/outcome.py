"""What follows from an appraisal, and what was asked about it: recommendations with their evidence, disputes with their answers."""

from collections.abc import Iterator
from gettext import gettext as _

from salescli.facts.closed import DisputeRow
from salescli.reports import recommended
from salescli.reports.report import Column, Look, Report
from salescli.reports.sheet.figure_words import figure_title
from salescli.reports.sheet.gathered import One, Row
from salescli.reports.trued_up import name_of


def recommendations(one: One) -> Report | None:
    """What the policy's standards recommend, each with its evidence and what is proposed; None: nothing."""
    found = one.all.proposed.get(one.person.code, ())
    if not found:
        return None
    rows = recommended.told_rows(found, one.all.view.lang)
    notes = recommended.notes_of({one.person.code: found})
    return one.section(_("Recommendations"), recommended.told_columns(), rows, notes=notes)


def disputes(one: One) -> Report | None:
    """The questions about figures of the period, and those that were answered in it; None: nothing was asked.

    Each with its id, by which it is answered, with who asked and who answered.
    """
    found = sorted(_disputes(one), key=lambda dispute: (dispute.answer is not None, dispute.happened_on))
    if not found:
        return None
    columns = [
        Column("id", _("Id")),
        Column("figure", _("Figure")),
        Column("over", _("For")),
        Column("happened_on", _("Day"), "date"),
        Column("asked_by", _("Asked by")),
        Column("state", _("State"), words={"open": _("open"), "answered": _("answered")}),
        Column("answered_on", _("Answered on"), "date"),
        Column("answered_by", _("Answered by")),
        Column("why", _("Why"), under="figure"),
        Column("answer", _("Answer"), under="figure"),
    ]
    look = Look(emphasis=["soon" if dispute.answer is None else None for dispute in found])
    return one.section(_("Disputes"), columns, [_dispute(one, dispute) for dispute in found], look=look)


def _disputes(one: One) -> Iterator[DisputeRow]:
    period = one.all.period
    for dispute in one.all.disputes:
        about = dispute.starts_on < period.end and dispute.ends_on > period.start
        answered = dispute.answered_on is not None and period.start <= dispute.answered_on < period.end
        if dispute.rep == one.person.code and (about or answered):
            yield dispute


def _dispute(one: One, dispute: DisputeRow) -> Row:
    answered_by = dispute.answered_by
    return {
        "id": one.all.now.ledger.show_id(dispute.id),
        "asked_by": one.name_of(dispute.recorded_by),
        "answered_by": one.name_of(answered_by) if answered_by is not None else None,
        "figure": figure_title(one.all.view, one.all.period, dispute.figure),
        "over": name_of(dispute.starts_on, dispute.ends_on),
        "happened_on": dispute.happened_on,
        "state": "open" if dispute.answer is None else "answered",
        "answered_on": dispute.answered_on,
        "why": dispute.why,
        "answer": dispute.answer,
    }
