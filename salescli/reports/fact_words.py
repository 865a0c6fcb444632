"""Any fact in words: what it is, of how much, about whom and of which day; how figures rest on it is not known here."""

from collections.abc import Iterable
from gettext import gettext as _
from typing import Any

from salescli import money
from salescli.facts.names import Named
from salescli.facts.recorded import Stored
from salescli.reports.view import View

SUBJECTS = ("contract", "opportunity", "customer", "team", "product", "rep")
"""Whom or what a fact is about, the nearest first: the kinds of things that have names."""
CODED = ("contract", "product")
"""Those that people know by their code rather than by a name."""
ABOUT = ("fact", "request", "trip", "task", "goal", "feedback", "subject", "share", "dispute")
"""Where a fact speaks of another fact: the columns, without their _id."""


def fact(view: View, id: int, depth: int = 1, with_parts: Iterable[int] = ()) -> str:
    """A fact in a few words; what speaks of another fact names that one too, one step deep.

    Args:
        with_parts: the parts of a share, or what else came with the fact.
    """
    stored = view.ledger.stored(id)
    shares = ", ".join(filter(None, (_share(view, view.ledger.stored(part)) for part in with_parts)))
    parts = [title(stored), _amount(view, stored), _subject(view, stored), shares, str(stored.fields["happened_on"])]
    other = next((stored.fields[f"{key}_id"] for key in ABOUT if f"{key}_id" in stored.fields), None)
    if other is not None and depth:
        parts.append(_("of: {fact}").format(fact=fact(view, int(other), depth - 1)))
    return " · ".join(part for part in parts if part)


def title(stored: Stored) -> str:
    """What kind of fact it is, in the person's language; a kind with several acts by its act."""
    key = stored.fields.get({"receipt": "kind", "decision": "verdict", "void": "effect"}.get(stored.kind, ""))
    return _titles().get(f"{stored.kind}:{key}") or _titles().get(stored.kind, stored.kind)


def _amount(view: View, stored: Stored) -> str:
    amount = stored.fields.get("amount", stored.fields.get("cost"))
    return "" if amount is None else f"{money.money_text(int(amount), grouped=True)} {view.ledger.currency}"


def _subject(view: View, stored: Stored) -> str:
    """The name of the nearest thing that a fact is about; of a thing itself its own."""
    own = stored.fields.get("code") or stored.fields.get("name") or stored.fields.get("title")
    if own:
        return str(own)
    for kind in SUBJECTS:
        id: Any = stored.fields.get(f"{kind}_id")
        found = view.ledger.read(f"names_{kind}_of_id", Named, id=id) if id is not None else []
        if found:
            return found[0].code or found[0].name if kind in CODED else found[0].name
    return ""


def _share(view: View, part: Stored) -> str:
    """Whose part of a share it is, and how much; "" for what is none."""
    if part.kind != "share_part":
        return ""
    named = view.ledger.read("names_rep_of_id", Named, id=part.fields["rep_id"])
    return f"{named[0].name if named else '—'} {part.fields['percent']}%"


def _titles() -> dict[str, str]:
    return {
        "rep": _("Person"),
        "team": _("Team"),
        "team_change": _("Change of a team"),
        "rep_change": _("Change of a job"),
        "customer": _("Customer"),
        "customer_owner": _("Owner of a customer"),
        "disqualification": _("Lead disqualified"),
        "contact": _("Contact"),
        "product": _("Product"),
        "product_price": _("Price of a product"),
        "opportunity": _("Opportunity"),
        "opportunity_owner": _("Owner of an opportunity"),
        "share": _("Shares of an opportunity"),
        "share_part": _("Share"),
        "stage_change": _("Stage change"),
        "follow_up": _("Follow-up"),
        "contract": _("Contract"),
        "contract_line": _("Line of a contract"),
        "instalment": _("Instalment"),
        "receipt:payment": _("Receipt"),
        "receipt:refund": _("Refund"),
        "receipt:write_off": _("Write-off"),
        "expense": _("Expense request"),
        "trip": _("Trip request"),
        "decision:approved": _("Approval"),
        "decision:rejected": _("Rejection"),
        "settlement": _("Settlement"),
        "trip_report": _("Trip report"),
        "task": _("Task"),
        "task_done": _("Task done"),
        "leave": _("Leave"),
        "goal": _("Goal"),
        "goal_progress": _("Progress of a goal"),
        "feedback": _("Feedback"),
        "feedback_close": _("Feedback closed"),
        "quality_review": _("Quality review"),
        "assessment": _("Assessment"),
        "target": _("Target"),
        "policy": _("Policy"),
        "void:void": _("Void"),
        "void:restore": _("Void taken back"),
        "correction": _("Correction"),
        "waiver": _("Waiver"),
        "statement": _("Statement"),
        "dispute": _("Dispute"),
        "dispute_answer": _("Answer to a dispute"),
    }
