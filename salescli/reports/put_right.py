"""What a correction in place put right: which field of which fact, from what to what; how that is told is each report's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

from salescli import money
from salescli.facts.verified import CorrectedField
from salescli.reports.view import View

MONEY = ("amount", "cost", "base", "list_price", "unit_price")
"""Fields that the ledger keeps in minor units."""


@dataclass(frozen=True, slots=True)
class PutRight:
    """A correction of one field.

    Attributes:
        of: the fact that was put right; why: the reason that stays with it.
        before, after: as the ledger keeps them, "" where the field is empty; what an earlier correction in force said goes
            before what the fact itself says.
    """

    of: int
    field: str
    before: str
    after: str
    why: str


def put_right(view: View, id: int, recorded_at: str) -> PutRight:
    """What the correction with this id, recorded at this instant, put right."""
    fields = view.ledger.stored(id).fields
    of, field = int(fields["fact_id"]), str(fields["field"])
    earlier = [
        other.value
        for other in view.ledger.read("corrections_of", CorrectedField, id=of)
        if other.field == field and (other.recorded_at, other.id) < (recorded_at, id)
    ]
    before = earlier[-1] if earlier else view.ledger.stored(of).fields.get(field, "")
    return PutRight(of, field, str(before), str(fields["value"]), str(fields["why"]))


def text(field: str, value: Any) -> str:
    """A value of a field as text; "" of an empty one."""
    if value in (None, ""):
        return ""
    return money.money_text(int(value)) if field in MONEY else str(value)


def titles() -> Mapping[str, str]:
    """What the fields are called that can be put right in place."""
    return {
        "happened_on": _("day"),
        "name": _("name"),
        "code": _("code"),
        "grade": _("grade"),
        "source": _("source"),
        "phone": _("phone"),
        "industry": _("industry"),
        "region": _("region"),
        "title": _("title"),
        "email": _("e-mail"),
        "rate": _("commission rate"),
        "amount": _("amount"),
    }
