"""How well a person's latest assessments fit what a post requires (人事相宜, figures.md §9), and which mark is the latest; no other
figure of a person is looked at here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from salescli.facts.rated import AssessmentMark
from salescli.policy.kinds import Rater
from salescli.policy.model import Post
from salescli.rules import rated

WHOLE = Fraction(1)


def latest(given: Iterable[AssessmentMark], method: str, purpose: str | None = None) -> Sequence[AssessmentMark]:
    """The marks by a method, and for a purpose where one is named, that stand: of each kind of rater those of its last day.

    Nobody rates himself.
    """
    found: dict[str | None, list[AssessmentMark]] = {}
    for one in given:
        if one.method == method and purpose in (None, one.purpose) and one.rater != Rater.SELF:
            before = found.setdefault(one.rater, [])
            if before and before[0].happened_on < one.happened_on:
                before.clear()
            if not before or before[0].happened_on == one.happened_on:
                before.append(one)
    return [one for marks in found.values() for one in marks]


def mean(marks: Sequence[AssessmentMark]) -> Fraction | None:
    """The mean of score ÷ maximum, 0…1, every mark alike; None: there is none."""
    return sum(map(rated.mark, marks), Fraction(0)) / len(marks) if marks else None


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a post requires by one method, 0…1, and the marks that stand."""

    method: str
    required: Decimal
    marks: Sequence[AssessmentMark]

    @property
    def mark(self) -> Fraction | None:
        """None: nobody has rated yet."""
        return mean(self.marks)

    @property
    def short(self) -> Fraction | None:
        """By how much the mark is under what is required; 0: it is met; None: there is no mark."""
        return None if self.mark is None else max(Fraction(self.required) - self.mark, Fraction(0))

    @property
    def met(self) -> bool | None:
        """Whether the mark is at least what is required; None: there is no mark."""
        return None if self.short is None else not self.short

    @property
    def part(self) -> Fraction | None:
        """mark ÷ required, at most 1; None: there is no mark."""
        if self.mark is None:
            return None
        return min(WHOLE, self.mark / Fraction(self.required)) if self.required else WHOLE


@dataclass(frozen=True, slots=True)
class Fit:
    """How well somebody fits a post."""

    requirements: Sequence[Requirement]

    @property
    def known(self) -> Sequence[Fraction]:
        """The parts of the requirements that have a mark."""
        return [one.part for one in self.requirements if one.part is not None]

    @property
    def value(self) -> Fraction | None:
        """The mean of min(1, mark ÷ required) over the requirements that have a mark; None: none has."""
        return sum(self.known, Fraction(0)) / len(self.known) if self.known else None

    @property
    def coverage(self) -> Fraction:
        """Requirements with a mark ÷ requirements."""
        return Fraction(len(self.known), len(self.requirements))

    @property
    def met(self) -> bool:
        """Whether everything required is met; what has no mark is not."""
        return all(one.met for one in self.requirements)

    @property
    def may_fit(self) -> bool:
        """Whether all is met of which there is a mark, and there is one."""
        return self.value is not None and all(one.met is not False for one in self.requirements)

    @property
    def order(self) -> tuple[bool, bool, Fraction, Fraction]:
        """Sorts the best first: who meets all, then by value × coverage, then by coverage; without any mark last.

        So that who is known by half is not before who is known to miss little.
        """
        return self.value is None, not self.met, -(self.value or Fraction(0)) * self.coverage, -self.coverage


def fit(post: Post, given: Sequence[AssessmentMark], purpose: str | None = None) -> Fit:
    """How well the marks of somebody, for a purpose where one is named, fit a post that requires something."""
    return Fit([Requirement(key.value, least, latest(given, key, purpose)) for key, least in post.requires.items()])


def ranks(fits: Mapping[str, Fit]) -> dict[str, int]:
    """Each person's rank, the best is 1; who fits alike shares one and leaves the next out; without any mark there is none."""
    known = sorted(one.order for one in fits.values() if one.value is not None)
    return {rep: known.index(one.order) + 1 for rep, one in fits.items() if one.value is not None}
