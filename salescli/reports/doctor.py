"""What a person should repair (`doctor`), each with the command that does it: nothing here is wrong enough to stop a figure.

Customers and numbers that are there twice, wanted fields that are empty, what has no owner, stage or amount, people without post,
team or base, targets that an appraisal asks for, plans that do not make up their contract, trips without a report, stages that the
policy does not know. What a person has to fill in stands in <> in the command. Of each kind the first few, unless all are asked for.
Facts: as they are on the view's day. Policy: [tracking] wanted_fields, [[stage]], [post], [[appraisal]] of that day.
"""

import shlex
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from gettext import gettext as _
from typing import Any

from salescli import money, phones, spelling
from salescli.facts.credited import FirstDay
from salescli.facts.listed import ListedContact, ListedContract, ListedCustomer, ListedOpportunity
from salescli.facts.measured import FollowUpEntry
from salescli.facts.reminded import UnreportedTrip
from salescli.facts.telephoned import Telephone
from salescli.facts.verified import ContractSums
from salescli.ledger import names
from salescli.period import quarter_of
from salescli.reports import commission
from salescli.reports.lists import titles
from salescli.reports.measured import title_of
from salescli.reports.report import Column, Look, Report
from salescli.reports.targets import targets_of
from salescli.reports.view import View
from salescli.rules.entries import wanted_fields
from salescli.rules.roster import roster
from salescli.rules.staff import Staff
from salescli.rules.targets import Key
from salescli.terms import Scope, Score

SHOWN = 3
LOOKED_BACK = timedelta(days=30)
"""How far back a follow-up without a wanted field is worth the trouble."""
MOST_IN_AN_ACT = 100
ELSEWHERE = "CN"  # the numbers of a ledger whose time zone is of no country


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to repair.

    Attributes:
        what: its name; id: its fact, where it is one; rep: the code of whose it is (None: nobody's).
    """

    kind: str
    what: str
    id: int | None
    rep: str | None
    text: str
    command: str


def build(view: View, rep: str | None = None, team: str | None = None, everything: bool = False) -> Report:
    """What there is to repair; of one rep's, or of a team's and those of the teams below, where named.

    Args:
        everything: every single one, instead of the first few of each kind.

    Raises:
        NotFound: no such rep or team.
    """
    look_at = Looked(view, commission.staff_of(view))
    mine = _mine(look_at, rep, team)
    found = [one for check in CHECKS for one in check(look_at) if mine(one)]
    counts = Counter(one.kind for one in found)
    rows = [_row(view, one) for one in _first(found, len(found) if everything else SHOWN)]
    notes = [_more(counts)] if len(rows) < len(found) else []
    if not found:
        notes = [_("Nothing is to be repaired.")]
    look = Look(grouped=("kind",), stacked=True)
    return view.report("doctor", _("To be repaired"), _columns(), rows, rests_on_policy=False, notes=notes, look=look)


class Looked:
    """What the checks look at, each list read once."""

    def __init__(self, view: View, staff: Staff) -> None:
        self.view, self.staff, self.on = view, staff, view.on
        version = titles.in_force(view)
        self.policy = version.policy if version else None

    @cached_property
    def customers(self) -> Sequence[ListedCustomer]:
        """The customers that are in force, disqualified leads apart."""
        known = self.view.ledger.read("listed_customers", ListedCustomer, day=self.on)
        return sorted((one for one in known if one.disqualified_on is None), key=lambda one: one.id)

    @cached_property
    def owners(self) -> Mapping[int, str | None]:
        """Whose a customer is."""
        return {one.id: one.rep for one in self.customers}

    @cached_property
    def opportunities(self) -> Sequence[ListedOpportunity]:
        """The open opportunities."""
        known = self.view.ledger.read("listed_opportunities", ListedOpportunity, day=self.on)
        return [one for one in known if one.closes is None]

    @cached_property
    def twice(self) -> Sequence[tuple[ListedCustomer, ListedCustomer]]:
        """Each customer that is perhaps an earlier one, with that one."""
        alike: dict[str, list[ListedCustomer]] = defaultdict(list)
        for one in self.customers:
            alike[spelling.core(one.customer)].append(one)
        return [(one, several[0]) for heart, several in alike.items() if heart for one in several[1:]]

    @cached_property
    def superfluous(self) -> Collection[int]:
        """Those of them on which nothing stands but whose they were from the beginning."""
        return {one.id for one, _first in self.twice if self._is_bare(one.id)}

    def _is_bare(self, id: int) -> bool:
        act = set(self.view.ledger.recorded_with(id, MOST_IN_AN_ACT))
        return all(one in act and kind == "customer_owner" for one, kind in self.view.ledger.hanging_on(id))

    def show(self, id: int) -> str:
        """An id as people type it."""
        return self.view.ledger.show_id(id)

    def wanted(self, kind: str) -> Sequence[str]:
        """The fields that the policy wants of a kind of entry."""
        return wanted_fields(self.policy.tracking.wanted_fields, kind) if self.policy else ()


# What is there twice.


def _customers_twice(at: Looked) -> Iterator[Finding]:
    """Customers of one name but for its form, width and spaces: void what nothing stands on, else tell the two apart by name."""
    for one, first in at.twice:
        other = at.show(first.id)
        said = _("is perhaps {other} #{id}").format(other=first.customer, id=other)
        command = f'salescli void {at.show(one.id)} --why "twice: {other}"'
        if one.id not in at.superfluous:
            said += _("; what stands on it stays its own, so it is named so that everybody goes on with the other")
            name = _typed("name", f"{one.customer} (#{other})")
            command = f'salescli correct {at.show(one.id)} {name} --why "twice: {other}"'
        yield Finding("customer_twice", one.customer, one.id, one.rep, said, command)


def _phones_twice(at: Looked) -> Iterator[Finding]:
    """Numbers by which two customers are reached; how a call or an import tells whose one is, it cannot. What else stands in the
    same field stays there; two that are of one name are told of once, above."""
    numbering = phones.Numbering(phones.country_of(at.view.ledger.zone) or ELSEWHERE)
    alike = {one.id: first.id for one, first in at.twice}
    first: dict[str, Telephone] = {}
    for one in at.view.ledger.read("telephones", Telephone):
        shared = {}
        for number in phones.numbers_in(one.phone, numbering) if one.customer_id in at.owners else ():
            other = first.setdefault(number, one)
            if len({alike.get(id, id) for id in (one.customer_id, other.customer_id)}) > 1:
                shared[number] = other
        if shared:
            yield _phone_twice(at, one, shared, phones.without(one.phone, shared, numbering))


def _phone_twice(at: Looked, one: Telephone, shared: Mapping[str, Telephone], rest: str) -> Finding:
    """A field with numbers of other customers; `rest`: what is its own."""
    said = [
        _("{number} is also that of {other} #{id}").format(
            number=number, other=other.customer, id=at.show(other.contact_id or other.customer_id)
        )
        for number, other in shared.items()
    ]
    others = ", ".join(dict.fromkeys(at.show(other.customer_id) for other in shared.values()))
    id = one.contact_id or one.customer_id
    command = f'salescli correct {at.show(id)} {_typed("phone", rest)} --why "the number of {others}"'
    return Finding("phone_twice", one.customer, id, at.owners[one.customer_id], "; ".join(said), command)


def _typed(field: str, value: str) -> str:
    """A field and its value as a shell takes them."""
    return shlex.quote(f"{field}={value}") if value else f"{field}="


# What is empty.


def _empty_fields(at: Looked) -> Iterator[Finding]:
    """Wanted fields of customers, contacts and late follow-ups; those of opportunities stand with what they lack."""
    contacts = at.view.ledger.read("listed_contacts", ListedContact, day=at.on, customer_id=None)
    late = {"start": at.on - LOOKED_BACK, "end": at.on + timedelta(days=1), "rep_id": None}
    spoken = at.view.ledger.read("follow_up_entries", FollowUpEntry, **late) if at.wanted("follow_up") else []
    entries: list[tuple[str, Any, int, str, str | None]] = [
        *(("customer", one, one.id, one.customer, one.rep) for one in at.customers if one.id not in at.superfluous),
        *(("contact", one, one.id, f"{one.name} · {one.customer}", at.owners.get(one.customer_id)) for one in contacts),
        *(
            ("follow_up", one, one.fact, one.happened_on.isoformat(), at.staff.code_of.get(one.rep_id))
            for one in spoken
        ),
    ]
    for kind, entry, id, what, rep in entries:
        empty = [name for name in at.wanted(kind) if getattr(entry, name) in (None, "")]
        if empty:
            filled = " ".join(f"{name.removesuffix('_id')}=<{name.removesuffix('_id')}>" for name in empty)
            command = f'salescli correct {at.show(id)} {filled} --why "was missing"'
            yield Finding(
                f"{kind}_fields", what, id, rep, _("without {fields}").format(fields=", ".join(empty)), command
            )


def _opportunities(at: Looked) -> Iterator[Finding]:
    """Open opportunities without owner, stage, amount or expected close."""
    known = titles.stages(at.view)
    for one in at.opportunities:
        if one.rep is None:
            rep = at.owners.get(one.customer_id or 0)
            command = f"salescli opportunity assign {at.show(one.id)} {rep or '<rep>'}"
            yield Finding("opportunity_owner", one.opportunity, one.id, None, _("belongs to nobody"), command)
        missing = {_("amount"): one.amount, _("expected close"): one.expected_close, _("stage"): one.stage}
        empty = [name for name, value in missing.items() if value is None]
        if empty:
            options = "".join(
                [" --amount <amount>" * (one.amount is None), " --close <day>" * (one.expected_close is None)]
            )
            command = f"salescli stage {at.show(one.id)} {one.stage if one.stage in known else '<stage>'}{options}"
            said = _("without {fields}").format(fields=", ".join(empty))
            yield Finding("opportunity_fields", one.opportunity, one.id, one.rep, said, command)


def _unknown_stages(at: Looked) -> Iterator[Finding]:
    """Open opportunities in a stage that the policy of the day does not have."""
    known = titles.stages(at.view)
    for one in at.opportunities if known else ():
        if one.stage is not None and one.stage not in known:
            said = _("the policy has no stage {stage}; it has {stages}").format(
                stage=repr(one.stage[:40]), stages=", ".join(known)
            )
            command = f"salescli stage {at.show(one.id)} <stage>"
            yield Finding("unknown_stage", one.opportunity, one.id, one.rep, said, command)


def _customers_of_nobody(at: Looked) -> Iterator[Finding]:
    """Customers without an owner; whoever has an open opportunity there is named."""
    busy = {one.customer_id: one.rep for one in at.opportunities if one.rep is not None}
    for one in at.customers:
        if one.rep is None and one.id not in at.superfluous:
            command = f"salescli customer assign {at.show(one.id)} {busy.get(one.id) or '<rep>'}"
            yield Finding("customer_owner", one.customer, one.id, None, _("belongs to nobody"), command)


# People and their targets.


def _people(at: Looked) -> Iterator[Finding]:
    """Employed people without a post, a team or a base."""
    bases = titles.post_bases(at.view)
    for person in at.staff.people.values():
        if not at.staff.employed_on(person.id, at.on):
            continue
        post = at.staff.post_on(person.id, at.on)
        base = at.staff.base_on(person.id, at.on)
        empty = {
            "post": (post is None, _("without a post"), f"salescli rep move {person.code} --post <post>"),
            "team": (
                at.staff.team_on(person.id, at.on) is None,
                _("without a team"),
                f"salescli rep move {person.code} --team <team>",
            ),
            "base": (
                base is None and bases.get(post or "") is None,
                _("without a base"),
                f"salescli rep raise {person.code} <base>",
            ),
        }
        for is_missing, said, command in empty.values():
            if is_missing:
                yield Finding("rep_fields", person.name, person.id, person.code, said, command)


def _targets(at: Looked) -> Iterator[Finding]:
    """The targets of this quarter that the appraisal plans of employed people are scored against."""
    period = quarter_of(at.on)
    if at.policy is None or period.kind is None:
        return
    targets = targets_of(at.view, period, at.staff)
    for member in roster(at.staff, period, at.on):
        person = member.person
        plan = at.policy.nearest_appraisal_plan(member.post or "", period.kind)
        for item in plan.items if plan and at.staff.employed_on(person.id, at.on) else ():
            if item.score is not Score.ATTAINMENT or item.measure is None:
                continue
            if targets.find(Key(Scope.REP, person.id, item.measure)) is None:
                said = _("no target of {measure} in {period}").format(
                    measure=title_of(item.measure, at.view.lang), period=period.name
                )
                command = f"salescli target set {person.code} {item.measure.value} {period.name} <target>"
                yield Finding("target", person.name, person.id, person.code, said, command)


# Money, trips and rules.


def _plans(at: Looked) -> Iterator[Finding]:
    """Contracts with money outstanding whose instalments do not make them up, or that have none."""
    sums = {one.id: one for one in at.view.ledger.read("verify_contracts", ContractSums)}
    for one in at.view.ledger.read("listed_contracts", ListedContract, day=at.on, opportunity_id=None):
        planned = sums[one.id].planned
        if planned == one.amount or one.collected + one.written_off >= one.amount:
            continue
        said = _("has no instalments; all of it fell due when it was signed")
        if planned is not None:
            said = _("its instalments come to {planned} of {amount}").format(
                planned=money.money_text(planned, grouped=True), amount=money.money_text(one.amount, grouped=True)
            )
        left = one.amount - (planned or 0)
        command = f"salescli contract instalment {at.show(one.id)} <day>:{money.money_text(left)}"
        if left < 0:  # what two copies planned
            command = (
                f'salescli correct {at.show(one.id)} amount={money.money_text(planned or 0)} --why "as its instalments"'
            )
        yield Finding("plan", one.code or at.show(one.id), one.id, one.rep, said, command)


def _trips(at: Looked) -> Iterator[Finding]:
    """Approved trips that are over and were never reported."""
    for one in at.view.ledger.read("unreported_trips", UnreportedTrip, day=at.on):
        said = _("over since {day}, not reported").format(day=one.to_day.isoformat())
        command = f"salescli trip report {at.show(one.id)} <outcome>"
        yield Finding("trip", one.destination, one.id, at.staff.code_of.get(one.rep_id), said, command)


def _policy(at: Looked) -> Iterator[Finding]:
    """Days without rules: the view's own, and those of work before the first policy counts."""
    if at.policy is None:
        said = _("none is in force on {day}").format(day=at.on.isoformat())
        yield Finding("policy", _("policy"), None, None, said, "salescli policy load <file>")
        return
    begins = min(version.starts_on or date.min for version in at.view.versions)
    first = at.view.ledger.read("first_work", FirstDay, end=begins)[0].happened_on
    if first is not None:
        said = _("none is in force before {day}, and there is work since {first}").format(
            day=begins.isoformat(), first=first.isoformat()
        )
        command = f"salescli policy load <file> --from {first.isoformat()}"
        yield Finding("policy", _("policy"), None, None, said, command)


CHECKS: tuple[Callable[[Looked], Iterator[Finding]], ...] = (
    _policy,
    _customers_twice,
    _phones_twice,
    _customers_of_nobody,
    _opportunities,
    _unknown_stages,
    _plans,
    _trips,
    _targets,
    _people,
    _empty_fields,
)
"""What is looked for, in the order in which it is shown; to add something, write its function and put it here."""


# Which are shown, and how.


def _mine(at: Looked, rep: str | None, team: str | None) -> Callable[[Finding], bool]:
    """Whose findings are wanted; nobody's are wanted by whoever asks for all."""
    if rep:
        code = names.find(at.view.ledger, "rep", rep).code
        return lambda one: one.rep == code
    if team:
        team_id = names.find(at.view.ledger, "team", team).id
        members = {person.code for person in at.staff.people.values() if at.staff.is_in(person.id, team_id, at.on)}
        return lambda one: one.rep in members
    return lambda _one: True


def _first(found: Iterable[Finding], most: int) -> Iterator[Finding]:
    """The first of each kind, the kinds together."""
    kinds: dict[str, list[Finding]] = defaultdict(list)
    for one in found:
        kinds[one.kind].append(one)
    for several in kinds.values():
        yield from several[:most]


def _more(counts: Mapping[str, int]) -> str:
    """How many there are of the kinds of which not all are shown."""
    words = _words()
    many = "; ".join(f"{words[kind]}: {count}" for kind, count in counts.items() if count > SHOWN)
    return _("--all shows every one. There are more: {counts}.").format(counts=many)


def _row(view: View, one: Finding) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "what": one.what,
        "id": view.ledger.show_id(one.id) if one.id is not None else None,
        "rep": one.rep,
        "text": one.text,
        "command": one.command,
    }


def _words() -> dict[str, str]:
    return {
        "policy": _("No policy"),
        "customer_twice": _("Customers there twice"),
        "phone_twice": _("One number, two customers"),
        "customer_owner": _("Customers of nobody"),
        "opportunity_owner": _("Opportunities of nobody"),
        "opportunity_fields": _("Opportunities with something missing"),
        "unknown_stage": _("Stages that the policy does not have"),
        "plan": _("Contracts whose instalments do not make them up"),
        "trip": _("Trips without a report"),
        "target": _("Missing targets"),
        "rep_fields": _("People with something missing"),
        "customer_fields": _("Customers with something missing"),
        "contact_fields": _("Contacts with something missing"),
        "follow_up_fields": _("Follow-ups with something missing"),
    }


def _columns() -> list[Column]:
    return [
        Column("kind", _("Kind"), words=_words()),
        Column("what", _("What")),
        Column("id", _("Id")),
        Column("rep", _("Rep")),
        Column("text", _("Why"), under="what"),
        Column("command", _("Command"), under="what"),
    ]
