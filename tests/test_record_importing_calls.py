"""`salescli import calls`: each call between a rep and a customer becomes a follow-up, once, and every other is accounted for."""

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import Facts, Refused, Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salescli.ledger import files
from salescli.ledger.store import Who
from salescli.record.importing import calls as room

REAL = Path(__file__).parents[2] / "shared" / "data" / "call-records"
ASTERISK = REAL / "asterisk-cdr-custom-Master.csv"
FREESWITCH = REAL / "freeswitch-Master.csv"
real = pytest.mark.skipif(not REAL.exists(), reason="the call records of ../shared/data are not there")

COLUMNS = [
    "src",
    "dst",
    "channel",
    "dstchannel",
    "start",
    "answer",
    "end",
    "duration",
    "billsec",
    "disposition",
    "uniqueid",
]
MOBILE = "13800138000"
SEEN = ("happened_on", "happened_at", "rep_id", "customer_id", "contact_id", "answered", "minutes", "content")


def call(number: int = 1, **cells: str) -> list[str]:
    """A row of a call of 65 seconds on 4 March at 14:30 from the extension 1000 to a mobile, but for what is said."""
    plain = {
        "src": "1000",
        "dst": MOBILE,
        "start": "2024-03-04 14:30:00",
        "answer": "2024-03-04 14:30:10",
        "end": "2024-03-04 14:31:15",
        "duration": "75",
        "billsec": "65",
        "disposition": "ANSWERED",
        "uniqueid": f"1709620200.{number}",
    }
    return [{**plain, **cells}.get(name, "") for name in COLUMNS]


UNANSWERED = {"disposition": "NO ANSWER", "answer": "", "billsec": "0"}


class Exchange:
    """A telephone system's files beside the ledger of the test."""

    def __init__(self, folder: Path, run: Run) -> None:
        self.folder, self.run = folder, run
        self.rejects = folder / "rejects.csv"

    def file(self, *rows: Sequence[str], name: str = "Master.csv", head: bool = True) -> str:
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([*([COLUMNS] if head else []), *rows])
        return str(path)

    def words(self, *files: str, system: str = "asterisk", extension: str = "1000=zw") -> list[str]:
        return ["import", "calls", *files, "--layout", system, "--extension", extension]

    def imported(self, *files: str, more: Sequence[str] = (), code: int = 0, **words: str) -> dict[str, Any]:
        """The JSON answer of an import."""
        answer = self.run(*self.words(*files, **words), *more, "--json")
        assert answer.code == code, answer
        found: dict[str, Any] = json.loads(answer.out)
        assert found["calls"] == sum(found[key] for key in ("new", "known", "internal", "unmatched"))
        return found


@pytest.fixture
def exchange(tmp_path: Path, run: Run, company: Path) -> Exchange:
    """The ledger knows the reps zw and ls, and who has the mobile: 王芳 (18) of 华北机械 (7)."""
    folder = tmp_path / "exchange"
    folder.mkdir()
    assert run("contact", "add", "华北机械", "王芳", "--phone", "138-0013-8000", "--on", "2024-02-01").code == 0
    return Exchange(folder, run)


WANG = 18
"""王芳's fact, the first after the company's."""


def counted(answer: dict[str, Any]) -> dict[str, int]:
    names = ("rows", "calls", "new", "unanswered", "known", "internal", "unmatched", "rejected")
    return {name: answer[name] for name in names if answer[name]}


# What goes in.


def test_a_call_becomes_a_follow_up(exchange: Exchange, facts: Facts) -> None:
    """Of the rep who has the extension with the customer who has the number; a begun minute counts, the seconds are told."""
    answer = exchange.imported(exchange.file(call()))
    assert counted(answer) == {"rows": 1, "calls": 1, "new": 1}
    assert facts("follow_up", *SEEN) == [
        ("2024-03-04", "14:30", 3, 7, WANG, 1, 2, "→ +8613800138000 · 1:05"),
    ]
    assert facts("follow_up", "channel", "opportunity_id") == [("phone", 15)], "the only open one, as `log` takes it"
    assert facts("fact", "source_key")[-1] == ("calls:asterisk:1709620200.1",)


def test_a_call_that_comes_in(exchange: Exchange, facts: Facts) -> None:
    """To a number that belongs to no contact but to the customer."""
    rows = call(src="010-8888", dst="600", dstchannel="SIP/1000-0000002a", billsec="3700", duration="3800")
    exchange.imported(exchange.file(rows))
    assert facts("follow_up", *SEEN[2:]) == [(3, 7, None, 1, 62, "← +860108888 · 1:01:40")]


def test_what_nobody_answered_is_a_follow_up_and_no_contact(exchange: Exchange, facts: Facts) -> None:
    answer = exchange.imported(exchange.file(call(**UNANSWERED)))
    assert counted(answer) == {"rows": 1, "calls": 1, "new": 1, "unanswered": 1}
    assert facts("follow_up", "answered", "minutes", "content") == [(0, None, "→ +8613800138000 · NO ANSWER")]
    row = json.loads(exchange.run("customer", "list", "--format", "json").out)["rows"]
    assert {one["customer"]: one["contacted_on"] for one in row}["华北机械"] is None


def test_who_hangs_up_at_once_has_spoken_for_a_minute(exchange: Exchange, facts: Facts) -> None:
    exchange.imported(exchange.file(call(billsec="0", duration="10"), call(2, billsec="60"), call(3, billsec="61")))
    assert facts("follow_up", "minutes") == [(1,), (1,), (2,)]


def test_the_day_is_the_ledgers_and_the_time_of_the_file_the_one_that_is_said(exchange: Exchange, facts: Facts) -> None:
    """Late in the evening in UTC is the next morning in Shanghai; the answer says which zones were taken."""
    path = exchange.file(call(start="2024-03-03 22:30:00"))
    answer = exchange.run(*exchange.words(path), "--timezone", "UTC")
    assert "Times of the files are of UTC, days of the ledger of Asia/Shanghai; numbers are of CN." in answer.out
    assert facts("follow_up", "happened_on", "happened_at") == [("2024-03-04", "06:30")]


def test_two_reps_and_the_same_customer(exchange: Exchange, facts: Facts, tmp_path: Path) -> None:
    """Extensions from options and a file together."""
    table = tmp_path / "extensions.csv"
    table.write_text("extension,rep\n1001,李四\n", encoding="utf-8")
    path = exchange.file(call(), call(2, src="1001"))
    exchange.imported(path, more=["--extensions", str(table)])
    assert facts("follow_up", "rep_id") == [(3,), (5,)]


def test_a_call_through_a_queue(exchange: Exchange, facts: Facts) -> None:
    """A customer calls 600; the queue's row says whose telephone answered, and that rep has the follow-up."""
    rows = call(src=MOBILE, dst="600", dstchannel="SIP/1001-1")
    assert exchange.imported(exchange.file(rows), extension="1001=ls")["new"] == 1
    assert facts("follow_up", *SEEN[2:]) == [(5, 7, WANG, 1, 2, "← +8613800138000 · 1:05")]
    nobodys = exchange.imported(exchange.file(call(2, src=MOBILE, dst="600", dstchannel="SIP/1002-1")))
    assert [one["command"] for one in nobodys["unmatched_numbers"]] == ["--extension 1002=REP"]


def test_the_other_systems_file_adds_nothing(exchange: Exchange, refused: Refused, facts: Facts) -> None:
    """Eighteen columns may be either's: imported as it is, it cannot come in again under the other's name."""
    cells = ["", "1000", MOBILE, "", "", "SIP/1000-1", "", "Dial", "", "2024-03-04 14:30:00", "2024-03-04 14:30:10"]
    row = [*cells, "2024-03-04 14:31:15", "75", "65", "ANSWERED", "DOCUMENTATION", "1709620200.1", ""]
    path = exchange.file(row, head=False)
    assert exchange.imported(path)["new"] == 1
    said = refused(2, *exchange.words(path, system="freeswitch"))
    assert said == f"{path} says how a call ended as asterisk does (“ANSWERED”); import it with --layout asterisk."
    assert len(facts("follow_up")) == 1


def test_a_local_number_asks_for_the_area_code(exchange: Exchange) -> None:
    """A customer with such a number would never be found under the whole one; with the area code it is as any other."""
    exchange.run("customer", "add", "北京电力", "--phone", "010-88886666", "--on", "2024-02-01")
    path = exchange.file(call(dst="88886666"))
    [one] = exchange.imported(path)["unmatched_numbers"]
    assert (one["why"], one["number"], one["command"]) == ("area", "+8688886666", "--area-code CODE")
    assert one["reason"] == "nobody has +8688886666, which is a local number without its area code"
    said = exchange.run(*exchange.words(path)).err
    assert "    --area-code CODE\n" in said and "customer add" not in said
    [one] = exchange.imported(path, more=["--area-code", "021"])["unmatched_numbers"]
    assert one["command"] == "salescli customer add NAME --phone +862188886666"
    assert exchange.imported(path, more=["--area-code", "010"])["new"] == 1


def test_an_area_code_and_a_prefix_for_the_outside(exchange: Exchange, facts: Facts) -> None:
    exchange.run("customer", "add", "北京电力", "--phone", "010-66661234", "--on", "2024-02-01")
    path = exchange.file(call(dst="966661234"))
    assert exchange.imported(path)["unmatched"] == 1
    answer = exchange.imported(path, more=["--outside-prefix", "9", "--area-code", "010"])
    assert counted(answer) == {"rows": 1, "calls": 1, "new": 1}
    assert facts("follow_up", "content") == [("→ +861066661234 · 1:05",)]


def test_an_answer_for_people(exchange: Exchange) -> None:
    rows = (call(), call(2, **UNANSWERED), call(3, dst="1001"), call(4, dst="13500135000"))
    answer = exchange.run(*exchange.words(exchange.file(*rows)))
    assert answer.code == 0
    assert [line.split() for line in answer.out.splitlines() if line[:7].strip().isdigit()] == [
        ["4", "2", "1", "0", "1", "1"]
    ]
    assert all(len(line) <= 100 for line in answer.out.splitlines())
    assert answer.err.splitlines() == [
        "1 call is nobody's:",
        "  no customer or contact has +8613500135000 (1 call, first Master.csv, line 5)",
        "    salescli customer add NAME --phone +8613500135000",
        "--rejects FILE writes them all into a file; when it is settled, import the same files again.",
    ]


# Again.


def test_importing_again_adds_nothing_and_a_longer_file_what_is_new(exchange: Exchange, facts: Facts) -> None:
    """The log has grown; also a call that was put through has got another leg since, and stays the one it is."""
    assert counted(exchange.imported(exchange.file(call()))) == {"rows": 1, "calls": 1, "new": 1}
    before = facts("fact", "id", "hash")
    assert counted(exchange.imported(exchange.file(call()))) == {"rows": 1, "calls": 1, "known": 1}
    assert facts("fact", "id", "hash") == before
    leg = call(dst="1001", start="2024-03-04 14:32:00")
    longer = exchange.file(call(), leg, call(2, start="2024-03-05 09:00:00"))
    assert counted(exchange.imported(longer)) == {"rows": 3, "calls": 2, "new": 1, "known": 1}
    assert facts("follow_up", "happened_on") == [("2024-03-04",), ("2024-03-05",)]


def test_without_ids_a_call_is_known_by_its_time_and_numbers(exchange: Exchange, facts: Facts) -> None:
    rows = [call(uniqueid=""), call(uniqueid="", start="2024-03-04 14:30:01")]
    assert exchange.imported(exchange.file(*rows))["new"] == 2
    assert exchange.imported(exchange.file(*rows), more=["--timezone", "Asia/Hong_Kong"])["known"] == 2
    assert facts("fact", "source_key")[-1] == (f"calls:asterisk:2024-03-04 14:30:01|1000|{MOBILE}",)


def test_a_call_that_was_voided_does_not_come_back(exchange: Exchange, company: Path) -> None:
    path = exchange.file(call())
    exchange.imported(path)
    with files.open_for_writing(company, Who("clerk", "here")) as ledger, ledger.write():
        ledger.void(ledger.find_id("19"), date(2024, 3, 5), "private")
    assert exchange.imported(path)["known"] == 1


def test_what_is_settled_goes_in_the_next_time(exchange: Exchange) -> None:
    """By the very commands that the answer names."""
    path = exchange.file(call(dst="13500135000"), call(2, dst="13500135000"), call(3, src="1002"))
    numbers = exchange.imported(path)["unmatched_numbers"]
    assert [(one["why"], one["calls"], one["line"], one["command"]) for one in numbers] == [
        ("number", 2, 2, "salescli customer add NAME --phone +8613500135000"),
        ("extension", 1, 4, "--extension 1002=REP"),
    ]
    words = numbers[0]["command"].replace("NAME", "新客户").split()[1:]
    assert exchange.run(*words).code == 0
    answer = exchange.imported(path, more=["--extension", "1002=ls"])
    assert counted(answer) == {"rows": 3, "calls": 3, "new": 3}


def test_a_dry_run_writes_nothing(exchange: Exchange, facts: Facts) -> None:
    path, before = exchange.file(call(), call(2, dst="13500135000")), facts("fact", "id", "hash")
    answer = exchange.imported(path, more=["--dry-run", "--rejects", str(exchange.rejects)])
    assert answer["dry_run"] and (answer["new"], answer["unmatched"]) == (1, 1)
    assert facts("fact", "id", "hash") == before and exchange.rejects.exists()
    assert "Dry run, nothing was written" in exchange.run(*exchange.words(path), "--dry-run").out


def test_a_dry_run_makes_no_ledger(run: Run, ledger: Path, tmp_path: Path) -> None:
    path = Exchange(tmp_path, run).file(call())
    answer = run("import", "calls", path, "--layout", "asterisk", "--dry-run")
    assert answer.code == 5 and "There is no ledger at" in answer.err and not ledger.exists()


# What does not go in.


def test_a_number_of_two_customers_names_both(exchange: Exchange) -> None:
    exchange.run("customer", "add", "华北化工", "--phone", "+86 138 0013 8000", "--on", "2024-02-01")
    answer = exchange.run(*exchange.words(exchange.file(call())))
    assert "+8613800138000 is the number of #7 华北机械 and of #19 华北化工; leave it to one (1 call" in answer.err


def test_rows_that_cannot_be_read_are_listed_and_everything_else_goes_in(exchange: Exchange) -> None:
    """Exit code 4, as of every import; the file of rejects has them with their reason, and the calls that are nobody's."""
    path = exchange.file(call(), call(2, billsec="1e9"), call(3, dst="13500135000"), ["1000", "broken"])
    more = ["--rejects", str(exchange.rejects)]
    answer = exchange.imported(path, more=more, code=4)
    assert counted(answer) == {"rows": 4, "calls": 2, "new": 1, "unmatched": 1, "rejected": 2}
    assert answer["rejects"] == [
        {
            "file": "Master.csv",
            "line": 3,
            "column": "billsec",
            "value": "1e9",
            "reason": "it is no count of seconds from 0 to 86,400",
        },
        {
            "file": "Master.csv",
            "line": 5,
            "column": None,
            "value": "",
            "reason": "the row has 2 columns where others have 11",
        },
    ]
    with exchange.rejects.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["#line"], row["dst"]) for row in rows] == [("3", MOBILE), ("5", "broken"), ("4", "13500135000")]
    assert rows[2]["#reason"] == (
        "no customer or contact has +8613500135000: `salescli customer add NAME --phone +8613500135000`, "
        "or `salescli contact add CUSTOMER NAME --phone +8613500135000`"
    )
    said = exchange.run(*exchange.words(path)).err
    assert "2 rows were rejected:\n  Master.csv, line 3, billsec “1e9”: it is no count of seconds" in said


def test_a_mended_file_of_rejects_can_be_imported(exchange: Exchange) -> None:
    exchange.imported(exchange.file(call(billsec="x")), more=["--rejects", str(exchange.rejects)], code=4)
    exchange.rejects.write_text(exchange.rejects.read_text("utf-8-sig").replace(",x,ANSWERED", ",65,ANSWERED"), "utf-8")
    assert counted(exchange.imported(str(exchange.rejects))) == {"rows": 1, "calls": 1, "new": 1}


def test_the_file_itself_is_never_overwritten(exchange: Exchange, refused: Refused) -> None:
    path = exchange.file(call(billsec="x"))
    said = refused(2, *exchange.words(path), "--rejects", path)
    assert said == f"{path} is being imported; --rejects takes another file."


def test_a_fault_in_the_last_file_takes_the_first_back(exchange: Exchange, refused: Refused) -> None:
    """All of a run or nothing: the second is of no known layout."""
    good, bad = exchange.file(call()), exchange.file(["a", "b"], name="other.csv", head=False)
    assert "other.csv, line 1: columns: 2, and no known layout of asterisk" in refused(2, *exchange.words(good, bad))


@pytest.mark.parametrize(
    ("more", "code", "sentence"),
    [
        (["--extension", "1001=nobody"], 3, "There is no rep 'nobody'."),
        (["--extension", "1000=ls"], 2, "The extension 1000 is said to be zw's and ls's; it is one rep's."),
        (["--country", "XX"], 2, "There are no telephone numbers of the country 'XX'; right would be CN, DE or US."),
        (["--area-code", "north"], 2, "'north' is no area code; right would be 010."),
        (
            ["--timezone", "Mars"],
            2,
            'There is no time zone "Mars"; right would be Asia/Shanghai, Europe/Berlin or UTC.',
        ),
        (["--day-first", "--month-first"], 2, "--day-first and --month-first exclude each other."),
        (["--columns", "src,dst"], 2, "--columns names all columns in their order, among them src / caller_id_number"),
        (["--layout", "cisco"], 2, "The layout is one of asterisk, freeswitch, not 'cisco'."),
        (["--extensions", "none.csv"], 2, "none.csv cannot be read: No such file or directory."),
        (["--rejects", "."], 2, ". is no file; --rejects takes the name of a CSV file."),
    ],
)
def test_wrong_words_are_refused(
    exchange: Exchange, refused: Refused, more: list[str], code: int, sentence: str
) -> None:
    assert sentence in refused(code, *exchange.words(exchange.file(call())), *more)


def test_a_day_that_can_be_read_two_ways_is_refused_until_it_is_said(
    exchange: Exchange, refused: Refused, facts: Facts
) -> None:
    path = exchange.file(call(start="02/03/2024 10:00:00", answer="", end=""))
    assert "“02/03/2024 10:00:00” can be read two ways; say --day-first or --month-first." in refused(
        2, *exchange.words(path)
    )
    exchange.imported(path, more=["--day-first"])
    assert facts("follow_up", "happened_on") == [("2024-03-02",)]


def test_a_zone_of_no_country_asks_whose_numbers_they_are(run: Run, ledger: Path, tmp_path: Path) -> None:
    assert run("init", "--timezone", "UTC").code == 0
    path = Exchange(tmp_path, run).file(call())
    answer = run("import", "calls", path, "--layout", "asterisk")
    assert (answer.code, answer.out) == (2, "")
    assert "The time zone UTC is of no one country; say whose numbers are dialled with --country CN." in answer.err
    assert run("import", "calls", path, "--layout", "asterisk", "--country", "cn").code == 0


def test_a_stamp_in_the_future_is_rejected(exchange: Exchange) -> None:
    """The day is 15 March."""
    path = exchange.file(call(start="2024-03-15 23:59:59", answer="", end=""), call(2, start="2024-03-16 00:00:00"))
    answer = exchange.imported(path, code=4)
    assert (answer["new"], answer["rejects"][0]["reason"]) == (1, "it lies in the future")


def test_an_empty_file_is_no_fault(exchange: Exchange) -> None:
    """The log has just begun anew; the answer says that there is nothing."""
    answer = exchange.run(*exchange.words(exchange.file()))
    assert answer.code == 0 and "There is no call in what was given." in answer.out


def test_a_name_that_would_do_something_to_a_terminal_is_shown(exchange: Exchange) -> None:
    path = exchange.file(call(src="10\x1b[2J"), call(2, billsec="\x1b[2J"))
    answer = exchange.run(*exchange.words(path))
    assert answer.code == 4 and "\x1b" not in answer.err and "\\x1b[2J" in answer.err


# The word `calls`.


def test_a_profile_makes_calls_a_folder(exchange: Exchange) -> None:
    """`import calls --profile p.toml` reads the folder of that name, as it always did."""
    answer = exchange.run("import", "calls", "--profile", str(exchange.folder / "none.toml"))
    assert answer.code == 2 and "none.toml cannot be read" in answer.err


def test_the_help_of_both_leads_to_the_other(run: Run) -> None:
    assert "salescli import calls -h" in run("import", "-h").out
    answer = run("import", "calls", "-h")
    assert "Usage: salescli import calls [OPTIONS]" in answer.out and "Example: salescli import calls" in answer.out


def test_what_is_missing_names_the_command(run: Run) -> None:
    said = run("import", "calls").err
    assert said == "salescli: The argument FILE… is missing. `salescli import calls -h` shows how it is used.\n"
    assert "The option --layout is missing." in run("import", "calls", "a.csv").err


def test_every_option_says_what_it_is() -> None:
    command = typer.main.get_group(room.app).commands["calls"]
    assert [param.name for param in command.params if not getattr(param, "help", None)] == []


# Real files.


@real
def test_every_call_of_an_asterisk_is_accounted_for(exchange: Exchange) -> None:
    """Two telephones that called each other: all within the house, whoever has them."""
    for extension in ("client1=zw", "1000=zw"):
        answer = exchange.imported(str(ASTERISK), extension=extension)
        assert counted(answer) == {"rows": 14, "calls": 14, "internal": 14}


@real
def test_a_customer_who_is_called_from_an_asterisk(exchange: Exchange, facts: Facts) -> None:
    """The telephone client1 called 6789 nine times; had it been a number of the town, each had become a follow-up."""
    text = ASTERISK.read_text("utf-8").replace('"6789"', '"01066786789"').replace("PJSIP/client2-", "PJSIP/trunk-")
    (exchange.folder / "m.csv").write_text(text, "utf-8")
    exchange.run("customer", "add", "北京电力", "--phone", "(010) 6678 6789", "--on", "2023-01-02")
    answer = exchange.imported(str(exchange.folder / "m.csv"), extension="client1=zw")
    legs = [row for row in csv.reader(text.splitlines()) if row[1] == "client1"]
    assert (answer["new"], answer["unanswered"]) == (len(legs), sum(row[13] != "ANSWERED" for row in legs))
    expected = [(row[8][:10], row[8][11:16], -(-int(row[12]) // 60) or None) for row in legs]
    assert sorted(facts("follow_up", "happened_on", "happened_at", "minutes"), key=str) == sorted(expected, key=str)


@real
def test_every_call_of_a_freeswitch_is_accounted_for(exchange: Exchange, facts: Facts, run: Run) -> None:
    """One went outside, and nobody answered; it is nobody's until the telephone and the number are somebody's."""
    day = ["--on", "2024-12-31"]
    nobodys = exchange.imported(str(FREESWITCH), more=day, system="freeswitch")
    assert counted(nobodys) == {"rows": 169, "calls": 169, "internal": 168, "unmatched": 1}
    assert nobodys["unmatched_numbers"][0]["command"] == "--extension 1002=REP"
    run("customer", "add", "远方公司", "--phone", "0155-501234", "--on", "2024-02-01")
    for counts in ({"new": 1, "unanswered": 1}, {"known": 1}):
        answer = exchange.imported(str(FREESWITCH), more=day, system="freeswitch", extension="1002=ls")
        assert counted(answer) == {"rows": 169, "calls": 169, "internal": 168, **counts}
    assert facts("follow_up", *SEEN[:3], "answered", "content") == [
        ("2024-07-31", "11:40", 5, 0, "→ +86155501234 · NORMAL_CLEARING")
    ]


@real
@pytest.mark.parametrize(("path", "other"), [(ASTERISK, "freeswitch"), (FREESWITCH, "asterisk")])
def test_a_file_of_the_other_system_is_refused(exchange: Exchange, refused: Refused, path: Path, other: str) -> None:
    assert f"and no known layout of {other}; known are " in refused(2, *exchange.words(str(path), system=other))


# Anything.

CELL = st.one_of(
    st.text(max_size=10), st.sampled_from([*call(), "", "-1", "1e9", "=1+1", "\x1b[2J", "03/04/2024 10:00"])
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    rows=st.lists(st.lists(CELL, min_size=9, max_size=12) | st.lists(CELL, max_size=3), max_size=4),
    head=st.booleans(),
    system=st.sampled_from(["asterisk", "freeswitch"]),
)
def test_any_table_gives_sentences(exchange: Exchange, rows: list[list[str]], head: bool, system: str) -> None:
    """Never a traceback, and never a call that is lost."""
    answer = exchange.run(*exchange.words(exchange.file(*rows, head=head), system=system), "--dry-run", "--json")
    assert answer.code in (0, 2, 4), answer
    if answer.code == 2:
        assert answer.err.startswith("salescli: ") and answer.out == ""
    else:
        found = json.loads(answer.out)
        assert found["calls"] == sum(found[key] for key in ("new", "known", "internal", "unmatched"))
        assert found["calls"] + found["rejected"] <= found["rows"]
        assert (answer.code == 4) == bool(found["rejected"])
