"""Both languages are complete: every sentence of the program stands in each catalogue, translated, with its gaps."""

import io
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from salescli.locale import catalogues

OWN = catalogues.template(catalogues.PACKAGE)


def kept(language: str) -> Catalog:
    with catalogues.po_path(language).open("rb") as file:
        return read_po(file, locale=language, domain=catalogues.DOMAIN)


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def gaps(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    """`make catalogues` lists what is missing."""
    catalogue = kept(language)
    absent = [one.id for one in OWN if one.id and catalogue.get(one.id, one.context) is None]
    assert (absent, catalogues.missing(catalogue)) == ([], [])


def test_the_program_reads_what_people_read() -> None:
    """The compiled catalogue is that of the text."""
    compiled = io.BytesIO()
    write_mo(compiled, kept("zh"))
    path: Path = catalogues.po_path("zh").with_suffix(".mo")
    with path.open("rb") as file:
        there = {str(message.id): message.string for message in read_mo(file) if message.id}
    compiled.seek(0)
    assert there == {str(message.id): message.string for message in read_mo(compiled) if message.id}


def same_gaps(message: Message) -> bool:
    wanted = set().union(*map(gaps, forms(message.id)))
    return all(gaps(text) == wanted for text in forms(message.string))


def test_a_translation_has_the_gaps_of_its_sentence() -> None:
    """{name} for {name}: nothing is left out, nothing is asked for that is not given."""
    own = {message.id for message in OWN if message.id}
    assert [m.id for m in kept("zh") if m.id in own and not same_gaps(m)] == []


def test_a_chinese_sentence_is_chinese() -> None:
    """Nothing but words that are the same in both languages may stay as it is."""
    same = [m.id for m in kept("zh") if isinstance(m.id, str) and m.id == m.string and any(c.isalpha() for c in m.id)]
    assert same == []
