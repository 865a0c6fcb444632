"""What a fact must be before the ledger takes it, by its kind: the refusals that the recording commands make too, and what
the policy and the prices of its day fill in.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from gettext import gettext as _
from typing import Any

from salescli.errors import SalescliError
from salescli.exchange.kinds import KINDS, Form
from salescli.facts.names import Named
from salescli.facts.recorded import Act, Balance, CashStep, Planned, Price
from salescli.ledger.store import Ledger
from salescli.policy.stages import Stage, stage_keys
from salescli.record import in_force, opportunity, receipt, team, typed
from salescli.record.importing.register import Register
from salescli.terms import ReceiptKind

Values = dict[str, Any]
"""A fact's columns, references resolved; days, minor units, rates and texts."""


class Refusal(Exception):
    """A fact that the ledger does not take, with the profile's field at fault ("" for none); its words are the reason."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@dataclass(slots=True)
class Gate:
    """What the checks look at, and remember between rows: policies by day, prices by product and day."""

    ledger: Ledger
    register: Register
    today: date
    _stages: dict[date, dict[str, Stage]] = field(default_factory=dict)
    _posts: dict[tuple[str, date], str] = field(default_factory=dict)
    _prices: dict[tuple[int, date], int | None] = field(default_factory=dict)

    def forget(self) -> None:
        """Remember no more what a fact that was taken back may have said."""
        self._prices.clear()

    def check(self, kind: str, day: date, values: Values) -> None:
        """Check a fact that is new, and fill in what its day says.

        Raises:
            Refusal: with the field at fault.
        """
        self.word(kind, day, values)
        if "code" in values and self.register.has_code(kind, values["code"]):
            raise Refusal("code", _("another {kind} has this code already").format(kind=kind))
        if kind in _CHECKS:
            _CHECKS[kind](self, day, values)

    def word(self, kind: str, day: date, values: Values) -> None:
        """Put names, codes, stages and posts as the ledger words them.

        Raises:
            Refusal: with the field at fault.
        """
        for name in _NAMES[kind]:
            if name in values:
                values[name] = self._worded(name, typed.name, values[name], name)
        if "code" in values:
            values["code"] = self._worded("code", typed.code, values["code"].strip())
        if "stage" in values:
            self._stage(day, values)
        if "post" in values:
            self._post(day, values)

    def check_parts(self, parts: list[tuple[Named, Decimal]]) -> None:
        """Shares sum to exactly 100, and a rep has one of them.

        Raises:
            Refusal: with no field, as several are at fault.
        """
        ids = [rep.id for rep, _percent in parts]
        for rep, _percent in parts:
            if ids.count(rep.id) > 1:
                raise Refusal("", _("{rep} has two shares").format(rep=typed.shown(rep.code)))
        self._worded("", opportunity.refuse_unless_whole, parts)

    def _worded(self, name: str, ask: Callable[..., Any], *words: Any) -> Any:
        """What a recording room makes of words; its refusal as one of the field."""
        try:
            return ask(*words)
        except SalescliError as error:
            raise Refusal(name, str(error)) from None

    def _stage(self, day: date, values: Values) -> None:
        """The stage must be one of the policy of the day, by key or title; how it closes comes from there."""
        if day not in self._stages:
            self._stages[day] = _by_word(self._worded("stage", in_force.text_on, self.ledger, day))
        stage = self._stages[day].get(values["stage"].lower())
        if stage is None:
            stage = self._worded("stage", in_force.stage, self.ledger, day, values["stage"])
        assert stage is not None  # in_force.stage gives one or raises
        values["stage"], values["closes"] = stage.key, str(stage.closes) if stage.closes else None

    def _job(self, day: date, values: Values) -> None:
        act, latest = values["act"], self.ledger.read("rep_act_on", Act, rep_id=values["rep_id"], day=day)
        employed = bool(latest) and latest[0].act != "depart"
        if act == "hire" and employed:
            raise Refusal("act", _("the rep is employed already on {day}").format(day=day))
        if act != "hire" and not employed:
            raise Refusal("act", _("the rep is not employed on {day}").format(day=day))
        needed = {"hire": ("post",), "move": ("post", "team_id"), "raise": ("base",), "depart": ()}[act]
        if needed and not any(name in values for name in needed):
            raise Refusal(needed[0].removesuffix("_id"), _("it is empty, and act {act} needs it").format(act=act))

    def _post(self, day: date, values: Values) -> None:
        key = values["post"].strip(), day
        if key not in self._posts:
            self._posts[key] = self._worded("post", in_force.post, self.ledger, key[0], day, self.today)
        values["post"] = self._posts[key]

    def _place(self, day: date, values: Values) -> None:
        if "parent_id" in values:
            ids = values["team_id"], values["parent_id"]
            one, above = (Named(id, "", self.register.name_of("team", id)) for id in ids)
            self._worded("parent", team.refuse_circle, self.ledger, one, above, day)

    def _price(self, day: date, values: Values) -> None:
        if "list_price" not in values and "cost" not in values:
            raise Refusal("list_price", _("neither a list price nor a cost is there"))
        self._prices.clear()

    def _line(self, day: date, values: Values) -> None:
        """A line without a list price takes the product's of the day."""
        if "list_price" in values:
            return
        key = values["product_id"], day
        if key not in self._prices:
            found = self.ledger.read("product_price_on", Price, product_id=key[0], day=day)
            self._prices[key] = found[0].list_price if found else None
        values["list_price"] = self._prices[key]

    def _instalment(self, day: date, values: Values) -> None:
        plan = self.ledger.read("planned_of", Planned, contract_id=values["contract_id"])[0]
        if plan.planned + values["amount"] > plan.amount:
            most = typed.priced(plan.amount, self.ledger)
            raise Refusal("amount", _("the instalments sum to more than the contract's {amount}").format(amount=most))

    def _money(self, day: date, values: Values) -> None:
        """Never more goes back than was collected, nor is given up than is outstanding."""
        contract, amount = values["contract_id"], values["amount"]
        if values["kind"] == ReceiptKind.REFUND:
            most = receipt.refundable(self.ledger.read("receipts_of", CashStep, contract_id=contract), day)
            reason = _("the most that can be refunded then is what was collected, {most}")
        elif values["kind"] == ReceiptKind.WRITE_OFF:
            most = max(0, self.ledger.read("contract_balance", Balance, contract_id=contract)[0].outstanding)
            reason = _("the most that can be written off is what is outstanding, {most}")
        else:
            return
        if amount > most:
            raise Refusal("amount", reason.format(most=typed.priced(most, self.ledger)))

    def _feedback(self, day: date, values: Values) -> None:
        rated = values["feedback_kind"] == "rating"
        if rated and "rating" not in values:
            raise Refusal("rating", _("it is empty, and a rating needs it"))
        if not rated and "content" not in values:
            raise Refusal("content", _("it is empty, and a complaint or suggestion needs it"))

    def _assessment(self, day: date, values: Values) -> None:
        if values["out_of"] <= 0 or values["score"] > values["out_of"]:
            raise Refusal("score", _("a score lies between 0 and what it is out of, which is above 0"))

    def _leave(self, day: date, values: Values) -> None:
        if values["to_day"] < values["from_day"]:
            raise Refusal("to_day", _("the leave ends before it begins"))

    def _defaults(self, day: date, values: Values) -> None:
        values.setdefault("answered", True)

    def _candidate(self, day: date, values: Values) -> None:
        values.setdefault("candidate", False)


@cache
def _by_word(policy: str) -> dict[str, Stage]:
    """The stages of a policy's text by key and title, in small letters; of two called alike the first."""
    words: dict[str, Stage] = {}
    for stage in stage_keys(policy):
        for word in (stage.key, stage.title.en, stage.title.zh):
            if word:
                words.setdefault(word.lower(), stage)
    return words


_NAMES = {
    kind: [name for name, one in fields.items() if one.form is Form.NAME and name not in ("code", "stage")]
    for kind, fields in KINDS.items()
}
_CHECKS: dict[str, Callable[[Gate, date, Values], None]] = {
    "rep": Gate._candidate,
    "rep_change": Gate._job,
    "team_change": Gate._place,
    "product_price": Gate._price,
    "contract_line": Gate._line,
    "instalment": Gate._instalment,
    "receipt": Gate._money,
    "follow_up": Gate._defaults,
    "feedback": Gate._feedback,
    "assessment": Gate._assessment,
    "leave": Gate._leave,
}
