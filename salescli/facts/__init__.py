"""What the shelf gives: one named tuple per shape of row, fields = columns, as there may be many of them; no arithmetic and no SQL."""

from salescli.facts.names import Named, Owned, PolicyRow

__all__ = ["Named", "Owned", "PolicyRow"]
