"""reports/search.py: every text that somebody wrote is found, by any word of it, and nothing else is."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Refused, Run
from one_of_each import append_each, append_one, free_texts, new, writing

from salescli.ledger import files, shelf
from salescli.ledger.store import Who
from salescli.reports import search as report

pytestmark = pytest.mark.usefixtures("company")
Found = Callable[..., list[dict[str, Any]]]
WHO = Who("boss", "boss@here")


@pytest.fixture
def found(run: Run) -> Found:
    """The rows of a search, as a script gets them."""

    def rows(*words: str) -> list[dict[str, Any]]:
        answer = run("search", "--format", "json", *words)
        assert answer.code == 0, answer.err
        listed: list[dict[str, Any]] = json.loads(answer.out)["rows"]
        return listed

    return rows


@pytest.fixture
def texts(found: Found) -> Callable[..., list[str]]:
    """The texts alone."""
    return lambda *words: [row["text"] for row in found(*words)]


Texts = Callable[..., list[str]]


def test_a_row_says_what_where_and_whose(run: Run, found: Found) -> None:
    run("log", "机械", "对方要报价", "--step", "发方案", "--on", "2024-03-12", "--note", "急")
    assert found("报价") == [
        {
            "happened_on": "2024-03-12",
            "kind": "follow_up",
            "customer": "华北机械",
            "customer_id": "7",
            "opportunity": "风机改造",
            "opportunity_id": "15",
            "rep": "zw",
            "name": "张伟",
            "text": "对方要报价 · 发方案 · 急",
            "place": 3,
            "id": "18",
        }
    ]
    assert [row["id"] for row in found("方案")] == [row["id"] for row in found("急")] == ["18"]


def test_one_character_is_enough(run: Run, texts: Texts) -> None:
    run("log", "机械", "涨价了")
    run("log", "机械", "没事")
    assert texts("价") == ["涨价了"]


def test_the_latest_stands_first(run: Run, found: Found) -> None:
    """By the day it happened, of one day by the entry."""
    for day in ("03-05", "03-07", "03-05", "02-20"):
        run("log", "机械", "报价", "--on", f"2024-{day}")
    assert [(row["happened_on"], row["id"]) for row in found("报价")] == [
        ("2024-03-07", "19"),
        ("2024-03-05", "20"),
        ("2024-03-05", "18"),
        ("2024-02-20", "21"),
    ]


def test_several_words_must_all_be_there(run: Run, texts: Texts) -> None:
    """In any order; in the text, or in the names of its customer and opportunity."""
    run("log", "机械", "要报价，也要样品")
    run("log", "机械", "要报价")
    run("log", "电子", "要报价", "--note", "样品已寄")
    assert texts("样品 报价") == ["要报价 · 样品已寄", "要报价，也要样品"]
    assert texts("报价", "机械") == ["要报价", "要报价，也要样品"]
    assert texts("报价", "风机", "样品") == ["要报价，也要样品"]
    assert texts("报价", "没有这个词") == []


def test_names_alone_bring_no_follow_ups(run: Run, found: Found) -> None:
    """Who looks for a customer finds the customer and its opportunity, not all that was said with it."""
    run("log", "机械", "要报价")
    assert [(row["kind"], row["text"]) for row in found("机械")] == [("customer", "华北机械 · 010-8888")]
    assert found("机械", "风机")[0]["kind"] == "opportunity"


@pytest.mark.parametrize("word", ["gtx", "GTX", "Gtx pro"])
def test_capitals_or_not(found: Found, word: str) -> None:
    assert [row["text"] for row in found(word)] == ["GTX · GTX Pro"]


@pytest.mark.parametrize("word", ["müller", "MÜLLER", "Müller", "école", "ÉCOLE", "École"])
def test_capitals_with_accents(run: Run, found: Found, word: str) -> None:
    for name in ("Müller", "MÜLLER", "müller", "École", "ÉCOLE", "école"):
        run("customer", "add", name, "--as", "zw")
    rows = found(word)
    assert [row["text"].lower() for row in rows] == [word.lower()] * 3
    assert [row["place"] for row in rows] == [0, 0, 0]


@pytest.mark.parametrize(
    "typed", ["138 0013 8000", "13800138000", "138-0013-8000", "+86 138 0013 8000", "+8613800138000", "0013 8000"]
)
def test_a_number_however_it_is_written(run: Run, found: Found, typed: str) -> None:
    """A customer's, a contact's, and one in what was said."""
    run("customer", "add", "甲", "--phone", "138 0013 8000")
    run("contact", "add", "江南化工", "王强", "--phone", "+86-138-0013-8000")
    run("log", "机械", "打13800138000找王总")
    run("log", "机械", "打13800138001找王总")
    assert [row["kind"] for row in found(typed)] == ["follow_up", "contact", "customer"]
    assert all(row["place"] is not None for row in found(typed))


@pytest.mark.parametrize("typed", ["010-8888-6666", "01088886666", "+86 10 8888 6666", "（010）8888 6666", "8888-6666"])
def test_a_number_with_an_area(run: Run, found: Found, typed: str) -> None:
    for phone in ("010-8888-6666", "+86 10 88886666", "(010) 8888.6666", "01088886666", "010－8888－6666"):
        run("customer", "add", phone, "--phone", phone)
    assert len(found(typed)) == 5


@pytest.mark.parametrize("sign", ["%", "_", "'", '"', "\\", "*", "?", "[", "--", ";", "{0}", "</b>", "[red]"])
def test_a_sign_is_only_a_sign(run: Run, texts: Texts, sign: str) -> None:
    run("log", "机械", f"折扣{sign}以内")
    run("log", "机械", "折扣以内")
    assert texts("--", sign) == [f"折扣{sign}以内"]
    assert texts("--", f"扣{sign}以") == [f"折扣{sign}以内"]


@pytest.mark.parametrize("text", ["👨‍👩‍👧 🏭", "مرحبا بالعالم", "שלום", "ﷺ", "Ａ１", "e\u0301", "𠮷野家", "\u202eabc"])
def test_any_script(run: Run, found: Found, text: str) -> None:
    run("log", "机械", f"前{text}后")
    assert [row["text"] for row in found(text)] == [f"前{text}后"]
    shown = run("search", text).out
    assert all(line.isprintable() or "‍" in line for line in shown.splitlines()), shown


def test_a_long_text_is_cut_for_people_alone(run: Run, found: Found) -> None:
    """People see a bit around the place; a script gets all of it."""
    text = "前" * 5000 + "价" + "后" * 5000
    run("log", "机械", text)
    (row,) = found("价")
    assert (row["text"], row["place"]) == (text, 5000)
    shown = run("search", "价").out
    assert "前价后" in shown and "…" in shown and len(shown) < 1000


def test_ids_and_amounts_are_no_texts(run: Run, found: Found) -> None:
    """What looks like an id, a day or an amount is found only where somebody wrote it."""
    run("log", "机械", "看合同18", "--on", "2024-03-12")
    assert [row["text"] for row in found("18")] == ["看合同18"]
    for figures in ("15", "2024-03", "120000", "4821", "phone"):
        assert found(figures) == [], figures


def test_what_is_voided_is_not_shown(run: Run, found: Found, ledger: Path) -> None:
    run("log", "机械", "报价")
    run("log", "机械", "报价")
    with files.open_for_writing(ledger, WHO) as opened, opened.write():
        opened.void(opened.find_id("18"), date(2024, 3, 15), "typed twice")
    assert [row["id"] for row in found("报价")] == ["19"]


def test_what_stood_there_before_it_was_put_right(run: Run, found: Found) -> None:
    """Found by its correction, with whose it is: the name, the number and what a first correction said; amounts are no texts."""
    run("correct", "7", "name=北方重工", "phone=010-9999", "--why", "sold")
    run("correct", "7", "phone=", "--why", "gone")
    assert [(row["kind"], row["customer"], row["rep"], row["text"]) for row in found("华北机械", "--kind", "corr")] == [
        ("correction", "北方重工", "zw", "name · 华北机械 → 北方重工 · sold")
    ]
    assert [row["text"] for row in found("0108888")] == ["phone · 010-8888 → 010-9999 · sold"]
    assert [row["text"] for row in found("0109999")] == [
        "phone · 010-9999 →  · gone",
        "phone · 010-8888 → 010-9999 · sold",
    ]
    run("contract", "sign", "风机改造", "10万", "--code", "A")
    run("correct", "18", "amount=14万", "--why", "added")
    assert found("14000") == []
    run("correct", "3", "name=张大伟", "--why", "misheard")
    assert [row["rep"] for row in found("张伟", "--rep", "zw")] == ["zw"]


def test_nothing_that_happened_later_and_nothing_that_was_not_known(run: Run, found: Found) -> None:
    run("log", "机械", "报价", "--on", "2024-03-12")
    assert len(found("报价", "--on", "2024-03-12")) == 1
    assert found("报价", "--on", "2024-03-11") == []
    assert found("报价", "--as-of", "2020-01-01") == []


def test_only_one_kind(run: Run, found: Found, refused: Refused) -> None:
    run("log", "机械", "华北")
    assert {row["kind"] for row in found("华北")} == {"customer", "follow_up", "team"}
    assert {row["kind"] for row in found("华北", "--kind", "customer")} == {"customer"}
    assert {row["kind"] for row in found("华北", "--kind", "follow-up")} == {"follow_up"}
    assert {row["kind"] for row in found("华北", "--kind", "fol")} == {"follow_up"}
    for given in ("deal", "task", "c"):
        if given != "task":  # a whole word wins over a longer one
            assert refused(2, "search", "x", "--kind", given).startswith("--kind is one of follow_up, rep, ")


def test_only_one_reps(run: Run, found: Found, refused: Refused) -> None:
    """The rep's own facts, and those of what the rep owns on that day."""
    run("log", "机械", "要报价")
    run("log", "机械", "也要报价", "--as", "ls")
    assert [row["text"] for row in found("报价", "--rep", "zw")] == ["要报价"]
    assert [row["customer"] for row in found("华北", "--rep", "李四", "--kind", "customer")] == ["华北电子"]
    run("customer", "assign", "华北电子", "zw")
    assert found("华北", "--rep", "ls", "--kind", "customer") == []
    assert len(found("华北", "--rep", "ls", "--kind", "customer", "--on", "2024-03-14")) == 1
    assert refused(3, "search", "x", "--rep", "nobody").startswith("There is no rep 'nobody'")
    assert refused(2, "search", "x", "--rep", " ").startswith("The option --rep is empty")


def test_only_a_period(run: Run, found: Found) -> None:
    """Its first and its last day belong to it."""
    for day in ("2024-01-31", "2024-02-01", "2024-02-29", "2024-03-01"):
        run("log", "机械", "报价", "--on", day)
    assert [row["happened_on"] for row in found("报价", "--period", "2024-02")] == ["2024-02-29", "2024-02-01"]
    answer = json.loads(run("search", "报价", "--period", "2024-02", "--format", "json").out)
    assert answer["period"] == {"name": "2024-02", "start": "2024-02-01", "end": "2024-03-01"}


def test_how_many_more_there_are(run: Run, found: Found) -> None:
    for _number in range(22):
        run("log", "机械", "报价")
    assert len(found("报价")) == 20 and len(found("报价", "--most", "22")) == 22
    assert "2 earlier ones were found too; --most 22 shows all." in run("search", "报价").out
    assert "1 earlier one was found too; --most 22 shows it." in run("search", "报价", "--most", "21").out
    assert "earlier" not in run("search", "报价", "--most", "22").out


def test_nothing_found(run: Run) -> None:
    answer = run("search", "没有这个词")
    assert (answer.code, answer.err) == (0, "") and "Nothing to show." in answer.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["search"], "The argument"),
        (["search", ""], "Search for what? For instance: salescli search 报价"),
        (["search", " 　"], "Search for what?"),
        (["search", "长" * 10_000], "A text of 10000 characters is too long to search for; give up to 1000."),
        (["search", *"abcdefghi"], "9 words are too many to search for; give up to 8."),
        (["search", "\udcff"], "A text holds half a character"),
        (["search", "x", "--most", "0"], "--most takes a number from 1"),
        (["search", "x", "--period", "soon"], '"soon" is not a period'),
    ],
)
def test_what_is_refused(refused: Refused, words: list[str], said: str) -> None:
    assert refused(2, *words).startswith(said)


# Every text of every kind.

KEYS = {"stage", "post", "measure", "penalty", "figure"}  # words of the policy or the program
OWN = {"limit_note", "figures", "policy_digest", "ledger_head", "digest"}  # what the program writes
WRITTEN = [
    (kind, column)
    for kind, column in free_texts()
    if kind not in ("fact", "policy", "void") and column not in KEYS | OWN and not column.endswith("_on")
]


@pytest.fixture
def everything(ledger: Path) -> Callable[..., int]:
    """A ledger with a fact of every kind; appends another one with what is given, and gives its number."""
    ledger.unlink()
    new(ledger)

    def another(kind: str, **fields: Any) -> int:
        with writing(ledger) as opened, opened.write():
            return append_one(opened, append_each(opened), kind, **fields) & 0xFFFFFFFF

    return another


@pytest.mark.parametrize(("kind", "column"), WRITTEN)
def test_every_text_that_was_written_is_found(
    found: Found, everything: Callable[..., int], kind: str, column: str
) -> None:
    """Each column of the schema that a person may fill at will."""
    id = everything(kind, **{column: "眼见为实"})
    assert [(row["kind"], row["id"]) for row in found("眼见为实")] == [(kind, str(id))]


@pytest.mark.parametrize("kind", sorted(report.kinds()))
def test_a_note_is_found(found: Found, everything: Callable[..., int], kind: str) -> None:
    """Whatever it was noted at."""
    id = everything(kind, note="眼见为实")
    assert [(row["kind"], row["id"]) for row in found("眼见为实")] == [(kind, str(id))]


def test_every_kind_of_the_query_has_a_title() -> None:
    written = set(re.findall(r"SELECT [\w.]+, '(\w+)'", shelf.sql("search_texts")))
    assert written == set(report.kinds())
