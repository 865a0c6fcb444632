"""reports/evidence_words.py: closed lists in two languages, the same as the ledger, the policy and the glossary have."""

import re
from pathlib import Path

import pytest

from salescli.errors import WrongUse
from salescli.policy.kinds import Rater
from salescli.reports import evidence_words as words
from salescli.reports.evidence_words import Words
from salescli.terms import AssessmentMethod, Purpose

SCHEMA = (Path(__file__).parents[1] / "schema.sql").read_text(encoding="utf-8")
ALL = [
    words.TASK_KINDS,
    words.LEAVE_KINDS,
    words.FEEDBACK_KINDS,
    words.METHODS,
    words.PURPOSES,
    words.RATERS,
]


def kept(column: str) -> list[str]:
    """The words that the schema lets a column have."""
    found = re.search(rf"\b{column} TEXT[^(]*\({column} IN \(([^)]*)\)", SCHEMA)
    assert found
    return re.findall(r"'(\w+)'", found[1])


def test_the_words_are_those_that_are_kept() -> None:
    assert list(words.TASK_KINDS.also) == kept("task_kind")
    assert list(words.FEEDBACK_KINDS.also) == kept("feedback_kind")
    assert list(words.METHODS.also) == kept("method") == [str(word) for word in AssessmentMethod]
    assert list(words.PURPOSES.also) == kept("purpose") == [str(word) for word in Purpose]
    assert list(words.RATERS.also) == [str(word) for word in Rater]
    assert words.SELF == Rater.SELF


@pytest.mark.parametrize("closed", ALL)
def test_every_word_has_a_title_and_a_chinese_word_of_its_own(closed: Words) -> None:
    assert list(closed.titles()) == list(closed.also)
    others = [other for own in closed.also.values() for other in own]
    assert len(others) == len(set(others)) and all(closed.also.values())


@pytest.mark.parametrize("closed", ALL)
def test_every_way_to_write_a_word_means_it(closed: Words) -> None:
    for word, others in closed.also.items():
        for text in (word, word.upper(), f" {word} ", closed.titles()[word], *others):
            assert closed.meant(text) == word


@pytest.mark.parametrize("text", ["", " ", "p", "投", "magic\x1b"])
def test_what_means_none_or_several_is_asked_back(text: str) -> None:
    """The sentence names the list and what was typed, without what could act on a terminal."""
    with pytest.raises(WrongUse, match="The method is one of resume, exam, ") as said:
        words.METHODS.meant(text)
    assert str(said.value).isprintable()


def test_a_word_of_ones_own_is_its_title() -> None:
    assert words.LEAVE_KINDS.title("探亲假") == "探亲假"
