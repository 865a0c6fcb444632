"""The commission plans of the policies, by day, as the terms that the arithmetic takes; whom and how is theirs."""

from collections.abc import Mapping, Sequence
from datetime import date

from salescli.errors import NothingInForce
from salescli.policy.kinds import Which
from salescli.policy.model import Commission
from salescli.policy.versions import PolicyVersion, Versions
from salescli.rules.commission.plan import Terms
from salescli.rules.rates import AMOUNT, RateTable
from salescli.terms import Mode

NO_PLANS: Mapping[str, Terms] = {}


class Plans:
    """The commission plans of a ledger's policies, by day; the same mapping for all days of a version."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._of_version: dict[int, Mapping[str, Terms]] = {}
        self._of_day: dict[date, Mapping[str, Terms]] = {}

    def __call__(self, day: date) -> Mapping[str, Terms]:
        """The plans in force on a day, by key; none before the first policy."""
        found = self._of_day.get(day)
        if found is None:
            found = self._of_day[day] = self._on(day)
        return found

    def all(self) -> Sequence[Terms]:
        """Every plan of every version."""
        return [terms for version in self._versions for terms in self._of(version).values()]

    def between(self, start: date, end: date) -> Sequence[Mapping[str, Terms]]:
        """The plans of each version in force in [start, end), in order."""
        return [self._of(one.version) for one in self._versions.between(start, end)]

    def _on(self, day: date) -> Mapping[str, Terms]:
        try:
            return self._of(self._versions.on(day))
        except NothingInForce:
            return NO_PLANS

    def _of(self, version: PolicyVersion) -> Mapping[str, Terms]:
        found = self._of_version.get(version.id)
        if found is None:
            policy = version.policy
            found = {plan.key: terms_of(plan, policy.credit.on, version.label) for plan in policy.commission_plans}
            self._of_version[version.id] = found
        return found


def terms_of(plan: Commission, credit_on: str, label: str) -> Terms:
    """A plan of a policy; `credit_on` is what `[credit] on` says, for a plan that does not."""
    source = f"{label} · commission[{plan.key}]"
    by = plan.by.text if plan.by else AMOUNT
    products = {row.product: row.rate for row in plan.products}
    of_previous = plan.of is Which.PREVIOUS
    return Terms(
        key=plan.key,
        table=RateTable(plan.table, by, products, f"{source}.rates", of_previous),
        basis=plan.basis,
        window=plan.window,
        mode=plan.mode or Mode.FLAT,  # without a table there is nothing to cumulate
        refund=plan.refund,
        rate_on=plan.rate_on.value,
        credit_on=str(plan.credit_on or credit_on),
        cap=plan.cap,
        floor=plan.floor,
        posts=plan.posts,
        teams=plan.teams,
        reps=plan.reps,
        of_team=plan.of_team,
        source=source,
    )
