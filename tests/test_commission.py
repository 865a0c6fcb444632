"""The arithmetic of commission: what always holds, whatever the plan, the window and the facts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescli import money, period
from salescli.facts.credited import CreditChange, Due, LineWeight, MoneyFact
from salescli.facts.staff import Employment, TeamPlaceChange
from salescli.measure import MeasureKey
from salescli.period import Period
from salescli.policy.rows import Row, Rows
from salescli.rules import reasons
from salescli.rules.commission import reasons as commission_reasons
from salescli.rules.commission.attaining import Attaining, Gain
from salescli.rules.commission.plan import Terms
from salescli.rules.commission.setting import Setting
from salescli.rules.commission.walk import Earned, earnings
from salescli.rules.credit import Credits
from salescli.rules.measures import MEASURES, Part
from salescli.rules.rates import Level, RateTable
from salescli.rules.reasons import Reason
from salescli.rules.staff import Staff
from salescli.terms import Mode, Refund, Window

D = date
Q1 = (D(2024, 1, 1), D(2024, 4, 1))
SIX_EIGHT_TEN = (("0", "0.06"), ("100000", "0.08"), ("150000", "0.10"))


def table(
    *rows: tuple[str, str],
    by: str = "amount",
    products: dict[str, Decimal] | None = None,
    of_previous: bool = False,
) -> RateTable:
    factor = 100 if by == "amount" else 1
    known = Rows(tuple(Row(Decimal(b), False, Decimal(r)) for b, r in rows)).times(factor)
    return RateTable(known, by, products, "rates", of_previous)


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


TermsOn = Callable[[date], dict[str, Terms]]


def setting_of(plan: Terms | TermsOn, facts: list[MoneyFact], **options: Any) -> Setting:
    """Everything is zw's, unless the options say otherwise."""
    by_key = {plan.key: plan} if isinstance(plan, Terms) else {}
    terms_on = (lambda _day: by_key) if isinstance(plan, Terms) else plan
    owners = [CreditChange(c, date.min, c, "zw", None) for c in dict.fromkeys(fact.opportunity_id for fact in facts)]
    return Setting(terms_on, **{"credits": Credits(owners), "staff": staff(), **options})


def paid(
    plan: Terms | TermsOn,
    facts: list[MoneyFact],
    start: date = Q1[0],
    end: date = Q1[1],
    rep: str = "zw",
    **options: Any,
) -> list[Earned]:
    """What a rep earned, plan by plan; whatever it is, its reasons reckon to the same."""
    setting = setting_of(plan, facts, **options)
    found = list(earnings(setting, facts, start, end).earned.get(rep, []))
    if len(facts) < 100:
        tree = commission_reasons.reason(found, "Commission", setting, end)
        assert reasons.mistakes(tree) == []
        assert tree.result == (sum(one.commission for one in found) if found else None)
        _check_chains(tree)
    return found


def _check_chains(tree: Reason) -> None:
    """In each window every line begins with what the one before it ended with, and C at the end is the last line's."""
    for window in (window for plan in tree.steps for window in plan.steps):
        lines = [step for step in window.steps if step.counts and step.how == "difference"]
        assert sum(line.result for line in lines) == window.result
        changes = [[step for step in line.steps if step.counts] for line in lines]
        assert all(first[0].result == second[1].result for first, second in pairwise(changes))
        ends = [step for step in window.steps if (not step.counts and step.how != "sum") or step.rounded]
        if ends and changes:
            assert ends[-1].result == changes[-1][0].result


def total(plan: Terms, facts: list[MoneyFact], start: date = Q1[0], end: date = Q1[1]) -> int:
    return paid(plan, facts, start, end)[0].commission or 0


# What always holds.

ATTAINMENT = (("0", "0.04"), ("0.80", "0.05"), ("1.00", "0.06"))
OWN = (Window.RECEIPT, Window.CONTRACT)


def tables() -> st.SearchStrategy[RateTable]:
    """Every way to find a rate: by amount, by days, by an attainment, each of this window or the one before."""
    return st.sampled_from(
        [
            table(*SIX_EIGHT_TEN),
            table(*SIX_EIGHT_TEN, of_previous=True),
            table(*ATTAINMENT, by="attainment:collected"),
            table(*ATTAINMENT, by="attainment:collected", of_previous=True),
            table(("0", "0.05"), ("30", "0.03"), by="days_from_signing"),
            table(("0", "0.05"), ("30", "0.03"), by="days_from_due"),
            table(*SIX_EIGHT_TEN, products={"P1": Decimal("0.02")}),
        ]
    )


@st.composite
def plans(draw: st.DrawFn) -> Terms:
    """Every kind of plan that a policy may have."""
    rates = draw(tables())
    calendar = rates.of_previous or rates.measure
    window = draw(st.sampled_from([one for one in Window if not calendar or one not in OWN]))
    mode = draw(st.sampled_from(Mode)) if rates.has_ladder else Mode.FLAT
    cap = draw(st.sampled_from([None, 0, 300_000, 1_000_000]))
    floor = draw(st.sampled_from([None, 50_000])) if cap is None and window is not Window.CONTRACT else None
    return terms(
        table=rates, window=window, mode=mode, refund=draw(st.sampled_from(Refund)), cap=cap, floor=floor,
        rate_on=draw(st.sampled_from(["received", "signed"])),
    )  # fmt: skip


def around(facts: list[MoneyFact]) -> dict[str, Any]:
    """What plans ask for beside the facts of money: instalments, lines, and a target of 200,000 a window for what comes in."""
    return {
        "dues": {1: [Due(1, D(2024, 2, 1), 4_000_000), Due(1, D(2024, 6, 1), 4_000_000)], 2: [Due(2, D(2024, 9, 1), 100)]},
        "weights": {2: [LineWeight(2, "P1", "P1", 200), LineWeight(2, "P2", "P2", 100)]},
        "attaining": lambda _rep, _terms, _by, window: collected(facts, window),
    }  # fmt: skip


def collected(facts: list[MoneyFact], window: Period, target: int | None = 20_000_000) -> Attaining:
    """The attainment of what came in, fact by fact."""
    inside = [fact for fact in facts if window.contains(fact.happened_on)]
    gains = [
        Gain(f.happened_on, f.id, (Part(f.id, f.happened_on, Fraction(f.signed_amount), Fraction(1)),)) for f in inside
    ]
    goal = None if target is None else Fraction(target)
    return Attaining(MEASURES[MeasureKey.COLLECTED], gains, goal, (1,), "zw")


def of_year(
    plan: Terms | TermsOn, facts: list[MoneyFact], start: date = D(2024, 1, 1), end: date = D(2025, 1, 1)
) -> int:
    return sum(one.commission for one in paid(plan, facts, start, end, **around(facts)))


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


@settings(max_examples=150, deadline=None)
@given(plan=plans(), facts=histories())
def test_months_sum_to_the_year(plan: Terms, facts: list[MoneyFact]) -> None:
    """The months' commission sums to the quarters' and the year's, for every kind of plan, window, mode, refund, cap and floor."""
    year = period.year_of(D(2024, 1, 1))
    months = sum(of_year(plan, facts, month.start, month.end) for month in year.months())
    quarters = [(D(2024, m, 1), D(2024, m + 3, 1) if m < 10 else D(2025, 1, 1)) for m in (1, 4, 7, 10)]
    assert months == sum(of_year(plan, facts, *quarter) for quarter in quarters) == of_year(plan, facts)


@settings(max_examples=150, deadline=None)
@given(plan=plans(), later=plans(), facts=histories(), month=st.integers(1, 12))
def test_a_policy_of_a_later_day_changes_no_earlier_figure(
    plan: Terms, later: Terms, facts: list[MoneyFact], month: int
) -> None:
    """Whatever is loaded from the first of a month on: what was paid up to then stays, to the cent."""
    begins = D(2024, month, 1)

    def with_later(day: date) -> dict[str, Terms]:
        return {"plan": later if day >= begins else plan}

    assert of_year(with_later, facts, D(2024, 1, 1), begins) == of_year(plan, facts, D(2024, 1, 1), begins)


@settings(max_examples=100, deadline=None)
@given(plan=plans(), facts=histories())
def test_lines_sum_and_computing_again_gives_the_same(plan: Terms, facts: list[MoneyFact]) -> None:
    """Every line once more the same, and each a difference of two C, so that they sum to the total."""
    setting = setting_of(plan, facts, **around(facts))
    first, again = (earnings(setting, facts, D(2024, 1, 1), D(2025, 1, 1)).earned.get("zw", []) for _ in range(2))
    assert [one.lines for one in first] == [one.lines for one in again]
    for line in (line for one in first for line in one.lines):
        assert line.commission == money.round_money(line.after) - money.round_money(line.before)


@settings(max_examples=100, deadline=None)
@given(plan=plans(), facts=histories(), percents=st.lists(st.integers(1, 9_000), min_size=2, max_size=4))
def test_the_parts_of_a_fact_sum_to_it(plan: Terms, facts: list[MoneyFact], percents: list[int]) -> None:
    """However many share it: the lines' bases sum to the fact, the odd cent included, also where costs go off it."""
    *some, _last = percents
    weights = [Decimal(part) / 100 for part in some]
    shares = [*weights, 100 - sum(weights, Decimal(0))]
    if shares[-1] < 0:
        return
    codes = ["zw", "ls", "wu", "qi"][: len(shares)]
    rows = [
        CreditChange(c, date.min, c, code, part) for c in (1, 2, 3) for code, part in zip(codes, shares, strict=True)
    ]
    people = staff(
        *(Employment(n, c, c, False, D(2020, 1, 1), "hire", "rep", None, None) for n, c in enumerate(codes[1:], 2))
    )
    forward = replace(plan, refund=Refund.FORWARD, floor=None)
    setting = setting_of(forward, facts, **{**around(facts), "credits": Credits(rows), "staff": people})
    found = earnings(setting, facts, D(2024, 1, 1), D(2025, 1, 1)).earned
    lines = [line for each in found.values() for one in each for line in one.lines]
    for fact in facts:
        assert sum(line.base for line in lines if line.fact is fact) == fact.signed_amount


@settings(max_examples=200, deadline=None)
@given(plan=plans(), facts=histories())
def test_lines_chain_without_a_gap(plan: Terms, facts: list[MoneyFact]) -> None:
    """In every window each line begins where the one before it ended, and a line's lift is a part of its commission."""
    lines = paid(plan, facts, D(2024, 1, 1), D(2025, 1, 1), **around(facts))[0].lines
    for window in dict.fromkeys(line.window for line in lines):
        own = [line for line in lines if line.window == window]
        assert own[0].before == 0
        assert all(first.after == second.before for first, second in pairwise(own))


@settings(max_examples=300, deadline=None)
@given(plan=plans(), facts=histories())
def test_refunding_everything_leaves_nothing(plan: Terms, facts: list[MoneyFact]) -> None:
    """Exact: when every contract is refunded whole, the commission ever paid comes to 0 again, also under a cap."""
    exact = replace(plan, refund=Refund.EXACT, floor=None)
    left: dict[int, int] = {}
    for fact in facts:
        left[fact.contract_id] = left.get(fact.contract_id, 0) + fact.signed_amount
    rows = [(fact.happened_on, fact.kind, fact.contract_id, fact.amount // 100) for fact in facts]
    rows += [(D(2025, 2, 1), "refund", contract, amount // 100) for contract, amount in left.items() if amount]
    whole = history(*rows)
    lines = paid(exact, whole, D(2024, 1, 1), D(2026, 1, 1), **around(whole))[0].lines
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
    got = paid(terms(posts=("rep",)), facts, staff=promoted)[0]
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
        terms(posts=("rep",)), history((D(2024, 3, 5), "payment", 1, 10_000)), D(2024, 3, 1), D(2024, 4, 1), staff=left
    )
    assert got[0].commission == 60_000


def test_money_of_nobody_is_named() -> None:
    """A receipt whose opportunity had no owner pays nobody, and is said."""
    facts = history((D(2024, 1, 5), "payment", 1, 10_000))
    found = earnings(Setting(lambda _day: {"plan": terms()}, Credits([]), staff()), facts, *Q1)
    assert [fact.id for fact in found.uncredited] == [1] and found.earned["zw"][0].commission == 0


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


@pytest.mark.parametrize("by", ["amount", "attainment:collected"])
@pytest.mark.parametrize("mode", list(Mode))
def test_the_work_grows_with_the_facts(mode: Mode, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of twice as many receipts in one window, some of them refunded, a table is asked about twice as often, not four times."""
    asked = [0]
    tier = RateTable.tier

    def counted(self: RateTable, level: Level) -> Fraction:
        asked[0] += 1
        return tier(self, level)

    monkeypatch.setattr(RateTable, "tier", counted)
    plan = terms(window=Window.YEAR, mode=mode if by == "amount" else Mode.FLAT, table=table(*SIX_EIGHT_TEN, by=by))

    def work(size: int) -> int:
        asked[0] = 0
        rows = [(D(2024, 1, 1) + timedelta(days=n * 364 // size), "payment", n, 1_000 + n) for n in range(size)]
        rows += [(D(2024, 12, 31), "refund", n, 500) for n in range(0, size, 20)]
        of_year(plan, history(*rows))
        return asked[0]

    assert work(1_000) <= 2.1 * work(500)
