"""The word for every kind of fact, in the person's language; what a fact of the kind says is told elsewhere."""

from gettext import gettext as _


def word(kind: str) -> str:
    """What a kind of fact is called in a sentence ("There is no expense …")."""
    return _words().get(kind, kind)


def _words() -> dict[str, str]:
    return {
        "rep": _("rep"),
        "team": _("team"),
        "team_change": _("change of a team"),
        "rep_change": _("change of a job"),
        "customer": _("customer"),
        "customer_owner": _("owner of a customer"),
        "disqualification": _("disqualification"),
        "contact": _("contact"),
        "product": _("product"),
        "product_price": _("price of a product"),
        "opportunity": _("opportunity"),
        "opportunity_owner": _("owner of an opportunity"),
        "share": _("set of shares"),
        "share_part": _("share"),
        "stage_change": _("stage change"),
        "follow_up": _("follow-up"),
        "contract": _("contract"),
        "contract_line": _("line of a contract"),
        "instalment": _("instalment"),
        "receipt": _("receipt"),
        "expense": _("expense"),
        "trip": _("trip"),
        "decision": _("decision"),
        "settlement": _("payout"),
        "trip_report": _("trip report"),
        "task": _("task"),
        "task_done": _("end of a task"),
        "leave": _("leave"),
        "goal": _("goal"),
        "goal_progress": _("progress of a goal"),
        "feedback": _("feedback"),
        "feedback_close": _("close of a feedback"),
        "quality_review": _("quality review"),
        "assessment": _("assessment"),
        "target": _("target"),
        "policy": _("policy"),
        "void": _("void"),
        "correction": _("correction"),
        "waiver": _("waiver"),
        "statement": _("statement"),
        "dispute": _("dispute"),
        "dispute_answer": _("answer to a dispute"),
    }
