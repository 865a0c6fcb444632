"""Why a commission is what it is, in words and numbers (figures.md §5, §10): made from the lines, only when asked.

Each line shows what it changed: C after it less C before it, both from T + P − G before it and the line's own arithmetic. At the
end of each window C is reckoned once more, whole, from every part that counts.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from gettext import gettext as _

from salescli import money
from salescli.facts.credited import MoneyFact
from salescli.rules.commission import rate_reasons
from salescli.rules.commission.accounts import Line
from salescli.rules.commission.book import Book, Entry, Page
from salescli.rules.commission.part_reasons import named_part, part, piece_amount, telling
from salescli.rules.commission.plan import Terms
from salescli.rules.commission.setting import Setting
from salescli.rules.commission.walk import Earned
from salescli.rules.commission.windows import WindowKey
from salescli.rules.commission.words import amount, evidence, fact_title, percent, window_name
from salescli.rules.rates import NOTHING, Exact, RateTable
from salescli.rules.reasons import Evidence, How, Reason
from salescli.terms import Mode, Refund

DAY = timedelta(days=1)


def reason(earned: Sequence[Earned], title: str, setting: Setting, end: date) -> Reason:
    """The tree of one rep's commission of a period that ends before `end`: plans, windows, and each line that changed them."""
    plans = [_of_plan(one, setting, end) for one in earned]
    return Reason(
        title=title,
        definition=_("Σ over the plans of C(end) − C(start) of every window that the period touches."),
        steps=plans,
        result=sum(one.commission for one in earned) if earned else None,
        how="sum" if earned else "stated",
    )


def _of_plan(earned: Earned, setting: Setting, end: date) -> Reason:
    teller = _Teller(earned, setting, end)
    windows = teller.windows()
    policy = "; ".join(dict.fromkeys(line.terms.source for line in earned.lines))
    title = _("Plan {plan}").format(plan=earned.plan)
    return Reason(title, policy=policy, steps=windows, result=earned.commission, how="sum")


class _Teller:
    """Lives an account's windows through again and tells each line of the period, and each window at its end."""

    def __init__(self, earned: Earned, setting: Setting, end: date) -> None:
        self._earned = earned
        self._setting = setting
        self._end = end
        self._book = Book(self._why_back)
        self._keys = list(dict.fromkeys(line.window for line in earned.lines))
        self._all = [*earned.earlier, *earned.lines]

    def windows(self) -> list[Reason]:
        """The windows that the period touches, in the order of their first line in it."""
        told: dict[WindowKey, list[Reason]] = {key: [] for key in self._keys}
        for line in self._earned.earlier:
            self._book.count(line)
        for line in self._earned.lines:
            if line.kind == "floor":
                told[line.window].append(self._floor(line))
                self._book.count(line)
            else:
                told[line.window].append(self._line(line))
        return [self._window(key, told[key]) for key in self._keys]

    def _window(self, key: WindowKey, lines: Sequence[Reason]) -> Reason:
        mine = [line for line in self._earned.lines if line.window == key]
        first, last = mine[0], mine[-1]
        ending = [] if last.kind == "floor" else [self._whole(self._book.pages[key], counts=False)]
        return Reason(
            title=_("Window {window}: C goes from {before} to {after}").format(
                window=window_name(key, first.fact), before=amount(first.before), after=amount(last.after)
            ),
            definition=_definition(first.terms),
            policy=first.terms.source,
            steps=[*self._before(key, first), *lines, *ending],
            result=sum(line.commission for line in mine),
            how="sum",
        )

    def _before(self, key: WindowKey, first: Line) -> Iterator[Reason]:
        """Where C stood when the period began: part of no sum, as only what comes after it is the period's."""
        lines = [line for line in self._earned.earlier if line.window == key]
        if lines:
            title = _("Before the period the window came to C = {before}").format(before=amount(first.before))
            result = sum(line.commission for line in lines)
            yield Reason(title, steps=[_brief(line) for line in lines], result=result, how="sum", counts=False)

    # One line.

    def _line(self, line: Line) -> Reason:
        page = self._book.page(line)
        before, kept = page.sum.uncapped, dict(page.sum.kept)
        rates = {table: table.tier(page.sum.level(table)) for table in kept}
        here = self._taken_here(page, line) if line.taken is not None else None
        self._book.count(line)
        plus = [_stated_before(before), *self._lifts(page, kept, rates), *self._own(page, line)]
        after = Reason(_("T + P − G after it"), steps=plus, result=_total(plus), how="sum")
        if here is not None:
            minus = [here, *(back.why for back in page.backs[-1:] if back.why is not None)]
            gone = sum((Fraction(one.result or 0) for one in minus), NOTHING)
            after = Reason(_("T + P − G after it"), steps=[_as_one(plus), *minus], result=_total(plus) - gone,
                           how="difference")  # fmt: skip
        cap = line.terms.cap
        steps = [_c(_("C after it"), after, cap), _c(_("C before it"), _stated_before(before), cap)]
        many = line.fact is not None and len(line.pieces) != 1
        beside = [telling(part(self._setting, line))] if many else []
        return Reason(
            title=_title(line),
            policy=rate_reasons.source(line.table, line.terms) if line.table else "",
            facts=tuple(_evidence(line)),
            steps=[*beside, *steps],
            result=line.commission,
            how="difference",
        )

    def _own(self, page: Page, line: Line) -> Iterator[Reason]:
        """What the line's own part earns."""
        if line.taken is not None:
            return
        for entry in page.entries[len(page.entries) - len(line.pieces) :]:
            yield self._earns(page, entry, piece_amount(self._setting, line, entry.piece))

    def _lifts(self, page: Page, kept: dict[RateTable, Exact], rates: dict[RateTable, Fraction]) -> Iterator[Reason]:
        """Earlier money at a new tier."""
        for table, money_kept in kept.items():
            level, old = page.sum.level(table), rates[table]
            new = table.tier(level)
            if new == old or not money_kept:
                continue
            steps = [rate_reasons.of_tier(page, table, level, self._now(page, table)),
                     Reason(_("The tier before it: {rate}").format(rate=percent(old)), result=old, kind="rate")]  # fmt: skip
            step = Reason(
                _("New tier less the one before"), steps=steps, result=new - old, kind="rate", how="difference"
            )
            earlier = Reason(_("Earlier money that meets this table"), result=money_kept)
            title = _("Lift: {amount} of earlier money at the new tier").format(amount=amount(money_kept))
            yield Reason(title, steps=[earlier, step], result=money_kept * (new - old), how="product")

    def _now(self, page: Page, table: RateTable) -> Sequence[Reason]:
        """The attainment that a tier is picked by, as it stands."""
        attained = page.attained.get(table.by)
        if table.of_previous or attained is None or attained.value is None:
            return ()
        return (rate_reasons.attainment(attained),)

    def _earns(self, page: Page, entry: Entry, money_of: Reason) -> Reason:
        """What a part's money earns at its own rate, at the tier, or slice by slice."""
        piece, table = entry.piece, entry.table
        if piece.rate is None and page.climbs(table):
            return _kept(entry, self._slices(entry, money_of))
        if piece.rate is not None:
            rate = rate_reasons.of_piece(entry.line, piece)
        else:
            rate = rate_reasons.of_tier(page, table, page.sum.level(table), self._now(page, table))
        value = piece.amount * Fraction(rate.result or 0)
        letter = "T" if piece.rate is None else "P"
        title = _("{letter}: {amount} × {rate}").format(
            letter=letter, amount=amount(piece.amount), rate=percent(Fraction(rate.result or 0))
        )
        return _kept(entry, Reason(title, steps=[money_of, rate], result=value, how="product"))

    def _slices(self, entry: Entry, money_of: Reason) -> Reason:
        steps = []
        for start, end, rate in entry.table.slices(entry.low, entry.high):
            title = _("From {start} to {end}").format(start=amount(start), end=amount(end))
            ends = [Reason(_("B up to {amount}").format(amount=amount(end)), result=end),
                    Reason(_("B up to {amount}").format(amount=amount(start)), result=start)]  # fmt: skip
            size = Reason(title, steps=ends, result=end - start, how="difference")
            low = min(abs(Fraction(start)), abs(Fraction(end)))
            tier = rate_reasons.of_slice(entry.table, entry.line.terms, low, rate)
            steps.append(Reason(title, steps=[size, tier], result=(end - start) * rate, how="product"))
        title = _("T: the slice of B from {before} to {after}").format(
            before=amount(entry.low), after=amount(entry.high)
        )
        return Reason(title, steps=[telling(money_of), *steps], result=_total(steps), how="sum")

    # Exact refunds.

    def _taken_here(self, page: Page, line: Line) -> Reason:
        """What an exact refund takes off T + P of its own window."""
        assert line.fact is not None
        self._book.attain(line)  # it takes at the tiers that it finds
        stands = self._earned_of(page, page.of_contract(line.fact.contract_id), _("What stands on the contract here"))
        return _taken(line, line.fact, stands, _("Taken off T + P: {part} of {amount}"))

    def _why_back(self, page: Page, line: Line, others: Sequence[Page]) -> Reason:
        """What an exact refund adds to G: its part of what stands on the contract from other windows, less what it took before."""
        assert line.fact is not None
        contract = line.fact.contract_id
        stands = [self._standing(other, contract) for other in others]
        stood = Reason(
            _("What stands on the contract from other windows"), steps=stands, result=_total(stands), how="sum"
        )
        before = [back for back in page.backs if back.contract_id == contract]
        if before:
            gone = [Reason(_("Taken back in this window already"), result=back.amount) for back in before]
            net = _total(stands) - _total(gone)
            title = _("What still stands on it from other windows")
            stood = Reason(title, steps=[stood, *gone], result=net, how="difference")
        return _taken(line, line.fact, stood, _("G: {part} of {amount}"))

    def _standing(self, page: Page, contract: int) -> Reason:
        """What of a window's commission stands on a contract."""
        name = window_name(page.sum.key, page.lines[0].fact)
        title = _("What window {window} paid on it").format(window=name)
        stands = self._earned_of(page, page.of_contract(contract), title)
        cap, sums = page.sum.terms.cap, page.sum
        if cap is not None and sums.earned and sums.uncapped > cap:
            stands = self._cut(page, stands, cap)
        backs = [back for back in page.backs if back.contract_id == contract]
        if not backs:
            return stands
        gone = [Reason(_("Taken back there since"), result=back.amount) for back in backs]
        result = Fraction(stands.result or 0) - _total(gone)
        return Reason(title, steps=[stands, *gone], result=result, how="difference")

    def _cut(self, page: Page, stands: Reason, cap: int) -> Reason:
        """All contracts of a capped window share the cut alike."""
        room = Reason(_("Cap and G"), steps=[_cap(cap), Reason("G", result=page.sum.back)], result=cap + page.sum.back,
                      how="sum")  # fmt: skip
        earned = Reason("T + P", result=page.sum.earned)
        ratio = (cap + page.sum.back) / Fraction(page.sum.earned)
        cut = Reason(_("What the cap leaves"), steps=[room, earned], result=ratio, kind="ratio", how="quotient")
        return Reason(_("Its part under the cap"), steps=[stands, cut], result=Fraction(stands.result or 0) * ratio,
                      how="product")  # fmt: skip

    # A window, whole.

    def _whole(self, page: Page, counts: bool) -> Reason:
        """C of a window at the period's end, from every part that counts in it."""
        for by, attained in page.attained.items():
            page.sum.attained[by] = attained.attaining.until(self._end)
        earned = self._earned_of(page, page.entries, "T + P", tables=True)
        raw = earned
        if page.backs:
            backs = [back.why or Reason("G", result=back.amount) for back in page.backs]
            given = Reason(_("G, what exact refunds took back from other windows"), steps=backs, result=_total(backs),
                           how="sum")  # fmt: skip
            result = Fraction(earned.result or 0) - _total(backs)
            raw = Reason("T + P − G", steps=[earned, given], result=result, how="difference")
        title = _("C at the end, reckoned whole")
        return _c(title, raw, page.sum.terms.cap, counts=counts)

    def _earned_of(self, page: Page, entries: Sequence[Entry], title: str, tables: bool = False) -> Reason:
        """T + P of some parts at the tiers that are reached."""
        flat: dict[RateTable, list[Entry]] = {}
        steps: list[Reason] = []
        for entry in entries:
            if entry.piece.rate is None and not page.climbs(entry.table):
                flat.setdefault(entry.table, []).append(entry)
            else:
                steps.append(self._earns(page, entry, named_part(entry.line, entry.piece)))
        for table, met in flat.items():
            steps.append(self._ladder(page, table, met, tables))
        return Reason(title, steps=steps, result=_total(steps), how="sum")

    def _ladder(self, page: Page, table: RateTable, entries: Sequence[Entry], whole: bool) -> Reason:
        """What meets a table, all at the tier reached."""
        level = page.sum.level(table)
        parts = [_kept(entry, named_part(entry.line, entry.piece)) for entry in entries]
        money_of = Reason(_("What meets the table and counts"), steps=parts, result=_total(parts), how="sum")
        steps = rate_reasons.level_steps(page, table, self._all, self._end) if whole else ()
        rate = rate_reasons.of_tier(page, table, level, steps)
        value = _total(parts) * Fraction(rate.result or 0)
        title = _("T: {amount} × {rate}").format(amount=amount(_total(parts)), rate=percent(Fraction(rate.result or 0)))
        return Reason(title, steps=[money_of, rate], result=value, how="product")

    def _floor(self, line: Line) -> Reason:
        """What is missing to the floor on a window's last day."""
        page = self._book.page(line)
        c = self._whole(page, counts=True)
        title = _("Floor {floor} on {day}: {missing} were missing").format(
            floor=amount(line.after), day=line.happened_on.isoformat(), missing=amount(line.commission)
        )
        floor = Reason(_("Floor: {floor}").format(floor=amount(line.after)), result=line.after)
        return Reason(title, steps=[floor, c], result=line.commission, how="difference")


# Small parts of the tree.


def _c(title: str, raw: Reason, cap: int | None, counts: bool = True) -> Reason:
    """C: T + P − G, at most the cap, rounded."""
    how: How
    value = Fraction(raw.result or 0)
    title = _("{title}: {amount}").format(
        title=title, amount=amount(value if cap is None else min(value, Fraction(cap)))
    )
    if cap is None:
        steps, how = (raw.steps, raw.how) if raw.steps else ([raw], "sum")
        return Reason(title, steps=steps, result=money.round_money(value), how=how, rounded=True, counts=counts)
    result = money.round_money(min(value, Fraction(cap)))
    return Reason(title, steps=[_cap(cap), raw], result=result, how="least", rounded=True, counts=counts)


def _cap(cap: int) -> Reason:
    return Reason(_("Cap: {cap}").format(cap=amount(cap)), result=cap)


def _stated_before(before: Exact) -> Reason:
    return Reason(_("T + P − G before it"), result=before)


def _kept(entry: Entry, reason: Reason) -> Reason:
    """What of a part still counts after the exact refunds that took of it."""
    if not entry.cuts:
        return reason
    left = [_left(cut) for cut in entry.cuts]
    result = Fraction(reason.result or 0)
    for one in left:
        result *= Fraction(one.result or 0)
    title = _("What the refunds leave of it")
    return Reason(title, steps=[reason, *left], result=result, how="product")


def _left(cut: Line) -> Reason:
    assert cut.fact is not None and cut.taken is not None  # an exact refund has both
    title = _("1 − refund ÷ collected: {left}").format(left=percent(1 - cut.taken))
    one = Reason("1", result=1, kind="count")
    return Reason(title, steps=[one, _ratio(cut, cut.fact)], result=1 - cut.taken, kind="ratio", how="difference")


def _ratio(line: Line, fact: MoneyFact) -> Reason:
    """r ÷ n: the refund over what its contract had collected net."""
    taken = line.taken or NOTHING
    title = _("Refund ÷ collected: {part}").format(part=percent(taken))
    if not taken:
        return Reason(_("Nothing was collected: nothing is taken"), result=taken, kind="ratio", facts=(evidence(fact),))
    refund = Reason(_("Refund of {amount}").format(amount=amount(fact.amount)), result=fact.amount,
                    facts=(evidence(fact),))  # fmt: skip
    collected = Reason(_("Collected before it: {amount}").format(amount=amount(fact.before)), result=fact.before)
    if taken == 1 and fact.amount != fact.before:
        ratio = Reason(title, steps=[refund, collected], result=Fraction(fact.amount, fact.before), kind="ratio",
                       how="quotient")  # fmt: skip
        most = Reason(_("At most all of it"), result=1, kind="count")
        return Reason(title, steps=[most, ratio], result=taken, kind="ratio", how="least")
    return Reason(title, steps=[refund, collected], result=taken, kind="ratio", how="quotient")


def _taken(line: Line, fact: MoneyFact, stands: Reason, sentence: str) -> Reason:
    result = Fraction(stands.result or 0) * (line.taken or 0)
    title = sentence.format(part=percent(line.taken or NOTHING), amount=amount(Fraction(stands.result or 0)))
    return Reason(title, steps=[stands, _ratio(line, fact)], result=result, how="product")


def _as_one(steps: Sequence[Reason]) -> Reason:
    if len(steps) == 1:
        return steps[0]
    return Reason(_("Before the refund, at the new tier"), steps=steps, result=_total(steps), how="sum")


def _total(steps: Iterable[Reason]) -> Fraction:
    return sum((Fraction(step.result or 0) for step in steps), Fraction(0))


def _brief(line: Line) -> Reason:
    return Reason(_title(line), facts=tuple(_evidence(line)), result=line.commission)


def _evidence(line: Line) -> Iterator[Evidence]:
    if line.fact is not None:
        yield evidence(line.fact)
    elif line.gained is not None:
        yield Evidence(line.gained, _("Fact of the measure"), line.happened_on)


def _title(line: Line) -> str:
    if line.fact is not None:
        return fact_title(line.fact, line.base)
    if line.kind == "floor":
        return _("Floor on {day}").format(day=line.happened_on.isoformat())
    return _("The attainment reached another tier on {day}").format(day=line.happened_on.isoformat())


def _definition(terms: Terms) -> str:
    mode = (
        _("T = Σ over each part's slice of B, at the slice's own rate")
        if terms.mode is Mode.SPLIT
        else _("T = Σ part × its table's rate at the tier reached")
    )
    refund = (
        _("a refund r on a contract with n collected takes back r ÷ n of everything that stands on it")
        if terms.refund is Refund.EXACT
        else _("a refund is a negative part on its day")
    )
    sentence = _("C = T + P − G; {mode}; P: parts with a rate of their own; {refund}.")
    if terms.cap is not None:
        sentence = _("C = min({cap}, T + P − G); {mode}; P: parts with a rate of their own; {refund}.")
    return sentence.format(mode=mode, refund=refund, cap=money.money_text(terms.cap or 0, grouped=True))
