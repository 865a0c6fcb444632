"""The arithmetic of commission: what always holds, whatever the plan, the window and the facts."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescli import period
from salescli.facts.credited import CreditChange, LineWeight, MoneyFact
from salescli.facts.staff import Employment, TeamPlaceChange
from salescli.policy.rows import Row, Rows
from salescli.rules import commission_reasons, reasons
from salescli.rules.commission_plan import Terms
from salescli.rules.commission_walk import Earned, Setting, earnings
from salescli.rules.credit import Credits
from salescli.rules.rates import RateTable
from salescli.rules.staff import Staff
from salescli.terms import Basis, Mode, Refund, Window

D = date
Q1 = (D(2024, 1, 1), D(2024, 4, 1))
SIX_EIGHT_TEN = (("0", "0.06"), ("100000", "0.08"), ("150000", "0.10"))


def table(*rows: tuple[str, str], by: str = "amount", products: dict[str, Decimal] | None = None) -> RateTable:
    factor = 100 if by == "amount" else 1
    return RateTable(Rows(tuple(Row(Decimal(b), False, Decimal(r)) for b, r in rows)).times(factor), by, products)


def terms(**options: object) -> Terms:
    return Terms(**{"key": "plan", "table": table(*SIX_EIGHT_TEN), "window": Window.QUARTER, **options})  # type: ignore[arg-type]


def history(*rows: tuple[date, str, int, int], preset: Decimal | None = None) -> list[MoneyFact]:
    """Facts of (day, kind, contract, yuan), each with what its contract had collected before it."""
    collected: dict[int, int] = {}
    facts = []
    for number, (day, kind, contract, yuan) in enumerate(rows, start=1):
        before, amount = collected.get(contract, 0), yuan * 100
        facts.append(
            MoneyFact(
                number,
                kind,
                day,
                f"{number:06d}",
                contract,
                f"C{contract}",
                D(2024, 1, 1),
                contract,
                preset,
                amount,
                before,
            )
        )
        if kind != "signed":
            collected[contract] = before + facts[-1].signed_amount
    return facts


def staff(*more: Employment, places: tuple[TeamPlaceChange, ...] = ()) -> Staff:
    hired = [Employment(1, "zw", "张伟", False, D(2020, 1, 1), "hire", "rep", 7, None)]
    return Staff([*hired, *more], places)


def paid(
    plan: Terms | Callable[[date], dict[str, Terms]],
    facts: list[MoneyFact],
    start: date = Q1[0],
    end: date = Q1[1],
    *,
    people: Staff | None = None,
    weights: dict[int, list[LineWeight]] | None = None,
) -> list[Earned]:
    by_key = {plan.key: plan} if isinstance(plan, Terms) else {}
    terms_on = (lambda _day: by_key) if isinstance(plan, Terms) else plan
    owners = [CreditChange(c, date.min, c, "zw", None) for c in dict.fromkeys(fact.opportunity_id for fact in facts)]
    setting = Setting(terms_on, Credits(owners), people or staff(), weights=weights or {})
    return list(earnings(setting, facts, start, end).earned.get("zw", []))


def total(plan: Terms, facts: list[MoneyFact], start: date = Q1[0], end: date = Q1[1]) -> int:
    return paid(plan, facts, start, end)[0].commission or 0


# What always holds.

PLANS = st.builds(
    lambda window, mode, refund, cap: terms(window=window, mode=mode, refund=refund, cap=cap),
    st.sampled_from(Window),
    st.sampled_from(Mode),
    st.sampled_from(Refund),
    st.sampled_from([None, 0, 300_000, 1_000_000]),
)


@st.composite
def histories(draw: st.DrawFn) -> list[MoneyFact]:
    """Receipts and refunds on three contracts over 2024; a refund is never more than was collected."""
    days = sorted(draw(st.lists(st.integers(0, 365), max_size=14)))
    left = {1: 0, 2: 0, 3: 0}
    rows: list[tuple[date, str, int, int]] = []
    for day in days:
        contract, yuan = draw(st.integers(1, 3)), draw(st.integers(1, 120_000))
        if left[contract] and draw(st.booleans()):
            yuan = left[contract] if draw(st.booleans()) else min(yuan, left[contract])
            rows.append((D(2024, 1, 1) + timedelta(days=day), "refund", contract, yuan))
            left[contract] -= yuan
        else:
            rows.append((D(2024, 1, 1) + timedelta(days=day), "payment", contract, yuan))
            left[contract] += yuan
    return history(*rows)


@settings(max_examples=300, deadline=None)
@given(plan=PLANS, facts=histories(), floor=st.sampled_from([None, 50_000]))
def test_months_sum_to_the_year(plan: Terms, facts: list[MoneyFact], floor: int | None) -> None:
    """The months' commission sums to the quarters' and the year's, for every window, mode, refund, cap and floor."""
    if plan.window is not Window.CONTRACT and plan.cap is None:
        plan = terms(window=plan.window, mode=plan.mode, refund=plan.refund, floor=floor)
    year = period.year_of(D(2024, 1, 1))
    months = sum(total(plan, facts, month.start, month.end) for month in year.months())
    quarters = [(D(2024, m, 1), D(2024, m + 3, 1) if m < 10 else D(2025, 1, 1)) for m in (1, 4, 7, 10)]
    assert (
        months == sum(total(plan, facts, *quarter) for quarter in quarters) == total(plan, facts, year.start, year.end)
    )


@settings(max_examples=200, deadline=None)
@given(plan=PLANS, facts=histories())
def test_lines_chain_without_a_gap(plan: Terms, facts: list[MoneyFact]) -> None:
    """In every window each line begins where the one before it ended, and a line's lift is a part of its commission."""
    lines = paid(plan, facts, D(2024, 1, 1), D(2025, 1, 1))[0].lines
    for window in dict.fromkeys(line.window for line in lines):
        own = [line for line in lines if line.window == window]
        assert own[0].before == 0
        assert all(first.after == second.before for first, second in pairwise(own))


@settings(max_examples=300, deadline=None)
@given(plan=PLANS, facts=histories())
def test_refunding_everything_leaves_nothing(plan: Terms, facts: list[MoneyFact]) -> None:
    """Exact: when every contract is refunded whole, the commission ever paid comes to 0 again, also under a cap."""
    exact = terms(window=plan.window, mode=plan.mode, refund=Refund.EXACT, cap=plan.cap)
    left: dict[int, int] = {}
    for fact in facts:
        left[fact.contract_id] = left.get(fact.contract_id, 0) + fact.signed_amount
    rows = [(fact.happened_on, fact.kind, fact.contract_id, fact.amount // 100) for fact in facts]
    rows += [(D(2025, 2, 1), "refund", contract, amount // 100) for contract, amount in left.items() if amount]
    lines = paid(exact, history(*rows), D(2024, 1, 1), D(2026, 1, 1))[0].lines
    exactly = sum((Fraction(line.after - line.before) for line in lines), Fraction(0))
    assert exactly == 0
    # Each window rounds once, so what was paid is within a cent per window of it.
    assert abs(sum(line.commission for line in lines)) <= len({line.window for line in lines})


@given(
    low=st.integers(0, 10**8),
    more=st.integers(0, 10**8),
    rates=st.lists(st.decimals(0, 1, places=3), min_size=1, max_size=5),
)
def test_split_is_monotone_and_continuous(low: int, more: int, rates: list[Decimal]) -> None:
    """More money never pays less, and a cent more never pays more than a cent; below 0 it mirrors."""
    ladder = table(*[(str(number * 50_000), str(rate)) for number, rate in enumerate(rates)])
    assert 0 <= ladder.paid(low + more) - ladder.paid(low) <= more
    assert 0 <= ladder.paid(low + 1) - ladder.paid(low) <= 1
    assert ladder.paid(-low) == -ladder.paid(low)


@given(bound=st.integers(1, 10**6), above=st.booleans(), amount=st.integers(0, 2 * 10**6))
def test_a_table_reads_as_its_rows_do(bound: int, above: bool, amount: int) -> None:
    """The fast reading of a table and the policy's own agree, and under the first row the rate is 0."""
    rows = Rows((Row(Decimal(bound), above, Decimal("0.05")), Row(Decimal(bound + 1000), False, Decimal("0.07"))))
    assert RateTable(rows).rate(amount) == Fraction(rows.lookup(amount) or 0)
    pieces = rows.slices(0, amount)
    assert RateTable(rows).paid(amount) == sum((end - start) * Fraction(value or 0) for start, end, value in pieces)


# Single rules.


def test_a_tier_reached_lifts_earlier_money() -> None:
    """The line that reaches 8 % pays its own 8 % and lifts the 60,000 before it by 2 %."""
    lines = paid(terms(), history((D(2024, 1, 5), "payment", 1, 60_000), (D(2024, 2, 5), "payment", 2, 40_000)))[
        0
    ].lines
    assert [(line.rate, line.lift, line.commission) for line in lines] == [
        (Fraction(6, 100), 0, 360_000),
        (Fraction(8, 100), 120_000, 440_000),
    ]


def test_a_cap_is_filled_by_the_parts_own_money_first() -> None:
    """Under a cap what is cut is cut from the lift."""
    facts = history((D(2024, 1, 5), "payment", 1, 60_000), (D(2024, 2, 5), "payment", 2, 40_000))
    lines = paid(terms(cap=700_000), facts)[0].lines
    assert [(line.lift, line.commission) for line in lines] == [(0, 360_000), (20_000, 340_000)]


def test_a_slice_across_tiers_has_a_blended_rate() -> None:
    """110,000 split at 6 and 8 % is 6.18 % of it."""
    line = paid(terms(mode=Mode.SPLIT), history((D(2024, 1, 5), "payment", 1, 110_000)))[0].lines[0]
    assert line.rate == Fraction(6_800, 110_000) and line.lift == 0


def test_a_later_window_takes_back_what_stands() -> None:
    """In the next quarter a refund takes the commission that its contract had at the earlier window's end."""
    facts = history(
        (D(2024, 1, 5), "payment", 1, 60_000),
        (D(2024, 2, 5), "payment", 2, 40_000),
        (D(2024, 5, 5), "refund", 1, 30_000),
    )
    assert total(terms(), facts, D(2024, 4, 1), D(2024, 7, 1)) == -240_000
    assert paid(terms(), facts, D(2024, 4, 1), D(2024, 7, 1))[0].base == -3_000_000


def test_a_refund_reaches_whoever_earned() -> None:
    """A rep who has another post by then, which the plan does not cover, still gives back what the contract paid."""
    promoted = staff(Employment(1, "zw", "张伟", False, D(2024, 2, 1), "move", "manager", None, None))
    facts = history(
        (D(2024, 1, 5), "payment", 1, 10_000),
        (D(2024, 2, 5), "payment", 1, 10_000),
        (D(2024, 3, 5), "refund", 1, 10_000),
    )
    got = paid(terms(posts=("rep",)), facts, people=promoted)[0]
    # Of 20,000 collected half goes back: half of the 600 that the one covered receipt earned.
    assert [line.commission for line in got.lines] == [60_000, -30_000]


def test_a_refund_of_nothing_collected_takes_nothing() -> None:
    """A refund on a contract without money on it changes no commission."""
    assert total(terms(), history((D(2024, 1, 5), "refund", 1, 10_000))) == 0


def test_a_plan_that_ends_pays_no_more() -> None:
    """Money after the plan's end earns nothing under it; nor, by rate_on signed, what was signed before it began."""
    old = terms(posts=("rep",))
    facts = history((D(2024, 1, 5), "payment", 1, 10_000), (D(2024, 2, 5), "payment", 1, 10_000))
    got = paid(lambda day: {"plan": old} if day < D(2024, 2, 1) else {}, facts)
    assert [line.commission for line in got[0].lines] == [60_000]
    late = terms(rate_on="signed")
    got = paid(lambda day: {"plan": late} if day > D(2024, 1, 1) else {}, facts)
    assert [(line.base, line.commission) for line in got[0].lines] == [(1_000_000, 0), (1_000_000, 0)]


def test_everybody_covered_has_a_row() -> None:
    """An employed rep whom a plan covers on one day of the period has a row with nothing; a candidate has none."""
    people = staff(
        Employment(2, "ls", "李四", False, D(2024, 3, 31), "hire", "rep", None, None),
        Employment(3, "ca", "王五", True, None, None, None, None, None),
        Employment(4, "gone", "赵六", False, D(2020, 1, 1), "hire", "rep", None, None),
        Employment(4, "gone", "赵六", False, D(2023, 12, 31), "depart", None, None, None),
        Employment(5, "boss", "孙七", False, D(2020, 1, 1), "hire", "manager", None, None),
    )
    plan = terms(posts=("rep",))
    found = earnings(Setting(lambda _day: {"plan": plan}, Credits([]), people), [], *Q1).earned
    assert {rep: each[0].commission for rep, each in found.items()} == {"ls": 0, "zw": 0}


def test_whoever_left_is_still_paid_for_old_contracts() -> None:
    """Credit goes by the signing; money that comes after the rep left is the rep's."""
    left = staff(Employment(1, "zw", "张伟", False, D(2024, 1, 31), "depart", None, None, None))
    got = paid(
        terms(posts=("rep",)), history((D(2024, 3, 5), "payment", 1, 10_000)), D(2024, 3, 1), D(2024, 4, 1), people=left
    )
    assert got[0].commission == 60_000


def test_money_of_nobody_is_named() -> None:
    """A receipt whose opportunity had no owner pays nobody, and is said."""
    facts = history((D(2024, 1, 5), "payment", 1, 10_000))
    found = earnings(Setting(lambda _day: {"plan": terms()}, Credits([]), staff()), facts, *Q1)
    assert [fact.id for fact in found.uncredited] == [1] and found.earned["zw"][0].commission == 0


@pytest.mark.parametrize(
    "options",
    [{"basis": Basis.PROFIT}, {"by": "attainment:collected"}, {"by": "days_from_due"}, {"of": "previous"}],
)
def test_what_is_not_computed_has_no_value(options: dict[str, object]) -> None:
    """A plan that is not computed yet gives no figure at all, and a sentence that names its line."""
    got = paid(terms(**options), history((D(2024, 1, 5), "payment", 1, 10_000)))[0]
    assert got.commission is None and got.base is None
    key, value = next(iter(options.items()))
    note = got.missing[0].uncomputed_note()
    assert note is not None and f'{key} = "{value}"' in note


def test_a_lead_earns_on_the_teams_money() -> None:
    """of_team: the lead of a team, or of one above it, has the parts of its members."""
    people = staff(
        Employment(2, "boss", "孙七", False, D(2020, 1, 1), "hire", "manager", 8, None),
        places=(
            TeamPlaceChange(7, "north", "华北", D(2020, 1, 1), 8, None),
            TeamPlaceChange(8, "all", "全国", D(2020, 1, 1), None, 2),
        ),
    )
    plan = terms(posts=("manager",), of_team=True)
    owners = Credits([CreditChange(1, date.min, 1, "zw", None)])
    facts = history((D(2024, 1, 5), "payment", 1, 10_000))
    found = earnings(Setting(lambda _day: {"plan": plan}, owners, people), facts, *Q1).earned
    assert {rep: each[0].commission for rep, each in found.items()} == {"boss": 60_000}


def test_reasons_recompute_to_the_result() -> None:
    """Every total in the tree is the sum of its steps, the top is the commission, and each line names its fact."""
    facts = history(
        (D(2024, 1, 5), "payment", 1, 60_000),
        (D(2024, 2, 5), "payment", 2, 40_000),
        (D(2024, 2, 6), "refund", 1, 20_000),
        (D(2024, 3, 5), "payment", 3, 33_333),
    )
    earned = paid(terms(floor=2_000_000), facts)
    tree = commission_reasons.reason(earned, "Commission", lambda _fact, _terms, _rep: Fraction(100))
    assert reasons.adds_up(tree)
    assert tree.result == earned[0].commission == 2_000_000
    assert all(a.result is None or isinstance(a.result, int) for _number, a in reasons.walk(tree))
    named = [fact.fact for _number, one in reasons.walk(tree) for fact in one.facts]
    assert named == [1, 2, 3, 4]


def test_reasons_name_what_came_before_the_period() -> None:
    """Of a month inside a quarter the facts before it are named, and bring C to where the month begins."""
    facts = history((D(2024, 1, 5), "payment", 1, 60_000), (D(2024, 3, 5), "payment", 2, 40_000))
    earned = paid(terms(), facts, D(2024, 3, 1), D(2024, 4, 1))
    tree = commission_reasons.reason(earned, "Commission", lambda _fact, _terms, _rep: Fraction(100))
    before, line = tree.steps[0].steps[0].steps
    assert [step.result for step in before.steps] == [360_000] and line.result == tree.result == 440_000
    assert reasons.adds_up(tree)


@pytest.mark.parametrize("mode", list(Mode))
def test_a_long_window_is_fast(mode: Mode) -> None:
    """Ten thousand receipts in one window of a year, a hundred of them refunded, are counted in under two seconds."""
    rows = [(D(2024, 1, 1) + timedelta(days=n * 364 // 10_000), "payment", n, 1_000 + n) for n in range(10_000)]
    rows += [(D(2024, 12, 31), "refund", n, 500) for n in range(0, 10_000, 100)]
    began = time.perf_counter()
    total(terms(window=Window.YEAR, mode=mode), history(*rows), D(2024, 1, 1), D(2025, 1, 1))
    assert time.perf_counter() - began < 2
