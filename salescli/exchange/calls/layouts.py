"""The layouts in which telephone systems write a call's row: columns by number and content, or by a header; what stands in a
cell is read elsewhere.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from gettext import gettext as _
from types import MappingProxyType

from salescli.errors import WrongUse


class Layout(StrEnum):
    """Whose call records they are."""

    ASTERISK = "asterisk"
    FREESWITCH = "freeswitch"


@dataclass(frozen=True, slots=True)
class Shape:
    """A known layout: what it is called, and its columns in their order."""

    name: str
    columns: tuple[str, ...]


ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "caller": ("src", "caller_id_number"),
        "called": ("dst", "destination_number"),
        "start": ("start", "start_stamp", "calldate"),
        "answer": ("answer", "answer_stamp"),
        "end": ("end", "end_stamp"),
        "lasted": ("duration",),
        "talked": ("billsec",),
        "disposition": ("disposition",),
        "cause": ("hangup_cause",),
        "caller_channel": ("channel", "channel_name"),
        "called_channel": ("dstchannel", "bridge_channel"),
        "application": ("lastapp", "last_app"),
    }
)
"""What a column says of a call, by the names that it has in the layouts."""
IDS = ("linkedid", "uniqueid", "uuid", "bleg_uuid")
"""The columns that join the rows of a call; the first that is filled names it."""
NEEDED = ("caller", "called", "start", "talked")

_BILLED = ("start", "answer", "end", "duration", "billsec")
_ROUTE = ("channel", "dstchannel", "lastapp", "lastdata")
_CSV = ("accountcode", "src", "dst", "dcontext", "clid", *_ROUTE, *_BILLED, "disposition", "amaflags")
_CUSTOM = ("clid", "src", "dst", "dcontext", *_ROUTE, *_BILLED, "disposition", "amaflags", "accountcode")
_NEWER = ("peeraccount", "linkedid", "sequence")
_STAMPED = ("start_stamp", "answer_stamp", "end_stamp", "duration", "billsec", "hangup_cause")
_PLAIN = (
    *("caller_id_name", "caller_id_number", "destination_number", "context"),
    *(*_STAMPED, "uuid", "bleg_uuid", "accountcode"),
)
_CODECS = (*_PLAIN, "read_codec", "write_codec")
_LIKE_ASTERISK = (
    *("accountcode", "caller_id_number", "destination_number", "context", "caller_id"),
    *("channel_name", "bridge_channel", "last_app", "last_arg", *_STAMPED, "amaflags", "uuid", "userfield"),
)

SHAPES: Mapping[Layout, Sequence[Shape]] = MappingProxyType(
    {
        Layout.ASTERISK: (
            *(
                Shape("cdr_csv", (*_CSV, *ids, *newer))
                for ids in ((), ("uniqueid",), ("userfield",), ("uniqueid", "userfield"))
                for newer in ((), _NEWER)
            ),
            Shape("cdr_custom", (*_CUSTOM, "uniqueid", "userfield")),
            Shape("cdr_custom", (*_CUSTOM, "uniqueid", "userfield", "sequence")),
        ),
        Layout.FREESWITCH: (
            Shape("mod_cdr_csv", _PLAIN),
            Shape("mod_cdr_csv example", _CODECS),
            Shape("mod_cdr_csv linksys", (*_CODECS, "sip_user_agent", "sip_p_rtp_stat")),
            Shape(
                "mod_cdr_csv snom",
                (
                    *(*_CODECS, "sip_user_agent", "call_clientcode"),
                    *("sip_rtp_rxstat", "sip_rtp_txstat", "sofia_record_file"),
                ),
            ),
            Shape("mod_cdr_csv asterisk", _LIKE_ASTERISK),
        ),
    }
)
"""The layouts that are known without a header, as the systems' own documentation lists them."""

_STAMP = re.compile("[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}[T ]+[0-9]{1,2}:.*|[0-9]{10}(?:[.][0-9]+)?")
_NUMBER = re.compile("[-+]?[0-9][-+0-9.eE]*")
_WORD = re.compile("[A-Za-z][A-Za-z_ ]*")
_UNIQUE_ID = re.compile("(?:.+-)?[0-9]{6,}[.][0-9]+")
_ENOUGH = 4  # of five signs, so that one faulty cell is told as a fault of the cell


def recognised(cells: Sequence[str], layout: Layout) -> Shape | None:
    """The known layout whose number of columns the row has and whose content stands where it should; None: it is none."""
    fitting = [shape for shape in SHAPES[layout] if len(shape.columns) == len(cells)]
    fitting = [shape for shape in fitting if _signs(cells, shape) >= _ENOUGH]
    return max(fitting, key=lambda shape: (_signs(cells, shape), _id_fits(cells, shape)), default=None)


def is_stamped(cells: Sequence[str], columns: tuple[str, ...]) -> bool:
    """Whether a stamp stands where the columns have the call's start."""
    return bool(_STAMP.fullmatch(cells[places_of(columns)["start"]].strip()))


def header_of(cells: Sequence[str]) -> tuple[str, ...] | None:
    """The columns' names, in small letters, where the row is a header that names all that a call needs; else None."""
    names = tuple(cell.strip().lower() for cell in cells)
    return names if all(set(ROLES[role]) & set(names) for role in NEEDED) else None


def columns_of(text: str) -> tuple[str, ...]:
    """The columns that a person names in their order, as “src,dst,start,duration,billsec”.

    Raises:
        WrongUse: one that a call needs is not there.
    """
    names = header_of(text.split(","))
    if names is None:
        needed = ", ".join(" / ".join(ROLES[role]) for role in NEEDED)
        raise WrongUse(_("--columns names all columns in their order, among them {needed}.").format(needed=needed))
    return names


@cache
def places_of(columns: tuple[str, ...]) -> Mapping[str, int]:
    """Where in a row what is said of a call stands, by role; ids by the names of their columns."""
    places = {name: columns.index(name) for name in IDS if name in columns}
    for role, names in ROLES.items():
        found = [columns.index(name) for name in names if name in columns]
        if found:
            places[role] = found[0]
    return MappingProxyType(places)


def known(layout: Layout) -> str:
    """The known layouts with their numbers of columns, for a sentence."""
    counts: dict[str, list[int]] = {}
    for shape in SHAPES[layout]:
        counts.setdefault(shape.name, []).append(len(shape.columns))
    return ", ".join(f"{name} ({'/'.join(map(str, sorted(set(numbers))))})" for name, numbers in counts.items())


def _signs(cells: Sequence[str], shape: Shape) -> int:
    """How many of the five other signs there are that a row with a start where the shape has it is of this shape."""
    places = places_of(shape.columns)
    cell = {role: cells[place].strip() for role, place in places.items()}
    if not _STAMP.fullmatch(cell["start"]):
        return 0
    return sum(
        (
            not cell["answer"] or bool(_STAMP.fullmatch(cell["answer"])),
            bool(_STAMP.fullmatch(cell["end"])),
            bool(_NUMBER.fullmatch(cell["lasted"])),
            bool(_NUMBER.fullmatch(cell["talked"])),
            bool(_WORD.fullmatch(cell.get("disposition") or cell.get("cause", ""))),
        )
    )


def _id_fits(cells: Sequence[str], shape: Shape) -> int:
    """Whether there is an id where the shape has one, 1 or −1; 0 where it has none: only so a user's field is told from it."""
    if "uniqueid" not in shape.columns:
        return 0
    return 1 if _UNIQUE_ID.fullmatch(cells[shape.columns.index("uniqueid")].strip()) else -1
