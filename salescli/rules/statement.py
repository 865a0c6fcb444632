"""What a statement keeps of a rep and a closed period, as text that is the same for the same figures (figures.md §10).

Keys and numbers alone: money as integers of minor units, decimals and fractions as exact text; no sentence, for a sentence
has a language. Which months a closing closed, and in which open month what changes later appears, is reckoned here too.
"""

import hashlib
import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from gettext import gettext as _
from typing import Any

from salescli.errors import LedgerUnusable
from salescli.facts.closed import Closing
from salescli.period import Period, month_of
from salescli.rules.pay import Pay

Figures = Mapping[str, Any]
KEPT = {"appraisal", "months", "pay", "true_ups"}
PARTS = ("base", "bonus", "commission", "penalty", "draw")
"""The parts of pay that are reckoned of a month itself; what is trued up is of months before."""


def text_of(figures: Figures) -> str:
    """The figures as canonical JSON: sorted keys, no idle space."""
    return json.dumps(_kept(figures), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def figures_in(text: str) -> Figures:
    """The figures that a statement kept.

    Raises:
        LedgerUnusable: the text is none.
    """
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not found.keys() >= KEPT:
        raise LedgerUnusable(
            _("What a statement kept cannot be read, {given}; run `salescli verify`.").format(given=repr(text[:40]))
        )
    return found


def digest_of(texts: Iterable[str]) -> str:
    """One digest over what was kept of everybody, in hex."""
    return hashlib.sha256("\n".join(texts).encode("utf-8")).hexdigest()


def _kept(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _kept(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_kept(one) for one in value]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    if isinstance(value, (Fraction, date)):
        return str(value)
    return value


def pay_in(months: Iterable[Figures]) -> Pay:
    """The pay that statements kept of some months, added up; of none an empty one."""
    known = [
        Pay(
            base=one["base"],
            bonus=one["bonus"],
            commission=one["commission"],
            penalty=one["penalty"],
            true_up=one["true_up"],
            draw=one["draw"],
        )
        for one in months
    ]
    return sum(known[1:], known[0]) if known else Pay()


def figures_of(pay: Pay) -> Figures:
    """A month's pay as a statement keeps it."""
    return {key: getattr(pay, key) for key in (*PARTS, "true_up", "total")}


def appraised_in(figures: Figures) -> Mapping[str, str | Decimal | Fraction | None]:
    """What a statement kept of an appraisal, by the names that conditions have for it: grade, score, attainment:MEASURE.

    Nothing where it kept no appraisal. Of an item's value the statement has what is printed, so that it is not among them.
    """
    kept = figures["appraisal"]
    if kept is None:
        return {}
    attained = {
        f"attainment:{item['measure']}": None if item["attainment"] is None else Fraction(item["attainment"])
        for item in kept["items"]
        if item["measure"] is not None
    }
    return {"grade": kept["grade"], "score": score_in(figures), **attained}


def score_in(figures: Figures) -> Decimal | None:
    """The score that a statement kept; None: it kept none."""
    kept = figures["appraisal"]
    return None if kept is None or kept["score"] is None else Decimal(kept["score"])


# Which months.


@dataclass(frozen=True, slots=True)
class Calendar:
    """The closed months and the closing that closed each first, in the order of closing."""

    months: Mapping[Period, Closing]

    def of(self, closing: Closing) -> Sequence[Period]:
        """The months that a closing closed, in order: those that none before it had."""
        return sorted(month for month, by in self.months.items() if by == closing)

    @property
    def closings(self) -> Sequence[Closing]:
        """Those that closed a month, in their order."""
        return list(dict.fromkeys(self.months.values()))

    def first_open(self, closing: Closing) -> Period:
        """The first open month after a closing: where what changes later appears."""
        return _first_open(self.of(closing), self.months)

    def due_in(self, month: Period) -> Sequence[Closing]:
        """The closings whose true-ups stand in an open month, in their order."""
        return [one for one in self.closings if self.first_open(one) == month]

    def trued_up_by(self, closing: Closing) -> Sequence[Closing]:
        """The later closings whose statements hold what had changed of one till then: those of its first open month, each time."""
        place, found = self.closings.index(closing), []
        months = {month for one in self.closings[: place + 1] for month in self.of(one)}
        for later in self.closings[place + 1 :]:
            own = self.of(later)
            found += [later] if _first_open(self.of(closing), months) in own else []
            months.update(own)
        return found


def _first_open(own: Sequence[Period], closed: Container[Period]) -> Period:
    month = month_of(own[-1].end)
    while month in closed:
        month = month_of(month.end)
    return month


def calendar(closings: Iterable[Closing]) -> Calendar:
    """Which closing closed which month."""
    months: dict[Period, Closing] = {}
    for closing in closings:
        for month in Period(closing.starts_on, closing.ends_on, "").months():
            months.setdefault(month, closing)
    return Calendar(months)
