"""Rows that name things and say whose they are."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Named:
    """A rep, team, customer, contact, product, opportunity or contract by its names (code is '' where it has none)."""

    id: int
    code: str
    name: str

    @property
    def label(self) -> str:
        """Code and name, as a person would point at it."""
        return f"{self.code} {self.name}" if self.code and self.code != self.name else self.name


@dataclass(frozen=True, slots=True)
class Owned:
    """Whose something is on a day: the rep's id, code and name."""

    id: int
    code: str
    name: str

    @property
    def label(self) -> str:
        """Code and name, as a person would point at the rep."""
        return Named(self.id, self.code, self.name).label


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One version of the policy as it was loaded."""

    id: int
    starts_on: date | None
    title: str
    body: str
    digest: str
