"""Whatever a person or a file says, a parser gives a value or one sentence; no command line ends in a traceback."""

import os
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_exchange_calls import ASTERISK, CELLS, CLOCK, FREESWITCH
from test_exchange_profile import GOOD

from salescli import money, period
from salescli.errors import SalescliError
from salescli.exchange.calls.lines import cells_of
from salescli.exchange.calls.reading import Leg, Unread, read
from salescli.exchange.calls.stamps import read_stamp
from salescli.exchange.reading import parse_profile
from salescli.exchange.values import Unreadable
from salescli.ledger import ids
from salescli.main import ROOMS, main
from salescli.policy import conditions, starter
from salescli.policy.parse import parse_policy

TODAY = date(2024, 3, 15)
DIGITS = "0123456789"

quick = settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
slower = settings(quick, max_examples=40)
strange = st.text(max_size=30)


def typed(*pieces: str) -> st.SearchStrategy[str]:
    """Texts of these pieces and of strange signs, so that many are nearly right."""
    return st.lists(st.sampled_from(pieces) | strange, max_size=8).map("".join)


days = typed(
    *"0123456789-/.年月日 +", "2024", "-02-30", "today", "昨天", "last", "fri", "周", "in 9 days", "T08:00", "Z"
)
periods = typed(*"0123456789-QHWF.年月季", "2024", "Q1", "..", "last", "month", "ytd", "本", "上季度", "FY", "W53")
amounts = typed(*"0123456789.,+-eE¥%元万亿_ ", "nan", "inf", "٣", "1e9", "９", "½")
formulas = typed(
    "grade", "score", "and", "or", "not", "(", ")", "<=", "==", "5%", "-1", "attainment:collected", " ", "a+"
)
stamps = typed(
    *"0123456789-/:.TZ+ ", "2024-03-05", " 14:30:05", "1709620200", "AM", "+08:00", "24:00", "99999999999999"
)


@quick
@given(days)
@example("9" * 5000)
@example("-" + "9" * 400 + "d")
@example("0000-00-00")
def test_a_day(text: str) -> None:
    gives_or_says(lambda: period.parse_day(text, TODAY))
    gives_or_says(lambda: period.parse_day(text, TODAY, ahead=True))
    gives_or_says(lambda: period.parse_instant(text, "Asia/Shanghai", TODAY))


@quick
@given(periods, st.integers(1, 12))
@example("9999-12", 1)
@example("0001", 12)
@example("2999Q4", 7)
@example("last " + "9" * 400 + " days", 1)
def test_a_period(text: str, fiscal: int) -> None:
    found = gives_or_says(lambda: period.parse_period(text, TODAY, fiscal))
    assert found is None or found.start < found.end


@quick
@given(amounts)
@example("9" * 5000)
@example("1" + "0" * 400 + "万")
@example("0." + "0" * 5000)
def test_money_and_rates(text: str) -> None:
    found = gives_or_says(lambda: money.parse_money(text, signed=True))
    assert found is None or abs(found) <= money.MOST_MINOR
    gives_or_says(lambda: money.parse_rate(text, signed=True))


@quick
@given(formulas)
@example("(" * 400)
@example("not " * 300)
@example("score >= " + "9" * 900)
def test_a_condition(text: str) -> None:
    found = gives_or_says(lambda: conditions.parse_condition(text))
    if found is not None:
        assert conditions.evaluate(found, lambda name: None) in (True, False, None)


@quick
@given(typed(*DIGITS, "-", "#", "k7f2q9x"))
def test_an_id(text: str) -> None:
    found = ids.parse(text, 77)
    assert found is None or ids.parse(ids.show(found, 77), 77) == found


# Policies and profiles.

leaves = (
    st.none().map(lambda _none: "")
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=True)
    | strange
    | amounts
    | formulas
    | st.dates()
)
trees = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(strange, inner, max_size=3), max_leaves=8
)


def toml(value: Any) -> str:
    """A value as TOML has it."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            signs = (c if c.isalnum() or c == " " else f"\\U{ord(c):08x}" for c in value)
            return '"' + "".join(c for c in signs if not c.startswith("\\U0000d")) + '"'
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{toml(key)} = {toml(inner)}" for key, inner in unique(value).items()) + "}"
        case _:
            return str(value)


def file(tree: dict[str, Any]) -> str:
    """A whole file."""
    return "\n".join(f"{toml(key)} = {toml(value)}" for key, value in unique(tree).items())


def unique(table: dict[str, Any]) -> dict[str, Any]:
    """Keys that are the same text in TOML once."""
    return {key: table[key] for key in {toml(key): key for key in table}.values()}


PARSERS: dict[str, tuple[Callable[[str], object], str]] = {
    "policy": (parse_policy, starter.starter_text()),
    "profile": (parse_profile, GOOD),
}


@pytest.mark.parametrize("of", PARSERS)
@slower
@given(data=st.data())
def test_a_file_in_which_one_value_is_another(of: str, data: st.DataObject) -> None:
    """The good file with any value in the place of one of its own."""
    parse, good = PARSERS[of]
    tree = tomllib.loads(good)
    place, key = data.draw(st.sampled_from(list(places(tree))))
    place[key] = data.draw(trees)
    text = file(tree)
    tomllib.loads(text)
    gives_or_says(lambda: parse(text))


@pytest.mark.parametrize("of", PARSERS)
@slower
@given(text=strange | st.dictionaries(strange, trees, max_size=4).map(lambda tree: file(tree)))
@example(text="\0")
@example(text="\ufeff")
@example(text="a = " + "[" * 3000)
@example(text="a = 1979-05-27T07:32:00Z")
def test_any_file(of: str, text: str) -> None:
    gives_or_says(lambda: PARSERS[of][0](text))


@pytest.mark.parametrize("of", PARSERS)
@slower
@given(data=st.data())
def test_a_file_of_which_a_piece_is_missing_or_strange(of: str, data: st.DataObject) -> None:
    parse, good = PARSERS[of]
    start = data.draw(st.integers(0, len(good)))
    end = min(len(good), start + data.draw(st.integers(0, 60)))
    gives_or_says(lambda: parse(good[:start] + data.draw(strange) + good[end:]))


def places(tree: Any) -> Any:
    """Every place in a tree where a value stands: what holds it, and its key or number."""
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield tree, key
        if isinstance(value, dict | list):
            yield from places(value)


# Call records.


@quick
@given(stamps)
@example("0001-01-01 00:00:00+23:59")
@example("9999-12-31 23:59:59-23:59")
@example("9999999999")
def test_a_stamp(text: str) -> None:
    gives_or_says(lambda: read_stamp(text, CLOCK))


@quick
@given(typed(",", '"', "'", "\\", "a", "\t"), st.booleans())
def test_the_cells_of_a_line(text: str, as_they_are: bool) -> None:
    gives_or_says(lambda: cells_of(text, as_they_are))


@quick
@given(data=st.data())
def test_a_file_of_calls(data: st.DataObject, tmp_path: Path) -> None:
    """Every line is a leg or a row with its faults; or the file is refused whole."""
    row = dict(CELLS)
    row[data.draw(st.sampled_from(sorted(row)))] = data.draw(stamps | strange | amounts)
    lines = [",".join(CELLS), ",".join('"' + cell.replace('"', '""') + '"' for cell in row.values())]
    content = data.draw(st.sampled_from(["\n", "\r\n"])).join(lines).encode("utf-8", "surrogatepass")
    cut = data.draw(st.integers(0, len(content)))
    file = tmp_path / "cdr.csv"
    file.write_bytes(
        data.draw(st.sampled_from([content, content[:cut], content[cut:]])) + data.draw(st.binary(max_size=20))
    )
    for manner in (ASTERISK, FREESWITCH):
        legs = gives_or_says(lambda manner=manner: list(read(file, manner)))  # type: ignore[misc]
        assert all(isinstance(leg, Leg | Unread) for leg in legs or [])


# Command lines.

ROOM = sorted(ROOMS)
OPTIONS = [
    "--on",
    "--as",
    "--as-of",
    "--period",
    "--rep",
    "--why",
    "--note",
    "--json",
    "--format",
    "--lang",
    "--",
    "-h",
]
WORDS = [
    "add",
    "list",
    "show",
    "1",
    "华北机械",
    "zw",
    "2024Q1",
    "last",
    "0",
    "-1",
    "json",
    "csv",
    "calls",
    "a=b",
    "",
    ".",
]
words = st.lists(st.sampled_from(OPTIONS) | st.sampled_from(WORDS) | strange | amounts | days, max_size=6)


@settings(quick, max_examples=120)
@given(room=st.sampled_from(ROOM), more=words)
@example(room="log", more=["\udc80"])
@example(room="history", more=["\udcff"])
@example(room="void", more=["last", "--why", "\udc80"])
@example(room="correct", more=["7", "name=\udcff", "--why", "x"])
@example(room="search", more=["%_'\"\\"])
@example(room="policy", more=["show", "--on", "9999999999d"])
def test_any_command_line(
    room: str,
    more: list[str],
    company: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    before = dict(os.environ)
    try:
        code = main([room, *(word for word in more if word not in ("--out", "--ledger") and is_passed(word))])
    finally:
        os.environ.clear()
        os.environ.update(before)
    err = capsys.readouterr().err
    assert code in (0, 2, 3, 4, 5, 6, 10), err
    assert "Traceback" not in err and "A fault of salescli" not in err, err
    if code and not err.startswith("Usage: "):  # a group of commands alone is told what there is
        assert err.startswith("salescli: "), err
        assert err.count("\n") == 1, err


def is_passed(word: str) -> bool:
    """Whether a system can pass the word on to a program: bytes of any kind, and no NUL."""
    try:
        return b"\0" not in os.fsencode(word)
    except UnicodeEncodeError:
        return False


def gives_or_says(parse: Callable[[], Any]) -> Any:
    """The value, or None where there is a sentence that a terminal may show."""
    try:
        return parse()
    except (SalescliError, Unreadable) as error:
        assert str(error)
        assert all(sign.isprintable() or sign in "\n\u3000" for sign in str(error)), repr(str(error))
        return None
