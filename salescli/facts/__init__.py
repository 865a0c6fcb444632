"""What the shelf gives: one frozen dataclass per shape of row, fields = columns; no arithmetic and no SQL."""

from salescli.facts.names import Named, Owned, PolicyRow

__all__ = ["Named", "Owned", "PolicyRow"]
