"""One rep's windows of one plan, lived through again line by line, with every part that each of them is made of, for reasons."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from salescli.rules.commission.accounts import Line
from salescli.rules.commission.attaining import Attained
from salescli.rules.commission.sharing import Piece
from salescli.rules.commission.sums import WindowSum
from salescli.rules.commission.windows import WindowKey
from salescli.rules.rates import NOTHING, Exact, RateTable
from salescli.rules.reasons import Reason
from salescli.terms import Mode


@dataclass(slots=True)
class Entry:
    """A part's money in a window.

    Attributes:
        low, high: B before and after it, where it meets a table.
        cuts: the exact refunds that took r ÷ n of it since.
    """

    line: Line
    piece: Piece
    table: RateTable
    low: int = 0
    high: int = 0
    cuts: list[Line] = field(default_factory=list)

    @property
    def contract_id(self) -> int:
        """The contract that it stands on."""
        return self.line.fact.contract_id if self.line.fact else 0

    @property
    def kept(self) -> Exact:
        """What of the money still counts."""
        left: Exact = self.piece.amount
        for cut in self.cuts:
            left -= left * (cut.taken or 0)
        return left


@dataclass(frozen=True, slots=True)
class Back:
    """What an exact refund adds to G of its window: `why` is made at its moment, as the windows change."""

    contract_id: int
    amount: Exact
    why: Reason | None


class Page:
    """One window at a moment.

    Attributes:
        sum: its running sums; attained: the attainments, by what picks the tier.
    """

    def __init__(self, line: Line) -> None:
        self.sum = WindowSum(line.window, line.terms, line.level_before)
        self.entries: list[Entry] = []
        self.backs: list[Back] = []
        self.attained: dict[str, Attained] = {}
        self.lines: list[Line] = []

    def of_contract(self, contract_id: int) -> list[Entry]:
        """What stands on a contract."""
        return [entry for entry in self.entries if entry.contract_id == contract_id]

    def climbs(self, table: RateTable) -> bool:
        """Whether what meets a table is paid slice by slice."""
        return self.sum.terms.mode is Mode.SPLIT and table.has_ladder


WhyBack = Callable[[Page, Line, "list[Page]"], Reason]
"""Tells why an exact refund adds what it does to G: from its window, its line, and the other windows with its contract."""


class Book:
    """The windows of an account."""

    def __init__(self, why_back: WhyBack | None = None) -> None:
        """`why_back` is asked for every exact refund, before it counts."""
        self.pages: dict[WindowKey, Page] = {}
        self._why_back = why_back
        self._holding: dict[int, dict[WindowKey, Page]] = defaultdict(dict)

    def page(self, line: Line) -> Page:
        """The window of a line, as it is now."""
        found = self.pages.get(line.window)
        if found is None:
            found = self.pages[line.window] = Page(line)
        return found

    def others(self, line: Line) -> list[Page]:
        """The other windows that hold a line's contract."""
        held = self._holding[line.fact.contract_id] if line.fact else {}
        return [page for key, page in held.items() if key != line.window]

    def attain(self, line: Line) -> None:
        """Bring a window's attainments to where a line finds them."""
        page = self.page(line)
        page.attained.update(line.attained)
        page.sum.attained.update({by: one.value for by, one in line.attained.items()})

    def count(self, line: Line) -> None:
        """Count a line in."""
        page = self.page(line)
        self.attain(line)
        page.lines.append(line)
        if line.fact is None:
            if line.kind != "floor":
                page.sum.settle()
        elif line.taken is not None:
            self._take(page, line)
        else:
            self._add(page, line)

    def _add(self, page: Page, line: Line) -> None:
        assert line.fact is not None and line.table is not None  # a part has both
        self._holding[line.fact.contract_id][line.window] = page
        page.entries += list(_entries(line, line.table, page.sum.reached))
        page.sum.add(line.fact.contract_id, line.pieces, line.table)

    def _take(self, page: Page, line: Line) -> None:
        assert line.fact is not None and line.taken is not None  # an exact refund has both
        others = self.others(line)
        why = self._why_back(page, line, others) if self._why_back and others else None
        self._holding[line.fact.contract_id][line.window] = page
        elsewhere = sum((other.sum.standing(line.fact.contract_id) for other in others), NOTHING)
        _here, back = page.sum.take(line.fact.contract_id, line.taken, elsewhere)
        for entry in page.of_contract(line.fact.contract_id):
            entry.cuts.append(line)
        page.backs.append(Back(line.fact.contract_id, back, why))


def _entries(line: Line, table: RateTable, reached: int) -> Iterator[Entry]:
    for piece in line.pieces:
        if piece.rate is not None:
            yield Entry(line, piece, table)
        else:
            yield Entry(line, piece, table, reached, reached + piece.amount)
            reached += piece.amount
