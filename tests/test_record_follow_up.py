"""record/follow_up.py: `log`, which must take what people type, fast."""

import json
import os
import pty
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from select import select

import pytest
from conftest import Facts, Refused, Run

LOG = ["log", "华北机械"]
HEAVY = {"rich", "sqlite_utils", "pydantic", "tabulate", "dateutil", "openpyxl", "pypinyin"}


@pytest.mark.usefixtures("company")
def test_log(run: Run, facts: Facts) -> None:
    """Customer and content are enough: a phone call of the owner's, about the only open opportunity."""
    answer = run(*LOG, "要报价")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Logged 华北机械 · 张伟 · 风机改造  #18\n"
    assert facts("follow_up") == [
        ("2024-03-15", 7, 3, 15, None, "phone", 1, None, None, "要报价", None, None),
    ]


@pytest.mark.usefixtures("company")
def test_everything_at_once(run: Run, facts: Facts) -> None:
    words = "--by visit --with 李 --minutes 45 --opportunity 风机 --next fri --step 报价 --at 9:05 --note 下雨 --on yesterday"
    answer = run(*LOG, "要报价", *words.split())
    assert answer.out == "Logged 华北机械 · 张伟 · 风机改造 · next contact 2024-03-15  #18\n"
    assert facts("follow_up") == [
        ("2024-03-14", 7, 3, 15, 14, "visit", 1, "09:05", 45, "要报价", "2024-03-15", "报价"),
    ]
    assert facts("fact", "kind", "note", "recorded_by")[-1] == ("follow_up", "下雨", "clerk")


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("typed", "customer"),
    [("机械", 7), ("华北电子", 9), ("hbdz", 9), ("JNHG", 11), ("#11", 11), ("9", 9), (" 江南 ", 11)],
)
def test_a_customer_by_part_initials_or_id(run: Run, facts: Facts, typed: str, customer: int) -> None:
    assert run("log", typed, "--as", "zw").code == 0
    assert facts("follow_up", "customer_id", "content") == [(customer, None)]


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("words", "rep"),
    [
        ([], 3),  # the customer's owner
        (["--as", "ls"], 5),  # the acting rep before the owner
        (["--as", "小刘"], 3),  # no rep: records for the owner
    ],
)
def test_whose_it_is(run: Run, facts: Facts, words: list[str], rep: int) -> None:
    run(*LOG, "x", *words)
    assert facts("follow_up", "rep_id") == [(rep,)]


@pytest.mark.usefixtures("company")
def test_the_acting_rep_of_the_environment(run: Run, facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESCLI_ACTOR", "ls")
    run("log", "江南化工", "x")
    assert facts("follow_up", "rep_id") == [(5,)]


@pytest.mark.usefixtures("company")
def test_the_owner_of_that_day(run: Run, facts: Facts) -> None:
    """A follow-up entered late belongs to whoever had the customer then."""
    run("customer", "assign", "华北机械", "ls", "--on", "2024-03-10")
    run(*LOG, "x", "--on", "2024-03-09")
    run(*LOG, "x", "--on", "2024-03-10")
    assert facts("follow_up", "happened_on", "rep_id") == [("2024-03-09", 3), ("2024-03-10", 5)]


@pytest.mark.usefixtures("company")
def test_which_opportunity(run: Run, facts: Facts) -> None:
    """The only open one; of two none is guessed; one that is closed, or not opened yet, is none."""
    run("opportunity", "open", "泵", "--customer", "华北机械", "--on", "2024-03-10")
    for day in ("2024-02-20", "2024-03-05", "2024-03-12"):
        run(*LOG, "x", "--on", day)
    run("stage", "风机改造", "lost", "--on", "2024-03-13")
    run(*LOG, "x")
    assert facts("follow_up", "opportunity_id") == [(None,), (15,), (None,), (18,)]


@pytest.mark.usefixtures("company")
def test_the_opportunity_of_another_customer(run: Run, facts: Facts, refused: Refused) -> None:
    """Of two of one name the customer's own is meant; another's is refused, as for an expense or a task."""
    run("opportunity", "open", "风机改造", "--customer", "华北电子")
    assert run(*LOG, "x", "--opportunity", "风机改造").err == ""
    assert refused(4, *LOG, "x", "--opportunity", "#18") == (
        "风机改造 is 华北电子's, not 华北机械's; log it with 华北电子, or without the opportunity."
    )
    assert facts("follow_up", "opportunity_id") == [(15,)]


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("typed", "channel"), [("visit", "visit"), ("VISIT", "visit"), ("wech", "wechat"), ("vid", "video"), ("o", "other")]
)
def test_a_channel_by_its_beginning(run: Run, facts: Facts, typed: str, channel: str) -> None:
    run(*LOG, "x", "--by", typed)
    assert facts("follow_up", "channel") == [(channel,)]


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("fri", "2024-03-22"),
        ("+3d", "2024-03-18"),
        ("下周一", "2024-03-18"),
        ("明天", "2024-03-16"),
        ("03-05", "2025-03-05"),
    ],
)
def test_the_next_contact_lies_ahead(run: Run, facts: Facts, typed: str, day: str) -> None:
    run(*LOG, "x", "--next", typed)
    assert facts("follow_up", "next_on") == [(day,)]


@pytest.mark.usefixtures("company")
def test_the_next_contact_lies_not_behind(run: Run, facts: Facts, refused: Refused) -> None:
    """Behind the call, that is: of one entered later the day may be over by now, and later the same day is no day behind."""
    assert refused(2, *LOG, "x", "--next", "yesterday") == (
        "The next contact would be on 2024-03-14, before this one on 2024-03-15; --next is a day ahead."
    )
    run(*LOG, "x", "--on", "2024-03-11", "--next", "2024-03-13")
    run(*LOG, "x", "--next", "today")
    assert facts("follow_up", "next_on") == [("2024-03-13",), ("2024-03-15",)]


@pytest.mark.usefixtures("company")
def test_unanswered_and_the_time(run: Run, facts: Facts) -> None:
    answer = run(*LOG, "x", "--unanswered", "--at", "14：30")
    assert answer.out == "Logged 华北机械 · 张伟 · unanswered · 风机改造  #18\n"
    assert facts("follow_up", "answered", "happened_at") == [(0, "14:30")]


@pytest.mark.usefixtures("company")
def test_json(run: Run) -> None:
    assert json.loads(run(*LOG, "x", "--json").out) == {"id": "18"}


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (3, ["华北"], "'华北' may mean several: 华北机械 (#7); 华北电子 (#9). Type more of the customer, or its id."),
        (3, ["华北机诫"], "There is no customer '华北机诫'. Did you mean 华北机械"),
        (3, ["qqqq"], "There is no customer 'qqqq'. `salescli customer list` shows those there are."),
        (2, [""], "The argument customer is empty;"),
        (2, ["  "], "The argument customer is empty;"),
        (3, ["#15"], "There is no customer '#15'."),  # an opportunity's id
        (3, ["#4294967303"], "There is no customer '#4294967303'."),
        (3, ["zzzzzzz-1"], "There is no customer 'zzzzzzz-1'."),
        (2, ["江南化工"], "Whose is it? 'clerk' is no rep's code and nobody owns it; say who with --as CODE."),
        (
            2,
            ["华北机械", "x", "--by", "v"],
            "The channel is one of phone, visit, wechat, email, meeting, video, message,",
        ),
        (2, ["华北机械", "x", "--next", "soon"], '"soon" is not a day'),
        (2, ["华北机械", "x", "--on", "soon"], '"soon" is not a day'),
        (2, ["华北机械", "x", "--at", "25:00"], "'25:00' is no time of day; write 14:30."),
        (2, ["华北机械", "x", "--at", "9:5"], "'9:5' is no time of day; write 14:30."),
        (3, ["华北机械", "x", "--with", "王"], "华北机械 has no single contact '王'; known: 李娜."),
        (
            3,
            ["华北机械", "x", "--opportunity", "风扇改造"],
            "There is no opportunity '风扇改造'. Did you mean 风机改造?",
        ),
        (2, ["华北机械", "x", "--format", "json"], "--format belongs to reports"),
        (2, [], "Which customer? For instance: salescli log 华北机械"),  # nobody is there to ask
    ],
)
def test_what_is_refused(refused: Refused, code: int, words: list[str], said: str) -> None:
    assert refused(code, "log", *words).startswith(said)


@pytest.mark.usefixtures("company")
def test_a_contact_that_may_be_several(run: Run, refused: Refused) -> None:
    """Who has the whole name is meant; a part of two is not."""
    run("contact", "add", "华北机械", "李娜娜")
    assert refused(3, *LOG, "x", "--with", "李").startswith("华北机械 has no single contact '李'; known: 李娜, 李娜娜.")
    assert run(*LOG, "x", "--with", "李娜").code == 0


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("where", [1, 2, 4])
def test_half_a_character(refused: Refused, where: int) -> None:
    """Bytes that are no text arrive as lone surrogates; wherever they stand, one sentence says so."""
    words = [*LOG, "x", "--as", "zw"]
    words[where] = "\udcff"
    assert refused(2, *words) == "A text holds half a character (a lone surrogate); type it again as plain text."


def test_the_first_line_makes_the_ledger(run: Run, ledger: Path) -> None:
    """And says where; a wrong word after that leaves an empty ledger that works."""
    answer = run("log", "华北机械", "x")
    assert answer.code == 3
    assert answer.err.splitlines()[0] == f"A new ledger was made at {ledger}."
    assert run("customer", "add", "华北机械").code == 0


def test_nothing_heavy_is_imported(company: Path) -> None:
    """A whole `log` in a process of its own brings in none of the packages that take long to load."""
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "importtime",
            "-m",
            "salescli",
            "log",
            "华北机械",
            "要报价",
            "--by",
            "visit",
            "--next",
            "fri",
        ],
        env={**os.environ, "SALESCLI_LEDGER": str(company)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert done.stdout.startswith("Logged 华北机械") and "salescli" in imported
    assert not imported & HEAVY


def test_on_a_terminal_it_asks(company: Path, facts: Facts) -> None:
    """With nothing given a person is asked one thing after the other; an empty answer takes the default."""
    shown = _typed_at_a_terminal(
        company, ["Customer: ", "said: ", "[phone]: ", "none): ", "step: "], ["机械", "要报价", "", "fri", "报价"]
    )
    assert "Logged 华北机械 · 张伟 · 风机改造 · next contact 2024-03-22  #18" in shown
    assert facts("follow_up", "channel", "content", "next_on", "next_step") == [
        ("phone", "要报价", "2024-03-22", "报价")
    ]


def test_on_a_terminal_what_was_given_is_not_asked(company: Path, facts: Facts) -> None:
    shown = _typed_at_a_terminal(
        company, ["Customer: ", "said: ", "step: "], ["电子", "", ""], "--by", "visit", "--next", "+3d"
    )
    assert "Logged 华北电子" in shown and "Channel" not in shown
    assert facts("follow_up", "channel", "content", "next_on", "next_step") == [("visit", None, "2024-03-18", None)]


def _typed_at_a_terminal(ledger: Path, questions: list[str], answers: list[str], *words: str) -> str:
    """Everything that a terminal showed while each question was waited for and answered."""
    here, there = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "salescli", "log", *words],
        env={**os.environ, "SALESCLI_LEDGER": str(ledger), "TERM": "dumb"},
        stdin=there,
        stdout=there,
        stderr=there,
        close_fds=True,
    )
    os.close(there)
    shown = ""
    for question, answer in zip(questions, answers, strict=True):
        seen = len(shown)
        shown += _read(here, lambda text, asked=question: asked in text)
        assert question in shown[seen:], shown
        os.write(here, f"{answer}\n".encode())
    shown += _read(here, lambda _text: False)
    os.close(here)
    assert process.wait(timeout=30) == 0, shown
    return shown


def _read(terminal: int, enough: Callable[[str], bool]) -> str:
    """What the terminal shows until it is enough or the other end is closed; at most for half a minute."""
    found, end = b"", time.monotonic() + 30
    while not enough(found.decode("utf-8", "replace")) and time.monotonic() < end:
        if not select([terminal], [], [], 0.2)[0]:
            continue
        try:
            more = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
        if not more:
            break
        found += more
    return found.decode("utf-8", "replace")


@pytest.mark.usefixtures("company")
def test_a_day_that_lies_ahead(run: Run, facts: Facts) -> None:
    """It is recorded, and said; a next contact that is ahead is none."""
    answer = run("log", "华北机械", "--on", "2024-03-18", "--json")
    assert (answer.code, answer.err) == (
        0,
        "2024-03-18 lies ahead; reports up to today, 2024-03-15, do not count it.\n",
    )
    assert facts("follow_up", "happened_on") == [("2024-03-18",)]
    assert run("log", "华北机械", "--next", "+3d").err == ""
