"""A file of call records → the legs of calls, and the rows that are none; which legs make one call is not known here."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from zoneinfo import ZoneInfo

from salescli.errors import WrongUse
from salescli.exchange.calls.layouts import IDS, Layout, header_of, is_stamped, known, places_of, recognised
from salescli.exchange.calls.lines import Line, cells_of, lines
from salescli.exchange.calls.stamps import Clock, TwoDays, is_none, read_stamp
from salescli.exchange.drafts import RowFault
from salescli.exchange.values import Unreadable
from salescli.money import echo, shown

LONGEST_CALL = 86_400
"""Seconds; what lasted longer than a day is no call but a fault of the system."""
_SECONDS = re.compile("[0-9]{1,9}(?:[.][0-9]+)?")
_PEER = re.compile("(?:sofia/[^/]+|[A-Za-z0-9]+)/(.+?)(?:@.*|-[0-9a-f]+(?:;[0-9])?)|Agent/(.+)")
_CAUSE = re.compile("[A-Z][A-Z0-9_]*")
_ANSWERED = "ANSWERED"
_DISPOSITIONS = (_ANSWERED, "NO ANSWER", "BUSY", "FAILED", "CONGESTION")
_FREESWITCHS = re.compile("(?!NO_ANSWER$)[A-Z]+(?:_[A-Z0-9]+)+")  # of FreeSWITCH alone; both may say NO_ANSWER
_MACHINES = ("voicemail", "voicemailmain")  # applications that answer where nobody does


@dataclass(frozen=True, slots=True)
class Manner:
    """How files of call records are read.

    Attributes:
        columns: of files without a header that are of no known layout; None: the layout is recognised.
        here: the zone of the ledger, in which today and every day is meant.
    """

    layout: Layout
    clock: Clock
    here: ZoneInfo
    today: date
    columns: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """One row: a part of a call, seen from the telephone system.

    Attributes:
        columns: the names of the line's cells.
        ids: what joins it to other legs of its call, at least one; the first names the call.
        caller, called: the number, and the name of the telephone (the channel's) where that is told.
        started: in UTC; answered_at: None where nobody answered.
        talked: seconds from the answer to the end; 0 where nobody answered.
        outcome: ANSWERED, NO ANSWER, … or the cause of the hang-up, in the system's words.
    """

    file: str
    line: Line
    columns: tuple[str, ...]
    ids: tuple[str, ...]
    caller: tuple[str, ...]
    called: tuple[str, ...]
    started: datetime
    answered_at: datetime | None
    talked: int
    outcome: str

    @property
    def answered(self) -> bool:
        """Whether a person answered."""
        return self.answered_at is not None


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that is no leg, with its cells by column (a broken one's text under #text) and at least one fault."""

    file: str
    line: Line
    cells: Mapping[str, str]
    faults: Sequence[RowFault]


def read(path: Path, manner: Manner) -> Iterator[Leg | Unread]:
    """The rows of a file in their order, without headers; nothing for a file that holds none.

    Raises:
        WrongUse: it cannot be read, is of no known layout or the other system's, or its days can be read two ways.
    """
    which, strange, ends = _Which(manner), None, set[str]()
    for position, line in enumerate(lines(path)):
        try:
            cells = cells_of(line.text, manner.layout is Layout.FREESWITCH)
        except Unreadable as broken:
            yield Unread(path.name, line, {"#text": line.text}, [RowFault("", "", str(broken))])
            continue
        if which.is_header(cells, position == 0):
            continue
        columns = which.columns_of(cells)
        if columns:
            ends.add(_end(cells, columns))
            yield _row(path, line, cells, columns, manner)
        else:
            strange = strange or (line, len(cells))
            yield Unread(path.name, line, _numbered(cells, which.columns), [_misfit(cells, which.columns)])
    _refuse_the_others(path, ends, manner.layout)
    if strange and not which.columns:
        raise _unknown_layout(path, *strange, manner.layout)


class _Which:
    """Which columns the rows of a file have: as a person or a header says, else as their content does.

    Attributes:
        columns: of the row before; nothing before the first that is of a known layout.
    """

    def __init__(self, manner: Manner) -> None:
        self.columns = manner.columns or ()
        self._layout, self._told = manner.layout, manner.columns is not None

    def is_header(self, cells: Sequence[str], first: bool) -> bool:
        """Whether the row is a header: the first of the file, whose word then counts, or the same once more."""
        named = header_of(cells)
        if named and first:
            self.columns, self._told = named, True
        return named is not None and named == self.columns

    def columns_of(self, cells: Sequence[str]) -> tuple[str, ...] | None:
        """The columns of a row; None where it is of no known layout, or not as long as the header."""
        same = len(cells) == len(self.columns)
        if not self._told and not (same and is_stamped(cells, self.columns)):
            shape = recognised(cells, self._layout)
            self.columns = shape.columns if shape else self.columns
            same = same or shape is not None
        return self.columns if same else None


def cells_by_column(leg: Leg) -> dict[str, str]:
    """A leg's cells as they stand in its line."""
    return dict(zip(leg.columns, cells_of(leg.line.text, quotes_as_they_are=True), strict=True))


# A row.


def _row(path: Path, line: Line, cells: Sequence[str], columns: tuple[str, ...], manner: Manner) -> Leg | Unread:
    places = places_of(columns)
    cell = {role: cells[place].strip() for role, place in places.items()}
    faults: list[tuple[str, str]] = []  # the role at fault, and why
    start = answer = end = None
    try:
        start = _stamp(cell, "start", manner, faults)
        answer = _stamp(cell, "answer", manner, faults)
        end = _stamp(cell, "end", manner, faults)
    except TwoDays as day:
        raise _two_days(path, line, str(day)) from None
    lasted, talked = _seconds(cell, "lasted", faults), _seconds(cell, "talked", faults)
    if start is None and "start" not in dict(faults):
        faults.append(("start", _("it is empty")))
    elif start and start.astimezone(manner.here).date() > manner.today:
        faults.append(("start", _("it lies in the future")))
    if "lasted" in cell and not faults and talked > lasted + 1:
        faults.append(("talked", _("it is longer than the whole call")))
    answered = _is_answered(cell, answer is not None, talked, faults)
    if faults or start is None:
        told = [RowFault(columns[places[role]], cell[role], reason) for role, reason in faults]
        return Unread(path.name, line, dict(zip(columns, cells, strict=True)), told)
    if answered and answer is None:
        answer = (end or start + timedelta(seconds=lasted)) - timedelta(seconds=talked)
    return Leg(
        path.name,
        line,
        columns,
        _ids(cell),
        _names(cell, "caller"),
        _names(cell, "called"),
        start,
        answer if answered else None,
        talked if answered else 0,
        _outcome(cell),
    )


def _stamp(cell: Mapping[str, str], role: str, manner: Manner, faults: list[tuple[str, str]]) -> datetime | None:
    """The instant in a cell; None where there is none, or none that can be read."""
    if is_none(cell.get(role, "")):
        return None
    try:
        return read_stamp(cell[role], manner.clock)
    except TwoDays:
        raise
    except Unreadable as error:
        faults.append((role, str(error)))
        return None


def _seconds(cell: Mapping[str, str], role: str, faults: list[tuple[str, str]]) -> int:
    """Whole seconds, begun ones not counted; 0 where there are none."""
    text = cell.get(role, "")
    if not text:
        return 0
    seconds = int(text.partition(".")[0]) if _SECONDS.fullmatch(text) else -1
    if 0 <= seconds <= LONGEST_CALL:
        return seconds
    faults.append((role, _("it is no count of seconds from 0 to {most}").format(most=f"{LONGEST_CALL:,}")))
    return 0


def _is_answered(cell: Mapping[str, str], stamped: bool, talked: int, faults: list[tuple[str, str]]) -> bool:
    """Whether a person answered: as the disposition says, else there is a stamp of the answer, or time that was talked."""
    if "disposition" in cell:
        word = cell["disposition"].upper().replace("_", " ")
        if word not in _DISPOSITIONS:
            listed = ", ".join(_DISPOSITIONS)
            faults.append(("disposition", _("it is none of {words}").format(words=listed)))
        answered = word == _ANSWERED
    else:
        cause = cell.get("cause", "NONE")
        if not _CAUSE.fullmatch(cause) or cause in _DISPOSITIONS:
            faults.append(("cause", _("it is no cause of a hang-up, like NORMAL_CLEARING")))
        answered = stamped or ("answer" not in cell and talked > 0)
    return answered and cell.get("application", "").lower() not in _MACHINES


def _outcome(cell: Mapping[str, str]) -> str:
    """How the call ended, in the system's words; that of a machine that answered where nobody did."""
    machine = cell.get("application", "").lower() in _MACHINES
    return cell["application"] if machine else cell.get("disposition") or cell.get("cause", "")


def _ids(cell: Mapping[str, str]) -> tuple[str, ...]:
    """What joins the rows of a call; without an id what no two calls share: when it began, and between which numbers."""
    ids = tuple(dict.fromkeys(cell[name] for name in IDS if cell.get(name)))
    return ids or ("|".join((cell["start"], cell["caller"], cell["called"])),)


def _names(cell: Mapping[str, str], role: str) -> tuple[str, ...]:
    """A number, and the telephone's name in a channel like PJSIP/1000-0000002a."""
    peer = _PEER.fullmatch(cell.get(f"{role}_channel", ""))
    return tuple(dict.fromkeys([cell[role], *([peer[1] or peer[2]] if peer else [])]))


# Rows and files that are none.


def _end(cells: Sequence[str], columns: tuple[str, ...]) -> str:
    """How a row says that its call ended; "" where it does not."""
    places = places_of(columns)
    place = places.get("disposition", places.get("cause"))
    return "" if place is None else cells[place].strip().upper()


def _refuse_the_others(path: Path, ends: Collection[str], layout: Layout) -> None:
    """Refuse a file that says as the other system does how its calls ended, and never as its own: it would come in twice."""
    asterisks = {end for end in ends if end in _DISPOSITIONS}
    freeswitchs = {end for end in ends if _FREESWITCHS.fullmatch(end)}
    others, own = (freeswitchs, asterisks) if layout is Layout.ASTERISK else (asterisks, freeswitchs)
    if others and not own:
        other = Layout.FREESWITCH if layout is Layout.ASTERISK else Layout.ASTERISK
        raise WrongUse(
            _("{path} says how a call ended as {other} does ({word}); import it with --layout {other}.").format(
                path=shown(path), other=other, word=f"“{min(others)}”"
            )
        )


def _numbered(cells: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    """The cells of a row that is too short or too long, those beyond the last column under their number, “#9”."""
    names = [*columns, *(f"#{number}" for number in range(len(columns) + 1, len(cells) + 1))]
    return dict(zip(names, cells, strict=False))


def _misfit(cells: Sequence[str], columns: Sequence[str]) -> RowFault:
    count = len(cells)
    if columns:
        reason = ngettext(
            "the row has {count} column where others have {wanted}",
            "the row has {count} columns where others have {wanted}",
            count,
        )
    else:
        reason = ngettext(
            "the row has {count} column, and is of no known layout",
            "the row has {count} columns, and is of no known layout",
            count,
        )
    return RowFault("", "", reason.format(count=count, wanted=len(columns)))


def _unknown_layout(path: Path, line: Line, count: int, layout: Layout) -> WrongUse:
    return WrongUse(
        _(
            "{path}, line {line}: columns: {count}, and no known layout of {system}; known are {known}. "
            "--columns names them, or a header line in the file."
        ).format(path=shown(path), line=line.number, count=count, system=layout, known=known(layout))
    )


def _two_days(path: Path, line: Line, text: str) -> WrongUse:
    return WrongUse(
        _("{path}, line {line}: {value} can be read two ways; say --day-first or --month-first.").format(
            path=shown(path), line=line.number, value=f"“{echo(text)}”"
        )
    )
