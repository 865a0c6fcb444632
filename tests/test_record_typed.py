"""record/typed.py: what people type on a recording command, and the line that answers."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from salescli.asked import Asked
from salescli.errors import NotFound, Refused, WrongUse
from salescli.facts.names import Owned
from salescli.ledger import files
from salescli.ledger.store import Ledger, Who
from salescli.record import typed
from salescli.terms import Channel, Closes

FRIDAY = date(2024, 3, 15)


@pytest.fixture
def opened(company: Path) -> Iterator[Ledger]:
    """The company's ledger, open."""
    with files.open_for_reading(company, Who("clerk", "here")) as ledger:
        yield ledger


@given(st.text())
def test_shown_does_nothing_to_a_terminal(text: str) -> None:
    """What is shown is printable (the wide space of Chinese text stays), and printable text is shown as it is."""
    shown = typed.shown(text)
    assert shown.replace("\u3000", "").isprintable()
    if text.replace("\u3000", "").isprintable():
        assert shown == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a\\nb"),
        ("\x1b[0m", "\\x1b[0m"),
        ("\u202ex", "\\u202ex"),
        ("[/b]", "[/b]"),
        ("a\x00", "a\\x00"),
        ("🏭", "🏭"),
    ],
)
def test_shown(text: str, shown: str) -> None:
    assert typed.shown(text) == shown


@pytest.mark.parametrize(("text", "name"), [("华北", "华北"), ("  a  b\n", "a  b"), ("　甲　", "甲"), ("\x00", "\x00")])
def test_a_name_is_kept_without_the_space_around_it(text: str, name: str) -> None:
    assert typed.name(text, "It") == name


@pytest.mark.parametrize(
    ("text", "said"), [("", "It is empty"), (" \t\n　", "It is empty"), ("a\ud800", "It holds half")]
)
def test_no_name(text: str, said: str) -> None:
    for read in (typed.name, typed.words):
        with pytest.raises(WrongUse, match=said):
            read(text, "It")


def test_what_is_said_is_no_name() -> None:
    """A reason is written down, not named."""
    assert typed.words(" booked twice\n", "The reason") == "booked twice"
    with pytest.raises(WrongUse, match="The reason is empty; write it down"):
        typed.words(" ", "The reason")


@pytest.mark.parametrize("text", ["zw", "zhang.wei", "张伟", "A-1_b", "7", "x" * 32])
def test_a_code(text: str) -> None:
    assert typed.code(text) == text


@pytest.mark.parametrize("text", ["", " ", "a b", "-a", "a/b", "a=b", "a:b", "x" * 33, "a\n", "a\x00", "😀"])
def test_no_code(text: str) -> None:
    with pytest.raises(WrongUse, match="does not do"):
        typed.code(text)


def test_a_new_code(opened: Ledger) -> None:
    """New is what no fact of this kind has; a name that reads the same is no code. Case counts."""
    assert typed.new_code(opened, "rep", "张伟") == "张伟" and typed.new_code(opened, "rep", "ZW") == "ZW"
    assert typed.new_code(opened, "team", "zw") == "zw"
    assert typed.new_code(opened, "contract", "合同〔2024〕12/A") == "合同〔2024〕12/A"
    with pytest.raises(Refused, match="The rep code zw is there already: 张伟"):
        typed.new_code(opened, "rep", "zw")
    with pytest.raises(WrongUse):
        typed.new_code(opened, "product", "12/A")


def test_near() -> None:
    """Up to three; a word that is like none brings none; what is repeated does nothing to a terminal."""
    assert typed.near("propsal", ["proposal", "won"]) == " Did you mean proposal?"
    assert typed.near("zzz", ["proposal", "won"]) == "" == typed.near("x", [])
    assert typed.near("abcd", ["abc\x1b"]) == " Did you mean abc\\x1b?"
    assert typed.near("abc", ["abcd", "abce", "abcf", "abcg"]).count("/") == 2


def test_days() -> None:
    """A bare weekday is the last one of what happened, and the coming one of what is ahead; nothing typed is no day ahead."""
    assert typed.past_day("mon", FRIDAY) == date(2024, 3, 11) and typed.coming_day("mon", FRIDAY) == date(2024, 3, 18)
    assert typed.past_day(None, FRIDAY) == FRIDAY and typed.coming_day(None, FRIDAY) is None
    assert typed.coming_day("", FRIDAY) is None


def test_amounts() -> None:
    """No amount and 0 are two things; nothing typed is neither."""
    assert typed.amount(None) is None and typed.amount("0") == 0 and typed.amount("1.2万") == 1_200_000
    assert typed.positive("0.01") == 1
    for text in ("0", "0.00"):
        with pytest.raises(WrongUse, match="must be above 0"):
            typed.positive(text)
    for text in ("", "-1", "x"):
        with pytest.raises(WrongUse, match="is not an amount"):
            typed.amount(text)


@pytest.mark.parametrize(
    ("text", "value"), [(None, None), ("40%", "0.4"), ("0.4", "0.4"), ("0", "0"), ("100%", "1"), ("1", "1")]
)
def test_a_probability(text: str | None, value: str | None) -> None:
    assert typed.probability(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize("text", ["101%", "1.01", "40", "-1%", "", "nan", "half"])
def test_no_probability(text: str) -> None:
    with pytest.raises(WrongUse):
        typed.probability(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [("phone", "phone"), ("P", "phone"), ("vis", "visit"), ("Me", None), ("v", None), ("", None), ("fax", None)],
)
def test_one_of(text: str, word: str | None) -> None:
    """A unique beginning is enough; several or none are answered with the list."""
    if word:
        assert typed.one_of(text, Channel, "The channel") == word
        return
    with pytest.raises(WrongUse, match=r"The channel is one of phone, visit, wechat, .* other, not"):
        typed.one_of(text, Channel, "The channel")


def test_one_of_a_word_that_begins_another() -> None:
    """The whole word wins over what it is the beginning of."""
    assert typed.one_of("won", [*Closes, "wonder"], "It") == "won"


def test_who_acts(opened: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """--as before SALESCLI_ACTOR before the login name; only a rep's exact code acts as that rep."""
    zw, ls = Owned(opened.find_id("3"), "zw", "张伟"), Owned(opened.find_id("5"), "ls", "李四")
    assert typed.acting_rep(Asked(), opened) is None
    monkeypatch.setenv("SALESCLI_ACTOR", "ls")
    assert typed.acting_rep(Asked(), opened) == ls
    assert typed.acting_rep(Asked(actor="zw"), opened) == zw
    assert [typed.acting_rep(Asked(actor=name), opened) for name in ("张伟", "ZW", "z")] == [None] * 3


def test_whose_it_is(opened: Ledger) -> None:
    """The one named, else who acts, else the owner, else nobody: then it is asked."""
    zw, ls = Owned(opened.find_id("3"), "zw", "张伟"), Owned(opened.find_id("5"), "ls", "李四")
    assert typed.chosen_rep(Asked(actor="zw"), opened, "李四", [zw]) == ls
    assert typed.chosen_rep(Asked(actor="ls"), opened, None, [zw]) == ls
    assert typed.chosen_rep(Asked(actor="小刘"), opened, None, [zw]) == zw
    with pytest.raises(WrongUse, match=r"Whose is it. .小刘\\x1b. is no rep's code"):
        typed.chosen_rep(Asked(actor="小刘\x1b"), opened, None, [])
    with pytest.raises(NotFound):
        typed.chosen_rep(Asked(actor="zw"), opened, "nobody", [zw])


@pytest.mark.parametrize(("as_json", "line"), [(False, "Done a\\nb  #7\n"), (True, '{"id": "7"}\n')])
def test_the_answer(opened: Ledger, capsys: pytest.CaptureFixture[str], as_json: bool, line: str) -> None:
    typed.answer(opened, opened.find_id("7"), "Done a\nb", as_json)
    assert capsys.readouterr() == (line, "")


def test_a_warning_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    typed.warn("careful\x1b")
    assert capsys.readouterr() == ("", "careful\\x1b\n")


def test_an_amount_in_a_sentence(opened: Ledger) -> None:
    assert typed.priced(123_450, opened) == "1,234.50 CNY"


COMMANDS = [
    ["log", "华北机械", "x"],
    ["customer", "add", "甲"],
    ["customer", "assign", "江南", "zw"],
    ["contact", "add", "江南", "王"],
    ["product", "add", "SVC"],
    ["product", "price", "GTX", "--cost", "1"],
    ["rep", "add", "ww", "王五", "--post", "rep"],
    ["rep", "raise", "zw", "1"],
    ["team", "add", "x", "甲"],
    ["team", "change", "north", "--lead", "zw"],
    ["opportunity", "open", "泵"],
    ["opportunity", "share", "风机", "zw=100"],
    ["opportunity", "assign", "风机", "ls"],
    ["stage", "风机", "qualified"],
    ["contract", "sign", "风机", "5"],
]


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_recording_command(run: Run, facts: Callable[..., list[tuple[object, ...]]], words: list[str]) -> None:
    """One line, whose id is the fact's; actor, remark and day are kept; options of reports are refused."""
    out = run(*words, "--as", "zw", "--note", "n.b.", "--on", "2024-03-13").out
    assert out.count("\n") == 1 and out.rstrip("\n").endswith("  #18")
    assert facts("fact", "id", "note", "recorded_by")[17] == (18, "n.b.", "zw")
    kind = str(facts("fact", "kind")[17][0])
    assert facts(kind, "happened_on")[-1] == ("2024-03-13",)
    for option in ("--format", "--as-of", "--out", "--policy"):
        assert run(*words, option, "x").code == 2


def test_a_day_ahead_is_told_by_the_ledgers_clock(
    opened: Ledger, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the clock's day, or SALESCLI_TODAY."""
    for day in (date(2024, 3, 14), FRIDAY, date(2024, 3, 16)):
        typed.warn_ahead(opened, day)
    assert capsys.readouterr().err == "2024-03-16 lies ahead; reports up to today, 2024-03-15, do not count it.\n"
    monkeypatch.setenv("SALESCLI_TODAY", "2024-03-16")
    typed.warn_ahead(opened, date(2024, 3, 16))
    assert capsys.readouterr().err == ""
