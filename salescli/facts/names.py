"""Rows that name things and say whose they are."""

from datetime import date
from typing import NamedTuple


class Named(NamedTuple):
    """A rep, team, customer, contact, product, opportunity or contract by its names (code is '' where it has none)."""

    id: int
    code: str
    name: str

    @property
    def label(self) -> str:
        """Code and name, as a person would point at it."""
        return f"{self.code} {self.name}" if self.code and self.code != self.name else self.name


class OnceCalled(NamedTuple):
    """A customer, an opportunity or a rep by a name or code that it has or once had (once_called.sql).

    Attributes:
        called: that name or code; code, name: those of now; void_why, voided_by: of its void, where it counts no more.
    """

    id: int
    kind: str
    called: str
    code: str
    name: str
    void_why: str | None
    voided_by: str | None

    @property
    def now(self) -> Named:
        """The same by its names of now."""
        return Named(self.id, self.code, self.name)


class Owned(NamedTuple):
    """Whose something is on a day: the rep's id, code and name."""

    id: int
    code: str
    name: str

    @property
    def label(self) -> str:
        """Code and name, as a person would point at the rep."""
        return Named(self.id, self.code, self.name).label


class PolicyRow(NamedTuple):
    """One version of the policy as it was loaded."""

    id: int
    starts_on: date | None
    title: str
    body: str
    digest: str
