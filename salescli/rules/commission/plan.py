"""What one version of the policy says of a commission plan, and whom it covers (figures.md §5); no arithmetic here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from salescli.rules.rates import RateTable
from salescli.rules.staff import Staff, Team
from salescli.terms import Basis, Mode, Refund, Window

COSTS = frozenset(("expense", "trip"))
KINDS: Mapping[Basis, frozenset[str]] = {
    Basis.COLLECTED: frozenset(("payment", "refund")),
    Basis.SIGNED: frozenset(("signed",)),
    Basis.PROFIT: frozenset(("payment", "refund")) | COSTS,
}
"""The facts of each basis: profit is what was collected less the opportunity's approved expenses and its trips."""


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """A commission plan as one version of the policy has it.

    Attributes:
        key: the plan's name through all versions.
        credit_on, rate_on: "signed" or "received": whose shares count, and which day's version gives the rate.
        table: the rates, and what picks the tier.
        cap, floor: minor units per window.
        posts, teams, reps: whom it covers, by name; none named: everybody.
        of_team: on the money of the teams that one leads.
        source: the policy's version and the plan's key, as people name them.
    """

    key: str
    table: RateTable
    basis: Basis = Basis.COLLECTED
    window: Window = Window.MONTH
    mode: Mode = Mode.FLAT
    refund: Refund = Refund.EXACT
    rate_on: str = "received"
    credit_on: str = "signed"
    cap: int | None = None
    floor: int | None = None
    posts: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    reps: tuple[str, ...] = ()
    of_team: bool = False
    source: str = ""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of facts that the plan looks at."""
        return KINDS[self.basis]

    def covers(self, staff: Staff, rep_id: int, day: date) -> bool:
        """Whether the plan is for a rep on a day, by post and team of that day; never for a candidate.

        Who has left stays covered by the last post and team: money on old contracts still comes in.
        """
        if not staff.was_hired(rep_id, day):
            return False
        if not (self.posts or self.teams or self.reps):
            return True
        if staff.post_on(rep_id, day) in self.posts or staff.code_of[rep_id] in self.reps:
            return True
        return bool(self.teams) and any(self._names(staff.teams[team]) for team in self._teams(staff, rep_id, day))

    def _teams(self, staff: Staff, rep_id: int, day: date) -> Iterable[int]:
        return staff.led_by(rep_id, day) if self.of_team else staff.teams_above(rep_id, day)

    def _names(self, team: Team) -> bool:
        return team.code in self.teams or team.name in self.teams


TermsOn = Callable[[date], Mapping[str, Terms]]
"""The commission plans in force on a day, by key, in the order of the policy."""
