"""Extracts the sentences, merges them into the catalogues, and compiles these: run it after a sentence has changed.

Typer's own words are in the template too, for its gettext domain is ours (main binds it first). English is the language
of the sentences themselves: its catalogue repeats them, so that both languages are complete by the same measure, but is
not compiled, so that no command reads a file to learn what it says already.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
PACKAGE = HERE.parent
DOMAIN = "salescli"
LANGUAGES = ("en", "zh")
EVER = datetime(2024, 1, 1, tzinfo=UTC)
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def template(*roots: Path) -> Catalog:
    """Every sentence below the roots that a person may read: of the program, and of typer where none is named."""
    found = Catalog(project=DOMAIN, fuzzy=False)
    for root in roots or (PACKAGE, _typer()):
        for path, _line, message, comments, context in extract_from_dir(root, keywords=KEYWORDS):
            place = Path(root, path).relative_to(root.parent).as_posix()
            found.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return found


def updated(language: str) -> Catalog:
    """The catalogue of a language as the template wants it; what is new has no translation yet."""
    path = po_path(language)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language, domain=DOMAIN)
    else:
        catalogue = Catalog(locale=language, domain=DOMAIN, project=DOMAIN, fuzzy=False)
    catalogue.update(template(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = f"# The sentences of salescli, {language}."
    catalogue.creation_date = catalogue.revision_date = EVER  # a catalogue changes when a sentence does
    if language == "en":
        for message in catalogue:
            if message.id:
                message.string = message.id
    return catalogue


def missing(catalogue: Catalog) -> list[str]:
    """The sentences that a catalogue does not translate, in any of their plural forms."""
    found = []
    for message in catalogue:
        strings = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.id and not all(strings):
            found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found


def po_path(language: str) -> Path:
    """Where the catalogue of a language is kept for people."""
    return HERE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def write(language: str, catalogue: Catalog) -> None:
    """Write the catalogue for people (.po) and, where it translates, for the program (.mo)."""
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, sort_output=True, omit_header=False, no_location=True)
    if language != "en":
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


def _typer() -> Path:
    import typer

    return Path(typer.__file__).parent


def main() -> int:
    """Bring all catalogues up to date; 1 when a sentence is not translated."""
    untranslated = 0
    for language in LANGUAGES:
        catalogue = updated(language)
        write(language, catalogue)
        lacking = missing(catalogue)
        untranslated += len(lacking)
        print(f"{language}: {len(catalogue)} sentences, {len(lacking)} without a translation")
        for sentence in lacking:
            print(f"  {sentence[:100]!r}")
    return int(untranslated > 0)


if __name__ == "__main__":
    sys.exit(main())
