"""The one transaction of an import, taken back at the end of a dry run; what goes in is the business of its neighbours."""

from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _

from salescli.asked import Asked
from salescli.errors import LedgerUnusable
from salescli.ledger.store import Ledger

REJECTED = 4
"""The exit code when some rows were not taken, or say something else than before."""


class _Undone(Exception):
    """Ends a dry run's transaction without its writing anything."""


@contextmanager
def bringing_in(asked: Asked, dry_run: bool) -> Iterator[Ledger]:
    """The ledger in one transaction; on a dry run nothing of it stays.

    Raises:
        LedgerUnusable: a dry run on a ledger that is not there.
    """
    if dry_run and not asked.path.exists():
        raise LedgerUnusable(
            _("There is no ledger at {path} to try it on; `salescli init` makes one.").format(path=asked.path)
        )
    try:
        with asked.recording() as ledger:
            yield ledger
            if dry_run:
                raise _Undone
    except _Undone:
        pass
