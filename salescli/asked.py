"""What the person asked for beside the command's own words: the common options, and the ledger opened accordingly.

Nothing here knows a command, a kind of fact or a report.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salescli import period
from salescli.errors import LedgerUnusable, Refused, WrongUse

if TYPE_CHECKING:
    from salescli.ledger.store import Ledger, Who

FOR_PROGRAMS = ("csv", "json", "xlsx")
"""The formats whose reader finds an empty list too."""
STUMBLES = (ValueError, LookupError, ArithmeticError, TypeError, AttributeError, RecursionError)
"""What comes of a value that no command would have written: a day that is none, a rep that is not there."""


@dataclass(slots=True)
class Asked:
    """The common options of one call, as typed.

    Attributes:
        show: how a report reaches the screen or the file; main puts it there, so that reports need not know render.
        warned: whether the network folder has been spoken of.
    """

    ledger: Path | None = None
    actor: str | None = None
    on: str | None = None
    as_of: str | None = None
    lang: str = "en"
    format: str | None = None
    out: Path | None = None
    policy: Path | None = None
    excel_safe: bool = False
    strict: bool = False
    show: Callable[[Any], None] = field(default=print)
    warned: bool = field(default=False, init=False)

    @property
    def path(self) -> Path:
        """The ledger's file: --ledger, SALESCLI_LEDGER, or the user's data directory."""
        from salescli.ledger import files

        given = self.ledger or os.environ.get("SALESCLI_LEDGER")
        return Path(given) if given else files.default_path()

    @property
    def who(self) -> "Who":
        """The actor (--as, SALESCLI_ACTOR, the login name), with login@host beside it."""
        import getpass

        from salescli.ledger.store import Who

        try:
            login = getpass.getuser()
        except (KeyError, OSError):  # an account without a name, as in some containers
            login = str(os.getuid()) if hasattr(os, "getuid") else "unknown"
        # Not socket.gethostname(): importing socket costs a tenth of what `log` may take.
        host = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "unknown")
        actor = self.actor or os.environ.get("SALESCLI_ACTOR") or login
        return Who(actor, f"{login}@{host}")

    @property
    def unattended(self) -> bool:
        """Whether nobody waits for an answer: a pipe or cron, and no file asked for nor anything that programs read."""
        return not (self.out or self.format in FOR_PROGRAMS or sys.stdout.isatty())

    def day(self, ledger: "Ledger") -> date:
        """The day in the world: --on, else today in the ledger's zone."""
        today = period.today(ledger.zone)
        return period.parse_day(self.on, today) if self.on else today

    @contextmanager
    def recording(self) -> Iterator["Ledger"]:
        """The ledger inside one transaction, made at first use (and it says where)."""
        from salescli.ledger import files, starter
        from salescli.money import shown

        self._refuse_report_options()
        self.warn_of_network()
        if files.missing(self.path) and starter.make(self.path, self.who, lang=self.lang):
            print(_("A new ledger was made at {path}.").format(path=shown(self.path)), file=sys.stderr)
        with _blamed(self.path), files.open_for_writing(self.path, self.who) as ledger:
            ledger.waits = self._say_waiting
            with ledger.write():
                yield ledger
                said = self._said_of_closed(ledger)
            if said:
                print(said, file=sys.stderr)

    def _say_waiting(self) -> None:
        print(_("Another program is writing to the ledger; waiting for it …"), file=sys.stderr, flush=True)

    @contextmanager
    def reading(self) -> Iterator["Ledger"]:
        """The ledger opened read-only, as known at --as-of."""
        from salescli.ledger import files

        if self.strict:
            raise WrongUse(_("--strict belongs to commands that record; a report records nothing."))
        with _blamed(self.path), files.open_for_reading(self.path, self.who) as ledger:
            if not self.as_of:
                yield ledger
                return
            instant = period.parse_instant(self.as_of, ledger.zone, period.today(ledger.zone))
        with _blamed(self.path), files.open_for_reading(self.path, self.who, as_of=instant) as ledger:
            yield ledger

    def warn_of_network(self) -> None:
        """Say on stderr, once a command, that a ledger on a network folder is not safe from two that write at once."""
        from salescli.ledger import mounts
        from salescli.money import shown

        kind = "" if self.warned else mounts.network_under(self.path)
        self.warned = True
        if kind:
            print(
                _(
                    "The ledger {path} is on a network folder ({kind}), where two that record at once can damage it; "
                    "keep it on a disk of one machine."
                ).format(path=shown(self.path), kind=kind),
                file=sys.stderr,
            )

    def _said_of_closed(self, ledger: "Ledger") -> str:
        """Where it will show that what was recorded lies in a closed period; "" where it does not.

        Raises:
            Refused: it does, and --strict was asked for.
        """
        closed = ledger.closed_since(min(ledger.touched)) if ledger.touched else []
        days = sorted(day for day in ledger.touched if any(start <= day < end for start, end in closed))
        if not days:
            return ""
        if self.strict:
            raise Refused(
                _(
                    "{day} lies in a closed period; without --strict it is recorded and trued up in an open month."
                ).format(day=days[0].isoformat())
            )
        months = ", ".join(dict.fromkeys(_first_open(day, closed) for day in days))
        said = ngettext(
            "{day} lies in a closed period; what this changes of it is trued up in {month}.",
            "{count} days from {day} on lie in closed periods; what this changes of them is trued up in {month}.",
            len(days),
        )
        return said.format(day=days[0].isoformat(), count=len(days), month=months)

    def _refuse_report_options(self) -> None:
        belongs_to_reports = {
            "--as-of": self.as_of,
            "--policy": self.policy,
            "--format": self.format,
            "--out": self.out,
            "--excel-safe": self.excel_safe,
        }
        for option, given in belongs_to_reports.items():
            if given:
                raise WrongUse(
                    _(
                        "{option} belongs to reports; a command that records takes --ledger, --as, --on and --lang."
                    ).format(option=option)
                )


def _first_open(day: date, closed: list[tuple[date, date]]) -> str:
    """The first month after a day that no closed period covers."""
    month = period.month_of(day)
    while any(start <= month.start < end for start, end in closed):
        month = period.month_of(month.end)
    return month.name


@contextmanager
def _blamed(path: Path) -> Iterator[None]:
    """Where the program stumbles over what a ledger holds, the ledger is looked at: it may not be as it was recorded.

    Raises:
        LedgerUnusable: it is not. Else the stumble is the program's own, and goes on.
    """
    try:
        yield
    except STUMBLES as stumble:
        from salescli.ledger import verifying
        from salescli.money import shown

        if verifying.is_sound(path):
            raise
        raise LedgerUnusable(
            _(
                "The ledger {path} is not as it was recorded, so this cannot be computed; `salescli verify` says where."
            ).format(path=shown(path))
        ) from stumble
