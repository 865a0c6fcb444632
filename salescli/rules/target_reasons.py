"""Why a target is what it is, in words and numbers (figures.md §4, §10): set, tiled or a part of a wider one, and pro-rated."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from gettext import gettext as _

from salescli.rules.reasons import Evidence, NumberKind, Reason
from salescli.rules.targets import Found, MonthPart, Piece, part_of


def reason(found: Found | None, title: str, source: str) -> Reason:
    """The tree of a target; None: there is none, so it has no value."""
    if found is None:
        return Reason(title, _("There is no target."), kind="ratio")
    kind: NumberKind = "money" if found.is_money else "count" if found.is_sum else "ratio"
    if found.target.how == "part":
        definition = _(
            "The part of the smallest target around the period, by months as they weigh, within a month by days."
        )
        steps = [_of_part(found, kind, source)]
    elif found.is_sum:
        definition = (
            _("Set for the period.") if found.target.how == "set" else _("The sum of the targets that cover it.")
        )
        steps = [_prorated(found, piece, _set(piece, kind), kind, source) for piece in found.pieces]
    else:
        return _mean(found, title, kind)
    return Reason(
        title, definition, source, steps=steps, result=found.target.value, kind=kind, how="sum", rounded=found.is_money
    )


def _set(piece: Piece, kind: NumberKind) -> Reason:
    title = _("Target set for {days}").format(days=_days(piece.start, piece.end))
    return Reason(title, facts=[Evidence(piece.fact, title, piece.start)], result=piece.value, kind=kind)


def _mean(found: Found, title: str, kind: NumberKind) -> Reason:
    """A ratio: as it was set, or of tiles the mean weighted by days."""
    if len(found.pieces) == 1:
        own = _set(found.pieces[0], kind)
        return Reason(
            title, _("A ratio carries over as it was set."), steps=[own], result=own.result, kind=kind, how="sum"
        )
    weighed = [
        _product(_("The target × its days"), [_set(piece, kind), _count(_("Days"), piece.days)], "ratio")
        for piece in found.pieces
    ]
    days = _sum(_("Days"), [_count(_days(piece.start, piece.end), piece.days) for piece in found.pieces], "count")
    steps = [_sum(_("Σ target × days"), weighed, "ratio"), days]
    definition = _("The mean of the targets that cover the period, weighted by days.")
    return Reason(title, definition, steps=steps, result=found.target.value, kind=kind, how="quotient")


def _of_part(found: Found, kind: NumberKind, source: str) -> Reason:
    wider = found.pieces[0]
    whole = _set(wider, kind)
    if not found.is_sum:
        return whole
    if found.months:
        own = _sum(_("Its months"), [_month(whole, part, kind, source) for part in found.months], kind)
    else:
        days = _quotient(_("Days"), _count(_("Days looked at"), found.wanted.days), _count(_("Days of it"), wider.days))
        own = _product(_("The target by days"), [whole, days], kind)
    return _prorated(found, part_of(wider, found.wanted), own, kind, source)


def _month(whole: Reason, part: MonthPart, kind: NumberKind, source: str) -> Reason:
    """What falls to a month: by its weight, to the cent; a part of the month by its days."""
    weight = _quotient(
        _("The month's weight ÷ that of all its months"),
        Reason(_("Weight"), policy=source, result=part.weight, kind="ratio"),
        Reason(_("Of all"), policy=source, result=part.of, kind="ratio"),
    )
    value = _product(_("The target × the month's weight"), [whole, weight], kind)
    left = part.value - Fraction(value.result or 0)
    if left:
        cents = Reason(_("Split to the cent by largest remainder"), result=left, kind="count")
        value = _sum(_("The month's part, to the cent"), [value, cents], kind)
    name = f"{part.month.start:%Y-%m}"
    if part.shared == part.month.days:
        return _sum(name, [value], kind)
    days = _quotient(_("Days"), _count(_("Days looked at"), part.shared), _count(_("Days of it"), part.month.days))
    return _product(name, [value, days], kind)


def _prorated(found: Found, piece: Piece, own: Reason, kind: NumberKind, source: str) -> Reason:
    """A joiner's, leaver's or absent rep's part of a piece."""
    part = found.prorating.of(piece) if found.prorating else Fraction(1)
    if found.prorating is None or part == 1:
        return own
    there = Reason(
        _("There for {there} of {days}").format(
            there=f"{part.numerator}/{part.denominator}", days=_days(piece.start, piece.end)
        ),
        _("The part of its days or months on which the rep was employed and not on long leave."),
        source,
        steps=[
            _count(_("Days or months there"), part.numerator),
            _count(_("Days or months of it"), part.denominator),
        ],
        result=part,
        kind="percent",
        how="quotient",
    )
    return _product(_("Pro-rated"), [own, there], kind)


def _days(start: date, end: date) -> str:
    return f"{start.isoformat()} … {(end - timedelta(days=1)).isoformat()}"


def _count(title: str, number: int) -> Reason:
    return Reason(title, result=number, kind="count")


def _numbers(steps: Iterable[Reason]) -> list[Fraction]:
    return [Fraction(step.result or 0) for step in steps]


def _sum(title: str, steps: Sequence[Reason], kind: NumberKind) -> Reason:
    return Reason(title, steps=steps, result=sum(_numbers(steps), Fraction(0)), kind=kind, how="sum")


def _product(title: str, steps: Sequence[Reason], kind: NumberKind) -> Reason:
    result = Fraction(1)
    for number in _numbers(steps):
        result *= number
    return Reason(title, steps=steps, result=result, kind=kind, how="product")


def _quotient(title: str, above: Reason, below: Reason) -> Reason:
    result = Fraction(above.result or 0) / Fraction(below.result or 1)
    return Reason(title, steps=[above, below], result=result, kind="percent", how="quotient")
