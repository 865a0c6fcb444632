"""Copies of a ledger: another's opened to be taken from, a backup made, a ledger made anew from one; what is in them is not known here."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from salescli import period
from salescli.errors import LedgerUnusable, Refused, WrongUse
from salescli.ledger import chain, files, ids, migrations
from salescli.ledger.store import Ledger, Who, shown

WAIT_MS = 5000  # how long somebody who has the ledger open is waited for before it is replaced
SIBLINGS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds: how many facts, and the head; and where the ledger before it was kept, if there was one."""

    facts: int
    head: str
    kept: Path | None = None


def opened(path: Path, who: Who) -> Ledger:
    """Another's ledger to take from, sound and seen as it is at this moment; the file is left as it is.

    One of an earlier version is brought up to date in a copy in memory.

    Raises:
        LedgerUnusable: there is none, it is no ledger or a newer one, or it is damaged (with the first bad fact).
    """
    connection = files.open_as_it_is(path)
    try:
        if files._version(connection, path) < files.VERSION:
            connection = _in_memory(connection)
            migrations.migrate(connection, path, files.VERSION)
        connection.execute("BEGIN")  # one snapshot for all that is read
        ledger = Ledger(connection, path, who)
        _refuse_unsound(connection, ledger)
        return ledger
    except (sqlite3.Error, TypeError, ValueError) as error:
        connection.close()
        raise _unreadable(path, error) from None
    except BaseException:
        connection.close()
        raise


def backup(path: Path, who: Who, target: Path, *, force: bool) -> Copied:
    """Copy a ledger as it is at one moment, whoever writes to it meanwhile; the target is there whole and verified, or not.

    Args:
        force: whether a file that is there is replaced.

    Raises:
        Refused: something is there. WrongUse: it is a folder, or the ledger itself.
        LedgerUnusable: the ledger cannot be read or is damaged, or the target cannot be written.
    """
    _refuse_target(path, target, force)
    with closing(files.open_as_it_is(path)) as source, _unfinished(target, _("The backup")) as beside:
        files._version(source, path)
        _copy(source, beside)
        with opened(beside, who) as copy:
            copied = Copied(facts_in(copy), copy.head())
        _publish(beside, target, over=force)
    return copied


def make(
    path: Path,
    who: Who,
    *,
    origin: int | None,
    currency: str,
    zone: str,
    fill: Callable[[Ledger], object],
    replace: bool,
) -> Copied:
    """Make a ledger of facts that are there already, whole or not at all; the one that stood there is kept beside.

    Args:
        origin: whose copy it is; None: its own, a new one.
        fill: puts the facts into the new ledger.
        replace: whether a ledger that stands there gives way.

    Raises:
        Refused: something is there. LedgerUnusable: the place cannot be written, or others have the ledger open.
    """
    if not replace and not _is_free(path):
        raise Refused(
            _(
                "There is a ledger at {path} already; it was left as it is. --replace puts the other in its place and "
                "keeps this one beside it; `salescli merge` takes the facts that are missing."
            ).format(path=shown(path))
        )
    with _unfinished(path, _("The ledger"), made=False) as beside:
        files.create(beside, currency=currency, zone=zone, origin=origin, who=who, first=fill)
        with files.open_for_reading(beside, who) as ledger:
            facts, head = facts_in(ledger), ledger.head()
        _settle(beside)
        return Copied(facts, head, _swap(beside, path, replace))


def facts_in(ledger: Ledger) -> int:
    """How many facts a ledger holds."""
    ((count,),) = ledger._ask("SELECT count(*) FROM fact")
    return int(count)


# Reading another's.


def _in_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", isolation_level=None)
    with closing(connection):
        connection.backup(memory)
    return files._careful(memory)


def _refuse_unsound(connection: sqlite3.Connection, ledger: Ledger) -> None:
    """Refuse what is damaged or was tampered with: nothing of it can be trusted."""
    path = shown(ledger.path)
    altered = files._altered(connection, ledger.path)
    if altered:
        raise LedgerUnusable(
            _("{path} has triggers or views that are not a ledger's, or lacks some: {names}.").format(
                path=path, names=", ".join(altered[:3])
            )
        )
    said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if said != "ok":
        raise LedgerUnusable(_("{path} is damaged: {reason}.").format(path=path, reason=" ".join(said.split())))
    for found in chain.breaks(connection):
        raise LedgerUnusable(
            _("{path} is not what was recorded, from the fact {id} on: {what}.").format(
                path=path, id=ids.show(found.id, 0), what=found.what
            )
        )


def _unreadable(path: Path, error: Exception) -> LedgerUnusable:
    if "not a database" in str(error):
        return LedgerUnusable(_("{path} is no salescli ledger.").format(path=shown(path)))
    return LedgerUnusable(_("{path} cannot be read: {reason}.").format(path=shown(path), reason=error))


# Making one.


def _refuse_target(path: Path, target: Path, force: bool) -> None:
    if target.is_dir():
        raise WrongUse(_("{path} is a folder; a backup is a file in one.").format(path=shown(target)))
    if path.exists() and target.exists() and path.samefile(target):
        raise WrongUse(_("{path} is the ledger itself; a backup goes to another file.").format(path=shown(target)))
    if target.exists() and not force:
        raise Refused(_("There is something at {path} already; --force replaces it.").format(path=shown(target)))


def _there(target: Path) -> Refused:
    return Refused(_("Something was put at {path} meanwhile; it was left as it is.").format(path=shown(target)))


def _copy(source: sqlite3.Connection, beside: Path) -> None:
    """All pages at one moment: in one step, so that those who write never start it anew; then one file without a -wal."""
    with closing(sqlite3.connect(beside, isolation_level=None)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = delete")


@contextmanager
def _unfinished(target: Path, what: str, *, made: bool = True) -> Iterator[Path]:
    """A place beside the target for its owner's eyes alone; whatever is still there at the end is removed.

    Args:
        what: what cannot be written when it cannot, in the person's language.
        made: whether an empty file is made there.
    """
    import secrets

    beside = target.with_name(f"{target.name}.unfinished-{secrets.token_hex(4)}")
    try:
        if made:
            os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        yield beside
    except (OSError, sqlite3.Error) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise LedgerUnusable(
            _("{what} cannot be written to {path}: {reason}.").format(what=what, path=shown(target), reason=reason)
        ) from None
    finally:
        for ending in ("", *SIBLINGS):
            with suppress(OSError):
                beside.with_name(beside.name + ending).unlink()


def _settle(beside: Path) -> None:
    """Everything into the one file: what is renamed must not need a -wal of its old name."""
    with closing(sqlite3.connect(beside, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = delete")


def _publish(beside: Path, target: Path, *, over: bool) -> None:
    """Give a finished file its name, on the disk before it is said; without `over` never the name of another."""
    _sync(beside)
    if over:
        beside.replace(target)
    else:
        try:
            target.hardlink_to(beside)  # unlike a rename it fails where something is
        except FileExistsError:
            raise _there(target) from None
        except OSError:  # a disk without hard links
            if target.exists():
                raise _there(target) from None
            beside.rename(target)
    _sync(target.absolute().parent)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# Replacing one.


def _is_free(path: Path) -> bool:
    """Whether no ledger stands there, nor anything else.

    Raises:
        WrongUse: a folder does.
    """
    if path.is_dir():
        raise WrongUse(_("{path} is a folder; a ledger is a file in one.").format(path=shown(path)))
    try:
        return files.missing(path)
    except LedgerUnusable:
        return False


def _swap(beside: Path, path: Path, replace: bool) -> Path | None:
    """Put a finished ledger in its place, in one step; gives where the one before is kept."""
    if _is_free(path):
        _publish(beside, path, over=path.exists())
        return None
    if not replace:
        raise _there(path)
    stamp = period.instant_text(period.now()).replace("-", "").replace(":", "").replace(".", "")
    kept = path.with_name(f"{path.name}.before-restored-{stamp}")
    with _alone(path, kept):
        try:
            kept.hardlink_to(path)  # so that at no moment there is no ledger
        except OSError:  # a disk without hard links
            path.rename(kept)
        _publish(beside, path, over=True)
    return kept


@contextmanager
def _alone(path: Path, kept: Path) -> Iterator[None]:
    """A ledger that nobody else has open, all of it in one file: a -wal left behind would be taken for the new one's.

    Of a damaged one, which SQLite cannot put in order, what lies beside it goes along.

    Raises:
        LedgerUnusable: others have it open.
    """
    beside = [(path.with_name(path.name + ending), kept.with_name(kept.name + ending)) for ending in SIBLINGS]
    for there, saved in beside:  # SQLite removes what it thinks it is done with
        with suppress(OSError):
            saved.hardlink_to(there)
    with closing(sqlite3.connect(path, isolation_level=None, timeout=WAIT_MS / 1000)) as connection:
        damaged = False
        try:
            connection.execute("PRAGMA journal_mode = delete")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise LedgerUnusable(
                    _("Others have the ledger {path} open; it is replaced when they are done.").format(path=shown(path))
                ) from None
            connection.close()
            damaged = True
        finally:
            for there, saved in beside:
                if damaged:
                    with suppress(FileNotFoundError):
                        there.rename(saved)
                else:
                    saved.unlink(missing_ok=True)
        yield
