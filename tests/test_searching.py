"""rules/searching.py: what words a person means, and where they stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescli.errors import WrongUse
from salescli.rules.searching import LONGEST, MOST_WORDS, Word, around, place_of, words_of


def texts(text: str) -> list[tuple[str, str]]:
    return [(word.text, word.digits) for word in words_of(text)]


def test_words_stand_between_spaces_of_any_kind() -> None:
    assert texts(" 报价　华北\t报价\nGTX ") == [("报价", ""), ("华北", ""), ("GTX", "")]
    assert texts("价") == [("价", "")]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("010-8888-6666", "1088886666"),
        ("01088886666", "1088886666"),
        ("+86 10 8888 6666", "1088886666"),
        ("0086-10-88886666", "1088886666"),
        ("（010）8888 6666", "1088886666"),
        ("138 0013 8000", "13800138000"),
        ("+8613800138000", "13800138000"),
        ("8888-6666", "88886666"),
    ],
)
def test_a_number_is_one_word_however_it_is_written(text: str, digits: str) -> None:
    assert texts(text) == [(text, digits)]


def test_figures_that_are_no_telephone_number() -> None:
    """A year and an amount are two words; a short one is no number, and may stand in a text all the same."""
    assert texts("2024 100000") == [("2024", ""), ("100000", "100000")]
    assert texts("1042") == [("1042", "")]
    assert texts("打 138 0013 8000") == [("打", ""), ("138", ""), ("0013", ""), ("8000", "")]


@pytest.mark.parametrize("text", ["", " ", "\t　\n", "\0", "\u2028 \xa0"])
def test_nothing_is_refused(text: str) -> None:
    with pytest.raises(WrongUse, match="Search for what"):
        words_of(text)


def test_too_much_is_refused() -> None:
    with pytest.raises(WrongUse, match="1001 characters is too long to search for; give up to 1000"):
        words_of("长" * (LONGEST + 1))
    with pytest.raises(WrongUse, match="9 words are too many to search for; give up to 8"):
        words_of(" ".join(f"w{number}" for number in range(MOST_WORDS + 1)))


def test_the_place_is_that_of_the_first_hit() -> None:
    assert place_of("先问GTX再报价", words_of("报价 gtx")) == (2, 5)
    assert place_of("请打 138-0013-8000 找王总", words_of("13800138000")) == (3, 16)
    assert place_of("没有", words_of("报价")) is None


@pytest.mark.parametrize("word", ["%", "_", ".*", "(", "\\", "'", '"', "[a]"])
def test_a_sign_is_only_a_sign(word: str) -> None:
    assert place_of(f"x{word}y", words_of(word)) == (1, 1 + len(word))
    assert place_of("xy", words_of(word)) is None


def test_a_bit_around_the_place() -> None:
    assert around("短文", (0, 1)) == "短文"
    assert around("两行\n  文字", (0, 1)) == "两行 文字"
    long = "前" * 100 + "价" + "后" * 100
    assert around(long, (100, 101)) == "…" + "前" * 16 + "价" + "后" * 43 + "…"
    assert around(long, (0, 1)) == "前" * 60 + "…"
    assert around("前" * 100 + "价", (100, 101)) == "…" + "前" * 59 + "价"
    assert around(long, None) == "前" * 60 + "…"


@given(st.text(min_size=1, max_size=200), st.data())
def test_what_was_taken_from_a_text_is_found_there(text: str, data: st.DataObject) -> None:
    """And the bit around it holds its beginning."""
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : start + data.draw(st.integers(1, 20))]
    place = place_of(text, [Word(piece)])
    assert place is not None and place[0] <= start
    assert piece[0].isspace() or piece[0] in around(text, (start, start + len(piece)))
