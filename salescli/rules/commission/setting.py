"""What the facts of money are counted under: plans, shares, people, and what a plan asks for beside; nothing is counted here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from salescli.facts.credited import Due, LineWeight
from salescli.period import Period
from salescli.rules.commission.attaining import Attaining
from salescli.rules.commission.plan import Terms, TermsOn
from salescli.rules.credit import Credits
from salescli.rules.rates import Level
from salescli.rules.staff import Staff

Weights = Mapping[int, Sequence[LineWeight]]
"""The lines of contracts, by contract id."""
Dues = Mapping[int, Sequence[Due]]
"""The instalments of contracts, by contract id, the oldest first."""
AttainingOf = Callable[[str, Terms, str, Period], Attaining]
"""How an attainment grows: of a rep by code, under a plan's terms, by what picks the tier, over a window's days."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a window ended with, that picks the tier of the next one; level None: there is none, the first row counts.

    Attributes:
        frozen_on: the day on which the window was closed, where it is what it was then; None: reckoned with all facts.
    """

    level: Level = None
    frozen_on: date | None = None


FrozenOf = Callable[[str, Terms, str, Period], Ended | None]
"""What a window that was closed ended with, as it was closed: of a rep by code, under a plan's terms, by what picks the tier,
over the window's days; None: it is open."""


def nothing_closed(_rep: str, _terms: Terms, _by: str, _window: Period) -> Ended | None:
    """No window was closed."""
    return None


def nothing_to_attain(_rep: str, _terms: Terms, _by: str, _window: Period) -> Attaining:
    """No attainment is known: the first row of the rates counts."""
    return Attaining()


@dataclass(frozen=True, slots=True)
class Setting:
    """What the facts are counted under.

    Attributes:
        terms_on: the plans by day; the same mapping object for all days of a version.
        since: the first day whose facts are all there; earlier ones count only in windows of a contract.
        weights: the contracts' lines, where a plan has rates of products.
        dues: the contracts' instalments, where a plan goes by them, and then every earlier receipt of them is there; else None.
        attaining: asked where a plan goes by an attainment; frozen: where the window before picks the tier.
    """

    terms_on: TermsOn
    credits: Credits
    staff: Staff
    since: date = date.min
    weights: Weights = field(default_factory=dict)
    dues: Dues | None = None
    attaining: AttainingOf = nothing_to_attain
    frozen: FrozenOf = nothing_closed
