"""The way in for other systems' exports: rows that a profile has turned into drafts become facts, all of a run or none."""

from salescli.record.importing.command import app

__all__ = ["app"]
