"""What a fact that is recorded anew must keep to: the very rules of the command that records its kind; it appends nothing."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import Any

from salescli import money
from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.facts.evidence import FeedbackStanding
from salescli.facts.names import Named, Owned
from salescli.facts.recorded import Planned, Stored
from salescli.facts.requested import Request
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.record import (
    assessment,
    authority,
    contract,
    customer,
    decision,
    evidence,
    expense,
    feedback,
    follow_up,
    goal,
    leave,
    opportunity,
    quality_review,
    receipt,
    rep,
    target_words,
    task,
    team,
    trip,
    typed,
    waive,
)
from salescli.record.correct_words import NAMED_AS
from salescli.reports.evidence_words import SELF
from salescli.terms import ReceiptKind, Scope

Follows = Mapping[str, Any]
"""Fields that follow from the others: how a request stands to its limit, the customer of an opportunity."""


@dataclass(frozen=True, slots=True)
class Case:
    """A fact that was taken back and is to be recorded anew.

    Attributes:
        fields: what it should say, days as days; changed: those of them that are another than before.
        warnings: what a person should look at again, filled by its rules.
    """

    asked: Asked
    ledger: Ledger
    stored: Stored
    day: date
    fields: Mapping[str, Any]
    changed: Set[str]
    warnings: list[str] = field(default_factory=list)

    def named(self, name: str) -> Named | None:
        """Whom or what it is about, if anything.

        Raises:
            Refused: that was voided.
        """
        id = self.fields.get(f"{name}_id")
        if id is None:
            return None
        return evidence.standing(
            self.ledger, id, self.ledger.read(f"names_{NAMED_AS.get(name, name)}_of_id", Named, id=id)
        )

    def about(self, name: str) -> Named:
        """Whom or what it is about, which it must say."""
        found = self.named(name)
        if found is None:
            raise needed(name)
        return found

    def number(self, name: str) -> Decimal | None:
        """A number that is kept as text."""
        value = self.fields.get(name)
        return None if value is None else Decimal(value)


def rules(case: Case) -> Follows:
    """Whatever the command that records the kind refuses, in its words; gives the fields that follow from the others.

    Raises:
        Refused, WrongUse, NotFound, NothingInForce: as that command does.
    """
    return RULES[case.stored.kind](case) if case.stored.kind in RULES else {}


def refuse_taken(ledger: Ledger, kind: str, code: str | None) -> None:
    """A code is one, and nobody else's; what has no code needs none."""
    if code is not None:
        typed.new_code(ledger, _kind(kind), code)


def _kind(kind: str) -> names.Kind:
    found: names.Kind = next(one for one in CODED if one == kind)
    return found


def needed(name: str) -> WrongUse:
    """That a field cannot go without a value."""
    return WrongUse(_("The field {field} is needed; it cannot be empty.").format(field=name))


def _coded(case: Case) -> Follows:
    if "code" in case.changed:
        refuse_taken(case.ledger, case.stored.kind, case.fields["code"])
    return {}


# People and teams.


def _rep_change(case: Case) -> Follows:
    person, act, fields = case.about("rep"), case.fields["act"], case.fields
    if act == "hire" and not fields.get("post"):
        raise WrongUse(_("Hired as what? Give --post, for instance --post rep."))
    if act == "move" and not (fields.get("post") or fields.get("team_id")):
        raise WrongUse(_("Move to what? Give --post, --team or both."))
    if act == "raise" and fields.get("base") is None:
        raise needed("base")
    if case.changed & {"rep_id", "act", "happened_on"}:
        refuse = rep.refuse_employed if act == "hire" else rep.refuse_unemployed
        refuse(case.ledger, person, case.day)
    return {}


def _team_change(case: Case) -> Follows:
    above = case.named("parent")
    if above is not None:
        team.refuse_circle(case.ledger, case.about("team"), above, case.day)
    return {}


# Customers and opportunities.


def _customer_owner(case: Case) -> Follows:
    owned, owner = case.about("customer"), case.named("rep")
    if owner is None:
        customer.owned(case.ledger, owned, case.day)
    else:
        customer.refuse_same_owner(case.ledger, owned, owner, case.day)
    return {}


def _disqualification(case: Case) -> Follows:
    customer.refuse_unless_lead(case.ledger, case.about("customer"), case.day)
    return {}


def _opportunity_owner(case: Case) -> Follows:
    opportunity.refuse_same_owner(case.ledger, case.about("opportunity"), case.about("rep"), case.day)
    return {}


def _follow_up(case: Case) -> Follows:
    spoken_to, deal, person = case.about("customer"), case.named("opportunity"), case.named("contact")
    follow_up.refuse_next_before(case.fields.get("next_on"), case.day)
    if deal is not None:
        follow_up.refuse_others(case.ledger, spoken_to, deal)
    if person is not None and person.id not in {
        one.id for one in case.ledger.read("contacts_of", Named, customer_id=spoken_to.id)
    }:
        raise Refused(
            _("{contact} is no contact of {customer}; give contact= too, of {customer} or empty.").format(
                contact=typed.shown(person.name), customer=typed.shown(spoken_to.name)
            )
        )
    return {}


# Contracts and money.


def _contract_line(case: Case) -> Follows:
    ledger, fields = case.ledger, case.fields
    follows = {}
    if case.changed & {"product_id", "happened_on"} and "list_price" not in case.changed:
        follows["list_price"] = contract.listed(ledger, case.about("product").id, case.day)
    quantity, prices = int(fields["quantity"]), {**fields, **follows}
    for name in ("unit_price", "list_price"):
        if quantity * int(prices.get(name) or 0) > money.MOST_MINOR:
            raise WrongUse(
                _("{quantity} of {price} come to more than a ledger keeps, {most}.").format(
                    quantity=f"{quantity:,}",
                    price=typed.priced(int(prices[name]), ledger),
                    most=typed.priced(money.MOST_MINOR, ledger),
                )
            )
    return follows


def _instalment(case: Case) -> Follows:
    signed = case.about("contract")
    for one in case.ledger.read("planned_of", Planned, contract_id=signed.id):
        contract.refuse_more_due_than_signed(case.ledger, one.planned + int(case.fields["amount"]), one.amount)
    return {}


def _receipt(case: Case) -> Follows:
    ledger, of, minor = case.ledger, case.about("contract"), int(case.fields["amount"])
    match case.fields["kind"]:
        case ReceiptKind.REFUND:
            receipt.refuse_refund(ledger, of, minor, case.day)
        case ReceiptKind.WRITE_OFF:
            receipt.refuse_write_off(ledger, of, minor)
        case _payment:
            case.warnings.extend(receipt.more_than_outstanding(ledger, of, minor, receipt.balance_of(ledger, of)))
    return {}


# Requests.


def _expense(case: Case) -> Follows:
    from salescli.reports import limited

    ledger, deal, category = case.ledger, case.named("opportunity"), str(case.fields["category"])
    theirs = None if case.changed & {"opportunity_id", "customer_id"} == {"opportunity_id"} else case.named("customer")
    spent_on = expense.spent_on(ledger, deal, theirs, category)
    evidence.refuse_unless_employed(ledger, case.about("rep"), case.day)
    checked = decision.held(limited.expense(_view(case), deal, category, int(case.fields["amount"])))
    return {"customer_id": spent_on.id if spent_on else None, "limit_note": checked.note}


def _trip(case: Case) -> Follows:
    from salescli.reports import limited

    ledger, first, last = case.ledger, case.fields["from_day"], case.fields["to_day"]
    trip.refuse_span(first, last)
    traveller, deal = case.about("rep"), case.named("opportunity")
    if deal is None and "opportunity_id" in case.changed:
        raise needed("opportunity")
    trip.refuse_days(ledger, Owned(traveller.id, traveller.code, traveller.name), case.day, first, last)
    return {"limit_note": decision.held(limited.trip(_view(case), deal, first, last)).note} if deal else {}


def _decision(case: Case) -> Follows:
    from salescli.reports import deciding

    request, ledger = _request(case), case.ledger
    _refuse_deciders(case, request)
    says, why = deciding.said_reason(case.stored.fields.get("why"))  # type: ignore[arg-type]
    why = case.fields["why"] if "why" in case.changed else why
    if case.fields["verdict"] == "rejected":
        decision.refuse_paid(ledger, request)
        return {"why": typed.words(why or "", _("The reason")), "amount": None}
    if says and not why:
        raise WrongUse(_("--over-limit needs a reason; give it with --why."))
    granted = case.fields.get("amount")
    granted = request.amount if granted is None else granted
    if request.kind == "expense" and granted is not None:
        typed.positive(money.money_text(granted))
    decision.refuse_more_than_asked(ledger, request, granted)
    if granted is not None:
        decision.refuse_paid(ledger, request, granted)
    return {"amount": granted, "why": decision.kept_reason(case.asked, ledger, request, granted, why, says)}


def _refuse_deciders(case: Case, request: Request) -> None:
    """Both who decided and the rep who puts it right must be such as may decide it."""
    whose, acting = case.named("rep"), typed.acting_rep(case.asked, case.ledger)
    who = Owned(whose.id, whose.code, whose.name) if whose else None
    for one in dict.fromkeys([who, acting]):
        if one is not None or (whose is None and "rep_id" in case.changed):
            decision.decider(case.asked, case.ledger, request, one, case.day)


def _settlement(case: Case) -> Follows:
    decision.payable(case.ledger, _request(case), case.day, int(case.fields["amount"]))
    return {}


def _trip_report(case: Case) -> Follows:
    request = _request(case, "trip_id")
    trip.reportable(case.ledger, request, case.day)
    trip.reported(case.ledger, request, case.day)
    return {}


def _request(case: Case, name: str = "request_id") -> Request:
    id = int(case.fields[name])
    return evidence.standing(case.ledger, id, case.ledger.read("request", Request, id=id))


def _view(case: Case) -> Any:
    return replace(decision.view_of(case.asked, case.ledger), on=case.day)


def _waiver(case: Case) -> Follows:
    asked, ledger = case.asked, case.ledger
    charged = waive.chargeable(ledger, int(case.fields["fact_id"]), case.day, asked.lang, case.fields.get("penalty"))
    waive.refuse_own(asked, ledger, charged)
    authority.refuse_without_post(asked, ledger, case.day)
    ledger.touched.update(line.happened_on for line in charged)
    return {}


# Tasks, leave, goals, feedback, reviews, assessments, targets.


def _task(case: Case) -> Follows:
    task.refuse_due_before(case.fields["due_on"], case.day)
    evidence.refuse_unless_employed(case.ledger, case.about("rep"), case.day)
    theirs = None if case.changed & {"opportunity_id", "customer_id"} == {"opportunity_id"} else case.named("customer")
    about = task.about(case.ledger, case.named("opportunity"), theirs)
    return {"customer_id": about.id if about else None}


def _task_done(case: Case) -> Follows:
    task.to_do(case.ledger, int(case.fields["task_id"]), case.day)
    return {}


def _leave(case: Case) -> Follows:
    away, first, last = case.about("rep"), case.fields["from_day"], case.fields["to_day"]
    leave.refuse_span(first, last)
    for day in (first, last):
        evidence.refuse_unless_employed(case.ledger, away, day)
    leave.refuse_overlap(case.ledger, away, first, last)
    return {}


def _goal(case: Case) -> Follows:
    goal.refuse_due_before(case.fields.get("due_on"), case.day)
    evidence.refuse_unless_employed(case.ledger, case.about("rep"), case.day)
    return {}


def _goal_progress(case: Case) -> Follows:
    goal.going(case.ledger, int(case.fields["goal_id"]), case.day)
    return {}


def _feedback(case: Case) -> Follows:
    kind = str(case.fields["feedback_kind"])
    if case.changed & {"feedback_kind", "rating"}:
        feedback.refuse_unfit(kind, case.fields.get("rating"))
    return {"content": feedback.content_of(kind, case.fields.get("content"))}


def _feedback_close(case: Case) -> Follows:
    ledger, id = case.ledger, int(case.fields["feedback_id"])
    one = evidence.standing(ledger, id, ledger.read("feedback_of_id", FeedbackStanding, id=id))
    feedback.refuse_closing(ledger, one, case.day)
    if "outcome" in case.changed:
        typed.words(case.fields["outcome"] or "", _("The outcome"))
    return {}


def _quality_review(case: Case) -> Follows:
    quality_review.reviewable(case.asked, case.ledger, int(case.fields["subject_id"]), case.day)
    return {}


def _assessment(case: Case) -> Follows:
    score, most, said = case.number("score"), case.number("out_of"), case.fields.get("rater")
    assessment.refuse_unfit(score or Decimal(0), most or Decimal(0))
    assessment.purpose_of(case.fields.get("purpose"), str(case.fields["method"]))
    _refuse_another_self(case, said)
    role = assessment.rater_of(case.asked, case.ledger, case.about("rep"), said, case.day)
    return {"rater": role} if role == SELF else {}


def _refuse_another_self(case: Case, said: str | None) -> None:
    """What somebody gave himself stays that, whoever puts it right."""
    subject = int(case.stored.fields["rep_id"])
    if not authority.is_own(case.ledger, subject, case.stored.recorded_by):
        return
    if said != SELF or case.fields["rep_id"] != subject:
        raise Refused(
            _("{name} gave this as a self rating, which it stays; void it, and who rated records it.").format(
                name=typed.shown(case.ledger.read("names_rep_of_id", Named, id=subject)[0].name)
            )
        )


def _target(case: Case) -> Follows:
    fields = {**case.fields, **_whose(case)}
    target_words.refuse_days(case.ledger, fields["starts_on"], fields["ends_on"], case.day)
    measure = target_words.measure_of(str(fields["measure"]))
    target_words.refuse_unfit(measure, fields.get("amount"), case.number("number"), case.named("product"))
    return _whose(case)


def _whose(case: Case) -> Follows:
    """Of a target: the scope with whose it is; a rep or team that is given says the scope."""
    given = [one for one in ("rep", "team") if f"{one}_id" in case.changed and case.fields.get(f"{one}_id") is not None]
    if len(given) > 1:
        raise WrongUse(_("A target is of a rep or of a team; give one of them."))
    scope = Scope(given[0]) if given else Scope(case.fields["scope"])
    if scope is not Scope.COMPANY and case.fields.get(f"{scope}_id") is None:
        raise WrongUse(_("Whose target is it? Give {scope}= too.").format(scope=scope))
    return {
        "scope": str(scope),
        "rep_id": case.fields.get("rep_id") if scope is Scope.REP else None,
        "team_id": case.fields.get("team_id") if scope is Scope.TEAM else None,
    }


CODED: tuple[names.Kind, ...] = ("rep", "team", "product", "opportunity", "contract")
RULES: Mapping[str, Callable[[Case], Follows]] = {
    **dict.fromkeys(CODED, _coded),
    "rep_change": _rep_change,
    "team_change": _team_change,
    "customer_owner": _customer_owner,
    "disqualification": _disqualification,
    "opportunity_owner": _opportunity_owner,
    "follow_up": _follow_up,
    "contract_line": _contract_line,
    "instalment": _instalment,
    "receipt": _receipt,
    "expense": _expense,
    "trip": _trip,
    "decision": _decision,
    "settlement": _settlement,
    "trip_report": _trip_report,
    "waiver": _waiver,
    "task": _task,
    "task_done": _task_done,
    "leave": _leave,
    "goal": _goal,
    "goal_progress": _goal_progress,
    "feedback": _feedback,
    "feedback_close": _feedback_close,
    "quality_review": _quality_review,
    "assessment": _assessment,
    "target": _target,
}
"""What the command of each kind refuses; customers, contacts and prices are taken as they are said."""
