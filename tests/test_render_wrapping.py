"""Lines of a terminal's width: words stay whole, Chinese breaks anywhere but before what closes, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from salescli.render.wrapping import CLOSING, OPENING, width_of, wrapped

CHINESE = st.text(st.sampled_from("客户电话联系下周一签合同 abc，。（）「」·12"), max_size=60)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("short", 10, ["short"]),
        ("one two three", 8, ["one two", "three"]),
        ("one two  three", 9, ["one two", "three"]),
        ("上海外滩电梯集团", 8, ["上海外滩", "电梯集团"]),
        ("上海外滩电梯集团", 7, ["上海外", "滩电梯", "集团"]),
        ("电话 · 张伟 · 下周再联系", 20, ["电话 · 张伟 · 下周再", "联系"]),
        ("报价ABC三份", 6, ["报价", "ABC三", "份"]),
        ("要方案，不急。", 6, ["要方", "案，不", "急。"]),
        ("到（北京）", 6, ["到（北", "京）"]),
        ("再到（北京）", 6, ["再到", "（北", "京）"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("ab cdefghij k", 4, ["ab", "cdef", "ghij", "k"]),
        ("1,234,567.89", 20, ["1,234,567.89"]),
        ("cafe\u0301s cafe\u0301s", 6, ["cafe\u0301s", "cafe\u0301s"]),
    ],
)
def test_where_lines_end(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


@given(
    st.one_of(
        CHINESE, st.text(st.characters(min_codepoint=32, max_codepoint=0x9FFF, categories=["L", "N", "P", "Zs"]))
    ),
    st.integers(4, 40),
)
def test_nothing_is_cut(text: str, width: int) -> None:
    """Every sign stands in some line in its order, and no line is wider than asked for."""
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line) <= width for line in lines)


@given(
    st.lists(st.sampled_from(["客户", "电话，", "（北京）", "「好」。", "张伟 · ", "下周？！"])).map("".join),
    st.integers(12, 30),
)
def test_signs_stay_with_their_words(text: str, width: int) -> None:
    """No line begins with a sign that closes, and none ends with one that opens."""
    lines = wrapped(text, width)
    assert not any(line[0] in CLOSING for line in lines if line)
    assert not any(line[-1] in OPENING for line in lines if line)


@pytest.mark.parametrize("text", ["张伟", "a", "e\u0301", "ｶﾞ", "한글", "👍🏽", "🇨🇳", "❤️", ""])
def test_width(text: str) -> None:
    """As terminals count: a Chinese character and an emoji take two columns, a combining mark none."""
    assert width_of(text) == wcswidth(text)
