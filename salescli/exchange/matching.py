"""Which files an import reads, and as which source of the profile; what is in them is the business of tables."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from gettext import gettext as _
from pathlib import Path

from salescli.errors import WrongUse
from salescli.exchange import rejects
from salescli.exchange.profile import Profile, Source
from salescli.exchange.tables import Table, open_table
from salescli.exchange.translation import Translator
from salescli.money import shown


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read as a source.

    Attributes:
        delimiter: of a mended rejects file, of which only the source's rows count; None: the file is the source's own.
    """

    source: Source
    path: Path
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The files in the order in which they are read (the profile's order of sources), and what is not read.

    Attributes:
        without: sources for which there is no file; unread: files of a directory that are no source's.
    """

    readings: Sequence[Reading]
    without: Sequence[Source]
    unread: Sequence[Path]


def plan(profile: Profile, given: Sequence[Path]) -> Plan:
    """Match files and directories to the profile's sources, and look at each file's header before anything is read.

    Raises:
        WrongUse: a file that is not there, that no source takes, or whose columns are not those of its source.
    """
    found: dict[Path, bool] = {}
    for path, named in _files(given):
        found[path] = named or found.get(path, False)
    mended = {path: sign for path, named in found.items() if named and (sign := rejects.delimiter_of(path))}
    for path, named in found.items():
        if named and path not in mended and not any(_takes(source, path) for source in profile.sources):
            raise WrongUse(
                _("{path} is no file of this profile; it reads {patterns}.").format(
                    path=shown(path), patterns=_patterns(profile)
                )
            )
    readings = [
        Reading(source, path, mended.get(path))
        for source in profile.sources
        for path, named in found.items()
        if path in mended or (_takes(source, path) and (named or not rejects.delimiter_of(path)))
    ]
    if not readings:
        raise WrongUse(
            _("There is no file to import; the profile reads {patterns}.").format(patterns=_patterns(profile))
        )
    for path, delimiter in mended.items():
        rejects.check_sources(path, delimiter, profile)
    for reading in readings:
        with opened(profile, reading):
            pass
    read, taken = {one.path for one in readings}, [one.source for one in readings if not one.delimiter]
    without = [] if mended else [source for source in profile.sources if source not in taken]
    return Plan(readings, without, [path for path in found if path not in read])


@contextmanager
def opened(profile: Profile, reading: Reading) -> Iterator[tuple[Translator, Table]]:
    """The translator of a file's rows, and the table they stand in.

    Raises:
        WrongUse: the file cannot be read, or its columns are not those of its source.
    """
    if reading.delimiter is None:
        with open_table(reading.path, reading.source) as table:
            yield Translator(profile, reading.source, table), table
    else:
        with open_table(reading.path, rejects.layout(reading.delimiter)) as table:
            yield Translator(profile, reading.source, rejects.part_of(table, reading.source)), table


def _patterns(profile: Profile) -> str:
    return ", ".join(pattern for source in profile.sources for pattern in source.files)


def _files(given: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """Every file, in a directory by name; with whether it was named itself."""
    for path in given:
        if path.is_dir():
            yield from ((one, False) for one in sorted(path.iterdir()) if one.is_file())
        elif path.exists():
            yield path, True
        else:
            raise WrongUse(_("There is no file {path}.").format(path=shown(path)))


def _takes(source: Source, path: Path) -> bool:
    name = path.name.lower()
    return any(fnmatchcase(name, pattern.lower()) for pattern in source.files)
