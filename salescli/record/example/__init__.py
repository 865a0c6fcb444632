"""The example team's ledger: a year of invented, plausible work, the same each time; only generated history belongs here.

`build` lays down everything; the texts and numbers that a person may want to read stand in the TOML files beside it.
"""

from pathlib import Path

from salescli.ledger import files
from salescli.record.example import book, cast, deals, evidence, offices, rules, talks
from salescli.record.example.world import LAST, World

__all__ = ["LAST", "build", "history"]

ORIGIN = 20240101


def build(path: Path) -> None:
    """Make a ledger at the path and append the example team's life from September 2023 to the end of 2024.

    Raises:
        LedgerUnusable: the place cannot be written.
    """
    files.create(path, currency="CNY", zone="Asia/Shanghai", origin=ORIGIN, who=book.SYSTEM, first=history().append_to)


def history() -> book.Book:
    """All facts of the example, each with its day, its instant of entry and who entered it."""
    pages = book.Book()
    world = World()
    rules.record(pages)
    people = cast.record(pages, world)
    sold = deals.record(pages, people, deals.plan(world))
    follow_ups = talks.record(pages, people, sold)
    offices.record(pages, people, sold)
    evidence.record(pages, people, sold, follow_ups)
    return pages
