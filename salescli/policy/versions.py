"""The dated versions of a policy and which one counts on a day; storing them is the ledger's business."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from gettext import gettext as _
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

from salescli.errors import LedgerUnusable, NothingInForce, WrongUse
from salescli.money import echo
from salescli.policy.title import title_of

if TYPE_CHECKING:
    from salescli.policy.model import Policy


def digest_of(text: str) -> str:
    """SHA-256 of a policy's text, in hex."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=64)
def _parsed(text: str) -> "Policy":
    # Imported here: whoever only asks for a version's text starts without pydantic.
    from salescli.policy.parse import parse_policy

    return parse_policy(text)


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One loaded version: its id, first day (None: from ever), title, digest and text as loaded.

    Attributes:
        lang: the language in which it is named; "": that in which it was loaded.
    """

    id: int
    starts_on: date | None
    title: str
    digest: str
    text: str
    lang: str = ""

    @property
    def label(self) -> str:
        """The version as people name it: its title, and its first day where it has one."""
        title = (title_of(self.text, self.lang) if self.lang else None) or self.title
        return title if self.starts_on is None else f"{title} ({self.starts_on.isoformat()})"

    @property
    def policy(self) -> "Policy":
        """The policy itself; equal texts are parsed once.

        Raises:
            LedgerUnusable: what was loaded and checked once is faulty now.
        """
        try:
            return _parsed(self.text)
        except WrongUse as faults:
            said = _(
                "The policy {name} as the ledger keeps it cannot be used; `salescli verify` says whether it was changed:"
            )
            details = str(faults).partition("\n")[2]
            raise LedgerUnusable(f"{said.format(name=echo(self.label))}\n{details}") from None


def version_of(id: int, text: str, starts_on: date | None = None, lang: str = "en") -> PolicyVersion:
    """A version of a text that is not loaded (a what-if, a test), with its own title and digest."""
    return PolicyVersion(id, starts_on, _parsed(text).title.text(lang), digest_of(text), text, lang)


@dataclass(frozen=True, slots=True)
class InForce:
    """A version and the days [start, end) on which it counts."""

    version: PolicyVersion
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Versions:
    """All versions in the order they were loaded."""

    loaded: Sequence[PolicyVersion]

    def __iter__(self) -> Iterator[PolicyVersion]:
        """The versions in the order loaded."""
        return iter(self.loaded)

    def __len__(self) -> int:
        """How many versions there are."""
        return len(self.loaded)

    def on(self, day: date) -> PolicyVersion:
        """The version that counts on `day`: the latest start, among equals the last loaded (policy.md, top);
        raises NothingInForce naming the day."""
        version = self._on(day)
        if version is None:
            raise NothingInForce(
                _("No policy is in force on {day}; load one with: salescli policy load FILE --from {day}").format(
                    day=day
                )
            )
        return version

    def between(self, start: date, end: date) -> list[InForce]:
        """The versions in force in [start, end), each with its days; days without any are left out."""
        starts = sorted({v.starts_on for v in self.loaded if v.starts_on is not None and start < v.starts_on < end})
        edges = [start, *starts, end] if start < end else []
        pieces = [(self._on(first), first, last) for first, last in pairwise(edges)]
        return _joined([InForce(version, first, last) for version, first, last in pieces if version is not None])

    def with_instead(self, other: PolicyVersion, day: date | None) -> "Versions":
        """These, with another version in place of all that count from a day on (None: from ever).

        Where none of these counts on the day before it, the other counts from ever: there is nothing that it comes after.
        """
        earlier = [one for one in self.loaded if day is not None and (one.starts_on or date.min) < day]
        return Versions([*earlier, replace(other, starts_on=day if earlier else None)])

    def _on(self, day: date) -> PolicyVersion | None:
        running = [version for version in self.loaded if (version.starts_on or date.min) <= day]
        # max() keeps the first of equals, and the last loaded counts.
        return max(reversed(running), key=lambda version: version.starts_on or date.min, default=None)


def _joined(pieces: list[InForce]) -> list[InForce]:
    joined: list[InForce] = []
    for piece in pieces:
        if joined and joined[-1].version is piece.version and joined[-1].end == piece.start:
            piece = InForce(piece.version, joined.pop().start, piece.end)
        joined.append(piece)
    return joined
