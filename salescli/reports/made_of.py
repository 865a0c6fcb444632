"""What a rep's pay of some months is made of, part by part, so that two pays can be compared line by line; no words are made here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import zip_longest

from salescli.reports.paid import Paid
from salescli.rules.bonus import Axis, BonusLine
from salescli.rules.commission.accounts import Line
from salescli.rules.commission.walk import Earned
from salescli.rules.pay import Part
from salescli.rules.penalties import PenaltyLine

Known = int | Fraction | str
Place = tuple[Part, str, str, int | None]


@dataclass(frozen=True, slots=True)
class Made:
    """One line of what a pay is made of. Two are equal that come to the same in the same place, whatever else they say.

    Attributes:
        key: what it is in its part: a bonus's, a plan's, a penalty's; over: the month, period or day that it is for.
        fact: the id of the one that it is about (None: not of a single one).
        amount: what it is in the pay, minor units, a penalty negative; of a pooled bonus what it is in the pool.
        parts: the lines that it is made of itself: a plan's by facts, a pool's bonuses.
        title: what the policy calls it, of a penalty with whom it is about; "": its part says what it is.
        terms: what it comes of, by name: `grade`, `coefficient`, `days`, or a measure's key.
        source: the policy's version and the key.
    """

    part: Part
    key: str
    over: str
    fact: int | None
    amount: int
    parts: tuple["Made", ...] = ()
    title: str = field(default="", compare=False)
    terms: tuple[tuple[str, Known], ...] = field(default=(), compare=False)
    source: str = field(default="", compare=False)

    @property
    def place(self) -> Place:
        """Where it stands, in both of two pays."""
        return self.part, self.key, self.over, self.fact


def made_of(paid: Paid, rep: str) -> tuple[Made, ...]:
    """Every line of a rep's pay; they sum to its total, where that is known."""
    return (
        *_bases(paid, rep),
        *(_bonus(line) for line in paid.bonuses.of(rep)),
        *(_plan(one) for one in paid.commission.of(rep)),
        *_draws(paid, rep),
        *(_penalty(line) for line in paid.penalties.of(rep)),
    )


def changes(before: Iterable[Made], after: Iterable[Made]) -> Iterator[tuple[Made | None, Made | None]]:
    """The lines that differ, each before and after; None: it was not there, or is not any more. In the order of `after`."""
    old, new = _by_place(before), _by_place(after)
    for place in dict.fromkeys([*new, *old]):
        for one, other in zip_longest(old.get(place, ()), new.get(place, ())):
            if one != other:
                yield one, other


def moved(before: Made | None, after: Made | None) -> int:
    """What a line is more than before, minor units; one that is not there is nothing."""
    return (after.amount if after else 0) - (before.amount if before else 0)


def _by_place(lines: Iterable[Made]) -> dict[Place, list[Made]]:
    found: dict[Place, list[Made]] = defaultdict(list)
    for line in lines:
        found[line.place].append(line)
    return found


def _bases(paid: Paid, rep: str) -> Iterator[Made]:
    for month in paid.bases.get(rep, ()):
        counted = sum(piece.days for piece in month.pieces)
        days = (("days", Fraction(counted)), ("of_days", month.divisor)) if month.by else ()
        yield Made("base", "", month.month.name, None, month.amount or 0, terms=days, source=month.policy)


def _bonus(line: BonusLine, of_pool: bool = False) -> Made:
    """A bonus in the pay, or in the pool."""
    return Made(
        "bonus",
        line.key,
        line.period.name,
        None,
        (line.amount or 0) if of_pool else line.paid,
        tuple(_bonus(one, of_pool=True) for one in line.pooled),
        line.title,
        tuple(_looked_at(line, of_pool)),
        line.source,
    )


def _looked_at(line: BonusLine, of_pool: bool) -> Iterator[tuple[str, Known]]:
    if line.looks.grade is not None:
        yield "grade", line.looks.grade
    yield from (_axis(axis) for axis in line.looks.axes if axis.value is not None)
    if line.coefficient is not None:
        yield "coefficient", line.coefficient
    if line.pool is not None and not of_pool:
        yield "pool", line.pool


def _axis(axis: Axis) -> tuple[str, Known]:
    return axis.by.text if axis.by else axis.measure, axis.value or Fraction(0)


def _plan(one: Earned) -> Made:
    lines = tuple(_line(line) for line in one.lines)
    sources = list(dict.fromkeys(line.terms.source for line in one.lines))
    return Made("commission", one.plan, "", None, one.commission or 0, lines, source="; ".join(sources))


def _line(line: Line) -> Made:
    known = {"part": line.base if line.fact else None, "rate": line.rate, "lift": line.lift or None}
    terms = tuple((name, value) for name, value in known.items() if value is not None)
    fact = line.fact.id if line.fact else line.gained
    return Made("commission", line.kind, line.happened_on.isoformat(), fact, line.commission, terms=terms)


def _draws(paid: Paid, rep: str) -> Iterator[Made]:
    for month in paid.draws.get(rep, ()):
        terms = (("earned", month.earned), ("paid", month.paid), ("owed", month.owed))
        yield Made("draw", "", month.month.name, None, month.change, terms=terms, source=month.source)
    for one in paid.settlements(rep):
        yield Made("draw", "open", one.month.month.name, None, -one.taken, terms=(("owed", one.month.owed),))


def _penalty(line: PenaltyLine) -> Made:
    days = Fraction(sum(charge.days for charge in line.charges))
    terms = (("days", days),) if days > 1 else ()
    title = f"{line.title} · {line.lapse.what}" if line.lapse.what else line.title
    over = line.happened_on.isoformat()
    return Made("penalty", line.key, over, line.fact, -line.amount, title=title, terms=terms, source=line.source)
