"""What one version of the policy says of a commission plan, and whom it covers (figures.md §5); no arithmetic here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from gettext import gettext as _

from salescli.rules.rates import COMPUTED_BY, RateTable
from salescli.rules.staff import Staff, Team
from salescli.terms import Basis, Mode, Refund, Window


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """A commission plan as one version of the policy has it.

    Attributes:
        key: the plan's name through all versions.
        credit_on, rate_on: "signed" or "received": whose shares count, and which day's version gives the rate.
        by, of: how the tier is found and of which window ("same", "previous").
        cap, floor: minor units per window.
        posts, teams, reps: whom it covers, by name; none named: everybody.
        of_team: on the money of the teams that one leads.
        source: the policy's version and the plan's key, as people name them.
        missing: what of the plan is not computed, each as its line in the policy; empty: all of it is.
    """

    key: str
    table: RateTable
    basis: Basis = Basis.COLLECTED
    window: Window = Window.MONTH
    mode: Mode = Mode.FLAT
    refund: Refund = Refund.EXACT
    rate_on: str = "received"
    credit_on: str = "signed"
    by: str = "amount"
    of: str = "same"
    cap: int | None = None
    floor: int | None = None
    posts: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    reps: tuple[str, ...] = ()
    of_team: bool = False
    source: str = ""
    missing: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "missing", tuple(self._uncomputed()))  # asked for with every fact

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

    def _uncomputed(self) -> list[str]:
        found = []
        if self.basis is Basis.PROFIT:
            found.append('basis = "profit"')
        if self.by not in COMPUTED_BY:
            found.append(f'by = "{self.by}"')
        if self.of != "same":
            found.append(f'of = "{self.of}"')
        if self.floor is not None and self.window is Window.CONTRACT:
            found.append('floor with window = "contract"')
        return found

    def uncomputed_note(self) -> str | None:
        """The sentence that says so; None where everything is computed."""
        if not self.missing:
            return None
        return _("{plan}: {keys} is not computed yet, so the plan's commission has no value.").format(
            plan=self.source or self.key, keys=", ".join(self.missing)
        )


TermsOn = Callable[[date], Mapping[str, Terms]]
"""The commission plans in force on a day, by key, in the order of the policy."""
