"""Copies of a ledger: another's opened to be taken from, a backup made, a ledger made anew from one; what is in them is not known here."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from salescli import period, unfinished
from salescli.errors import LedgerUnusable, Refused, SalescliError, WrongUse
from salescli.ledger import chain, files, ids
from salescli.ledger.said import held
from salescli.ledger.store import Ledger, Who
from salescli.money import shown

WAIT_MS = 5000  # how long somebody who has the ledger open is waited for before it is replaced


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
            connection = files.migrated_in_memory(connection, path)
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
        Refused: something is there. WrongUse: it is a folder, a device or the like, or the ledger itself.
        LedgerUnusable: the ledger cannot be read or is damaged, or the target cannot be written.
    """
    with closing(files.open_as_it_is(path)) as source:
        with _writing(target, _("The backup")):
            _refuse_target(path, target, force)
            target = unfinished.followed(target)
        with _unfinished(target, _("The backup")) as beside:
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
    currency: str,
    zone: str,
    fill: Callable[[Ledger], object],
    replace: bool,
) -> Copied:
    """Make a ledger of facts that are there already, whole or not at all; the one that stood there is kept beside.

    The facts stay what they are, ids and hashes too; what it records itself has an origin of its own. Nobody can know that
    no other copy went on where these facts end, and two that go on under one origin never merge again.

    Args:
        fill: puts the facts into the new ledger.
        replace: whether a ledger that stands there gives way.

    Raises:
        Refused: something is there. LedgerUnusable: the place cannot be written, or others have the ledger open.
    """
    with _writing(path, _("The ledger")):
        path = unfinished.followed(path)
        if not replace and not _is_free(path):
            raise _there_already(path)
        unfinished.make_folders(path.parent)
    with _unfinished(path, _("The ledger")) as beside:
        files.create(beside, currency=currency, zone=zone, who=who, first=fill)
        with files.open_for_reading(beside, who) as ledger:
            facts, head = facts_in(ledger), ledger.head()
        _settle(beside)
        return Copied(facts, head, _swap(beside, path, replace))


def facts_in(ledger: Ledger) -> int:
    """How many facts a ledger holds."""
    ((count,),) = ledger._ask("SELECT count(*) FROM fact")
    return int(count)


# Reading another's.


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
    return held(path, error) or LedgerUnusable(
        _("{path} cannot be read: {reason}.").format(path=shown(path), reason=error)
    )


# Making one.


def _refuse_target(path: Path, target: Path, force: bool) -> None:
    if target.is_dir():
        raise WrongUse(_("{path} is a folder; a backup is a file in one.").format(path=shown(target)))
    if target.exists() and not target.is_file():
        raise WrongUse(_("{path} is a device or a pipe; a backup is a file.").format(path=shown(target)))
    if path.exists() and target.exists() and path.samefile(target):
        raise WrongUse(_("{path} is the ledger itself; a backup goes to another file.").format(path=shown(target)))
    if target.exists() and not force:
        raise Refused(_("There is something at {path} already; --force replaces it.").format(path=shown(target)))


def _there_already(path: Path) -> Refused:
    return Refused(
        _(
            "There is a ledger at {path} already; it was left as it is. --replace puts the other in its place and "
            "keeps this one beside it; `salescli merge` takes the facts that are missing."
        ).format(path=shown(path))
    )


def _there(target: Path) -> Refused:
    return Refused(_("Something was put at {path} meanwhile; it was left as it is.").format(path=shown(target)))


def _copy(source: sqlite3.Connection, beside: Path) -> None:
    """All pages at one moment: in one step, so that those who write never start it anew; then one file without a -wal."""
    with closing(sqlite3.connect(beside, isolation_level=None)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = delete")


@contextmanager
def _unfinished(target: Path, what: str) -> Iterator[Path]:
    """A file beside the target that is gone at the end; whatever is said of it is said of the target.

    Args:
        what: what cannot be written when it cannot, in the person's language.
    """
    with _writing(target, what), unfinished.file(target) as beside:
        try:
            yield beside
        except SalescliError as error:
            raise type(error)(str(error).replace(beside.name.removeprefix(target.name), "")) from None


@contextmanager
def _writing(target: Path, what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise LedgerUnusable(
            _("{what} cannot be written to {path}: {reason}.").format(what=what, path=shown(target), reason=reason)
        ) from None


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
    with _unfinished(path, _("The ledger")) as old, _alone(path, old) as former:
        _keep(former, path, old, kept)
        _publish(beside, path, over=True)
    return kept


@contextmanager
def _alone(path: Path, old: Path) -> Iterator[sqlite3.Connection | None]:
    """A ledger that nobody else has open, all of it in one file: a -wal left behind would be taken for the new one's.

    None: a damaged one, which SQLite cannot put in order; what lay beside it has a second name beside `old` then.

    Raises:
        LedgerUnusable: others have it open.
    """
    for there, saved in zip(_siblings(path), _siblings(old), strict=True):
        with suppress(OSError):  # SQLite removes what it thinks it is done with
            saved.hardlink_to(there)
    with closing(sqlite3.connect(path, isolation_level=None, timeout=WAIT_MS / 1000)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = delete")
            connection.execute("PRAGMA locking_mode = exclusive")  # until it is closed
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            former: sqlite3.Connection | None = connection
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise LedgerUnusable(
                    _("Others have the ledger {path} open; it is replaced when they are done.").format(path=shown(path))
                ) from None
            connection.close()
            former = None
        yield former


def _siblings(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in unfinished.SIBLINGS]


def _keep(former: sqlite3.Connection | None, path: Path, old: Path, kept: Path) -> None:
    """Keep a copy of the ledger before: a second name of a live one, left when this is killed, could be opened beside it.

    Of a damaged one, every byte, and what lies beside it goes along.
    """
    if former:
        for saved in _siblings(old):
            saved.unlink(missing_ok=True)
        _copy(former, old)
    else:
        _copy_bytes(path, old)
        for there, saved, along in zip(_siblings(path), _siblings(old), _siblings(kept), strict=True):
            with suppress(FileNotFoundError):
                (saved if saved.exists() else there).rename(along)
    _publish(old, kept, over=False)
    for there in () if former else _siblings(path):
        there.unlink(missing_ok=True)


def _copy_bytes(path: Path, old: Path) -> None:
    import shutil

    shutil.copyfile(path, old)
