"""Call records: the layouts that telephone systems write, their stamps, which rows make one call, and whose a call is."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salescli.errors import WrongUse
from salescli.exchange.calls.extensions import extensions
from salescli.exchange.calls.joining import Call, join, talked
from salescli.exchange.calls.layouts import SHAPES, Layout, columns_of, header_of, recognised
from salescli.exchange.calls.placing import Desk, Placed, Unplaced, Why
from salescli.exchange.calls.reading import Leg, Manner, Unread, read
from salescli.exchange.calls.stamps import Clock, TwoDays, is_none, read_stamp, zone_of
from salescli.exchange.values import Unreadable
from salescli.facts.names import Named
from salescli.facts.telephoned import Telephone
from salescli.phones import Numbering

SHANGHAI = ZoneInfo("Asia/Shanghai")
CLOCK = Clock(SHANGHAI)
ASTERISK = Manner(Layout.ASTERISK, CLOCK, SHANGHAI, date(2024, 12, 31))
FREESWITCH = Manner(Layout.FREESWITCH, CLOCK, SHANGHAI, date(2024, 12, 31))

CELLS = {
    "clid": '"" <1000>',
    "src": "1000",
    "dst": "13800138000",
    "channel": "PJSIP/1000-0000002a",
    "dstchannel": "PJSIP/trunk-0000002b",
    "lastapp": "Dial",
    "start": "2024-03-05 14:30:00",
    "answer": "2024-03-05 14:30:10",
    "end": "2024-03-05 14:31:15",
    "duration": "75",
    "billsec": "65",
    "disposition": "ANSWERED",
    "amaflags": "DOCUMENTATION",
    "uniqueid": "1709620200.42",
}
"""A call of 65 seconds from the extension 1000 to a mobile, as Asterisk's columns have it; others are empty."""
STAMPED = {
    **dict(zip(("caller_id_name", "caller_id_number"), ("Zhang", "1000"), strict=True)),
    **{"destination_number": "13800138000", "context": "default", "channel_name": "sofia/internal/1000@pbx"},
    **{"start_stamp": "2024-03-05 14:30:00", "answer_stamp": "2024-03-05 14:30:10", "end_stamp": "2024-03-05 14:31:15"},
    **{"duration": "75", "billsec": "65", "hangup_cause": "NORMAL_CLEARING", "uuid": "aaaa"},
}
"""The same as FreeSWITCH's columns have it."""
CUSTOM = SHAPES[Layout.ASTERISK][-1].columns


def row(columns: Sequence[str] = CUSTOM, **cells: str) -> list[str]:
    """A row of these columns: the call above, but for what is said."""
    return [{**CELLS, **STAMPED, **cells}.get(name, "") for name in columns]


def text(*rows: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue()


class Files:
    """Files in a folder, read as the tests say."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "Master.csv"

    def rows(self, content: str | bytes, manner: Manner = ASTERISK) -> list[Leg | Unread]:
        self.path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read(self.path, manner))

    def legs(self, content: str | bytes, manner: Manner = ASTERISK) -> list[Leg]:
        legs = [row for row in self.rows(content, manner) if isinstance(row, Leg)]
        assert len(legs) == len(self.rows(content, manner))
        return legs

    def fault(self, **cells: str) -> str:
        """Why a row with these cells is rejected, beside one that is read."""
        [_good, bad] = self.rows(text(row(), row(**cells)))
        assert isinstance(bad, Unread) and bad.line.number == 2
        return "; ".join(f"{fault.column} {fault.value}: {fault.reason}" for fault in bad.faults)

    def refusal(self, content: str | bytes, manner: Manner = ASTERISK) -> str:
        with pytest.raises(WrongUse) as refused:
            self.rows(content, manner)
        return str(refused.value)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


# Layouts.


@pytest.mark.parametrize("layout", list(Layout))
def test_every_known_layout_is_recognised_by_its_columns(layout: Layout) -> None:
    """Also a call that nobody answered, whose answer is empty; none is taken for another."""
    unanswered = {"answer": "", "answer_stamp": "", "billsec": "0", "disposition": "NO ANSWER"}
    for shape in SHAPES[layout]:
        for cells in (row(shape.columns), row(shape.columns, **unanswered)):
            found = recognised(cells, layout)
            assert found and found.columns == shape.columns


def test_the_same_call_is_read_in_every_layout(files: Files) -> None:
    told = set()
    for layout, manner in ((Layout.ASTERISK, ASTERISK), (Layout.FREESWITCH, FREESWITCH)):
        for shape in SHAPES[layout]:
            [leg] = files.legs(text(row(shape.columns)), manner)
            told.add((leg.caller[0], leg.called[0], leg.started.isoformat(), leg.answered, leg.talked))
    assert told == {("1000", "13800138000", "2024-03-05T06:30:00+00:00", True, 65)}


def test_a_layout_that_is_none_is_refused_with_those_that_are(files: Files) -> None:
    assert files.refusal(text(["a", "b"], ["c", "d"])) == (
        f"{files.path}, line 1: columns: 2, and no known layout of asterisk; known are cdr_csv (16/17/18/19/20/21), "
        "cdr_custom (18/19). --columns names them, or a header line in the file."
    )


def test_a_file_of_the_other_system_is_refused(files: Files) -> None:
    """Fifteen columns are FreeSWITCH's alone; of eighteen the content tells."""
    assert "line 1: columns: 15, and no known layout of asterisk" in files.refusal(
        text(row(SHAPES["freeswitch"][1].columns))
    )
    assert "no known layout of freeswitch; known are mod_cdr_csv (13)" in files.refusal(
        text(row(CUSTOM[:18])), FREESWITCH
    )


def test_a_header_names_the_columns_in_any_order(files: Files) -> None:
    """As a spreadsheet or a database exports them, in capitals or not; columns that nobody knows do no harm."""
    columns = ["Disposition", "calldate", "SRC", "dst", "Recording", "billsec", "duration", "uniqueid"]
    cells = ["ANSWERED", "2024-03-05 14:30:00", "1000", "13800138000", "a.wav", "65", "75", "1.2"]
    [leg] = files.legs(text(columns, cells))
    assert (leg.caller, leg.called, leg.talked, leg.ids) == (("1000",), ("13800138000",), 65, ("1.2",))
    assert leg.answered_at and (leg.answered_at - leg.started).seconds == 10, "the end less the time that was talked"


def test_the_header_may_stand_there_again(files: Files) -> None:
    """As where two exports were put into one file."""
    columns = ["src", "dst", "start", "duration", "billsec"]
    cells = ["1000", "13800138000", "2024-03-05 14:30:00", "75", "65"]
    assert len(files.legs(text(columns, cells, columns, cells))) == 2


def test_columns_may_be_named_where_there_is_no_header(files: Files) -> None:
    manner = Manner(
        *[getattr(ASTERISK, name) for name in ("layout", "clock", "here", "today")],
        columns_of("dst, src, start, billsec"),
    )
    [leg] = files.legs(text(["13800138000", "1000", "2024-03-05 14:30", "5"]), manner)
    assert (leg.called, leg.talked, leg.answered) == (("13800138000",), 5, True)
    with pytest.raises(WrongUse, match="--columns names all columns in their order, among them src / caller_id_number"):
        columns_of("src,dst")
    assert header_of(["src", "dst"]) is None


def test_a_file_whose_system_was_told_to_log_more_is_read_through(files: Files) -> None:
    """Sixteen columns at first, then eighteen with the id."""
    short, long = SHAPES[Layout.ASTERISK][0].columns, SHAPES[Layout.ASTERISK][6].columns
    legs = files.legs(text(row(short), row(long, start="2024-03-05 15:00:00")))
    assert [len(leg.columns) for leg in legs] == [16, 18] and legs[1].ids == ("1709620200.42",)


# Lines.


def test_the_quotes_of_a_caller_without_a_name(files: Files) -> None:
    """Asterisk doubles the quotes of an empty name, and quotes the cell: five in a row."""
    [leg] = files.legs(text(row()))
    assert leg.line.text.startswith('""""" <1000>","1000",')
    assert (leg.caller, leg.called) == (("1000",), ("13800138000", "trunk"))


def test_a_name_with_quotes_that_freeswitch_leaves_as_they_are(files: Files) -> None:
    line = text(row(SHAPES[Layout.FREESWITCH][1].columns)).replace('"Zhang"', '"Li "Nana" Na"')
    [leg] = files.legs(line, FREESWITCH)
    assert leg.called == ("13800138000",)


def test_a_space_behind_a_comma_is_none_of_the_cell(files: Files) -> None:
    """As FreeSWITCH's built-in layout has it before the last column."""
    [leg] = files.legs(
        text(row(SHAPES[Layout.FREESWITCH][0].columns)).replace('"aaaa","",""', '"aaaa","", ""'), FREESWITCH
    )
    assert leg.ids == ("aaaa",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "latin-1"])
def test_any_encoding_and_line_end(files: Files, encoding: str) -> None:
    """Callers' names come from everywhere, and a line in another encoding harms no other."""
    name = "Müller" if encoding == "latin-1" else "张伟"
    content = (text(row(clid=name)) + text(row(uniqueid="1709620299.1"))).replace("\n", "\r\n").encode(encoding)
    assert [leg.called[0] for leg in files.legs(content)] == ["13800138000"] * 2


def test_a_row_that_is_cut_off_spoils_no_other(files: Files) -> None:
    """In the middle of the file, as after a full disk, and at its end, as of a copy that was broken off."""
    whole = text(row()).rstrip("\n")
    rows = files.rows(f"{whole}\n{whole[:57]}\n{whole}\n{','.join(whole.split(',')[:5])}")
    assert [type(one) for one in rows] == [Leg, Unread, Leg, Unread]
    broken, short = rows[1], rows[3]
    assert isinstance(broken, Unread) and broken.faults[0].reason == "the row is cut off: a quote is never closed"
    assert broken.cells == {"#text": whole[:57]}
    assert isinstance(short, Unread) and short.faults[0].reason == "the row has 5 columns where others have 19"


def test_what_stands_behind_a_closing_quote_is_told(files: Files) -> None:
    [bad, _good] = files.rows('"a"b,"c"\n' + text(row()))
    assert isinstance(bad, Unread) and bad.faults[0].reason == "something stands behind a closing quote"


def test_nothing_is_no_fault(files: Files) -> None:
    """A log that has just begun anew is empty; a header alone, and blank lines, are as good as nothing."""
    assert files.rows("") == files.rows("\n \r\n") == files.rows("\ufeff") == []
    assert files.rows("src,dst,start,duration,billsec\n") == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04rest", "is no text but zip, xlsx; call records are CSV."),
        (b"\x1f\x8brest", "is no text but gzip; call records are CSV."),
        (b"\xd0\xcf\x11\xe0rest", "is no text but xls; call records are CSV."),
        ("a,b\n".encode("utf-16"), "is in UTF-16; save it as UTF-8."),
        (b"a,b\n\0,c\n", "is no text: line 2 holds characters that no text has (NUL)."),
        (b"a" * 200_000, "line 1 is longer than 100,000 bytes; this is no call record."),
        (b"\x80\x81\xff\n", "line 1: columns: 1, and no known layout of asterisk"),
    ],
)
def test_a_file_of_another_kind_is_refused(files: Files, content: bytes, sentence: str) -> None:
    assert sentence in files.refusal(content)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="cannot be read: No such file"):
        list(read(tmp_path / "none.csv", ASTERISK))
    with pytest.raises(WrongUse, match="cannot be read: Is a directory"):
        list(read(tmp_path, ASTERISK))


# Cells.


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"billsec": "-5"}, "billsec -5: it is no count of seconds from 0 to 86,400"),
        ({"billsec": "1e9"}, "billsec 1e9: it is no count of seconds from 0 to 86,400"),
        ({"duration": "1000000000"}, "duration 1000000000: it is no count of seconds from 0 to 86,400"),
        ({"billsec": "80"}, "billsec 80: it is longer than the whole call"),
        ({"start": ""}, "start : it is empty"),
        ({"start": "0000-00-00 00:00:00"}, "start 0000-00-00 00:00:00: it is empty"),
        ({"start": "yesterday"}, "start yesterday: it is no stamp like 2024-03-05 14:30:05"),
        ({"start": "2024-02-30 10:00:00"}, "start 2024-02-30 10:00:00: it is no stamp like 2024-03-05 14:30:05"),
        ({"start": "2025-01-01 00:00:00"}, "start 2025-01-01 00:00:00: it lies in the future"),
        ({"answer": "soon"}, "answer soon: it is no stamp like 2024-03-05 14:30:05"),
        ({"disposition": "FINE"}, "disposition FINE: it is none of ANSWERED, NO ANSWER, BUSY, FAILED, CONGESTION"),
        (
            {"start": "x", "billsec": "x"},
            "start x: it is no stamp like 2024-03-05 14:30:05; billsec x: it is no count of seconds from 0 to 86,400",
        ),
    ],
)
def test_a_cell_that_means_nothing_is_told(files: Files, cells: dict[str, str], told: str) -> None:
    assert files.fault(**cells) == told


def test_parts_of_a_second_are_left_out(files: Files) -> None:
    """As ${CDR(billsec,f)} writes them."""
    assert files.legs(text(row(billsec="65.912345", duration="75.1")))[0].talked == 65


@pytest.mark.parametrize(
    ("cells", "answered"),
    [
        ({}, True),
        ({"disposition": "answered"}, True),
        ({"disposition": "NO ANSWER", "answer": "", "billsec": "0"}, False),
        ({"disposition": "BUSY", "answer": "0000-00-00 00:00:00", "billsec": "0"}, False),
        ({"billsec": "0", "duration": "0"}, True),  # hung up at once
        ({"lastapp": "VoiceMail"}, False),  # a machine answered
    ],
)
def test_whether_anybody_answered(files: Files, cells: dict[str, str], answered: bool) -> None:
    [leg] = files.legs(text(row(**cells)))
    assert leg.answered is answered
    assert answered or leg.talked == 0


def test_freeswitch_says_by_the_stamp_whether_anybody_answered(files: Files) -> None:
    """NORMAL_CLEARING is also how a call ends that nobody answered."""
    columns = SHAPES[Layout.FREESWITCH][1].columns
    rows = text(row(columns), row(columns, answer_stamp="", billsec="0"))
    assert [leg.answered for leg in files.legs(rows, FREESWITCH)] == [True, False]


def test_both_names_of_a_telephone_are_known(files: Files) -> None:
    """The number that is shown may be the company's; the channel says which telephone it was."""
    [leg] = files.legs(
        text(row(src="02012345678", channel="SIP/1000-0000002a", dstchannel="Local/1001@queue-00000001;2"))
    )
    assert (leg.caller, leg.called) == (("02012345678", "1000"), ("13800138000", "1001"))


@pytest.mark.parametrize(
    ("channel", "telephone"),
    [
        ("SIP/1001-1", "1001"),  # as short as an old Asterisk counts them
        ("PJSIP/front-desk-0000000a", "front-desk"),
        ("SIP/lab-1-0000002a", "lab-1"),
        ("Local/1001@from-queue-00000001;1", "1001"),
        ("Agent/1001", "1001"),
        ("sofia/internal/1001@pbx.example:5060", "1001"),
        ("sofia/internal/10.0.0.1:5060", None),  # an address is no telephone
        ("SIP/front-desk", None),
    ],
)
def test_the_telephone_that_a_queue_rang(files: Files, channel: str, telephone: str | None) -> None:
    """Its name stands in the channel that answered, in every way that the systems write one."""
    names = ("600", telephone) if telephone else ("600",)
    [leg] = files.legs(text(row(src="13800138000", dst="600", lastapp="Queue", dstchannel=channel)))
    assert leg.called == names
    columns = SHAPES[Layout.FREESWITCH][-1].columns
    [leg] = files.legs(text(row(columns, destination_number="600", bridge_channel=channel)), FREESWITCH)
    assert leg.called == names


# Whose words they are.

EIGHTEEN = {
    Layout.ASTERISK: SHAPES[Layout.ASTERISK][6].columns,
    Layout.FREESWITCH: SHAPES[Layout.FREESWITCH][-1].columns,
}
"""The two layouts of eighteen columns that differ in nothing but how a call's end is called."""


@pytest.mark.parametrize("word", ["ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION"])
def test_a_file_of_asterisk_taken_as_freeswitchs_is_refused(files: Files, word: str) -> None:
    """It would be read, and its calls be known under other names the next time: each twice."""
    content = text(row(EIGHTEEN[Layout.ASTERISK], disposition=word))
    assert files.refusal(content, FREESWITCH) == (
        f"{files.path} says how a call ended as asterisk does (“{word}”); import it with --layout asterisk."
    )
    assert len(files.legs(content)) == 1


def test_a_file_of_freeswitch_taken_as_asterisks_is_refused(files: Files) -> None:
    content = text(row(EIGHTEEN[Layout.FREESWITCH]))
    assert files.refusal(content) == (
        f"{files.path} says how a call ended as freeswitch does (“NORMAL_CLEARING”); import it with --layout freeswitch."
    )
    header = text(
        ["src", "dst", "start", "billsec", "hangup_cause"], ["1000", "1", "2024-03-05 14:30", "5", "USER_BUSY"]
    )
    assert "import it with --layout freeswitch" in files.refusal(header)


def test_what_both_say_refuses_nothing(files: Files) -> None:
    """NO_ANSWER is FreeSWITCH's word, and how a database may keep Asterisk's."""
    unanswered = {
        "answer": "",
        "answer_stamp": "",
        "billsec": "0",
        "disposition": "NO_ANSWER",
        "hangup_cause": "NO_ANSWER",
    }
    for layout, manner in ((Layout.ASTERISK, ASTERISK), (Layout.FREESWITCH, FREESWITCH)):
        [leg] = files.legs(text(row(EIGHTEEN[layout], **unanswered)), manner)
        assert not leg.answered


def test_a_strange_word_among_its_own_is_a_fault_of_its_row(files: Files) -> None:
    """As where files of both were put together: the file is read, the others' rows are told."""
    rows = text(row(EIGHTEEN[Layout.FREESWITCH]), row(EIGHTEEN[Layout.FREESWITCH], hangup_cause="ANSWERED"))
    [_good, bad] = files.rows(rows, FREESWITCH)
    assert isinstance(bad, Unread) and bad.faults[0].reason == "it is no cause of a hang-up, like NORMAL_CLEARING"
    [_good, bad] = files.rows(text(row(), row(disposition="NORMAL_CLEARING")))
    assert isinstance(bad, Unread) and "it is none of ANSWERED" in bad.faults[0].reason


# Stamps.


@pytest.mark.parametrize(
    ("stamp", "instant"),
    [
        ("2024-03-05 14:30:05", "2024-03-05T06:30:05"),
        ("2024/3/5 14:30", "2024-03-05T06:30:00"),
        ("2024-03-05T14:30:05", "2024-03-05T06:30:05"),
        ("2024-03-05 14:30:05.123456", "2024-03-05T06:30:05"),
        ("2024-03-05T14:30:05Z", "2024-03-05T14:30:05"),
        ("2024-03-05 14:30:05 +0100", "2024-03-05T13:30:05"),
        ("25/12/2023 14:30", "2023-12-25T06:30:00"),  # read one way only
        ("12/25/2023 2:30:05 PM", "2023-12-25T06:30:05"),
        ("05.05.2024 00:30:05", "2024-05-04T16:30:05"),
        ("1709620205", "2024-03-05T06:30:05"),
    ],
)
def test_a_stamp_is_an_instant(stamp: str, instant: str) -> None:
    """Without an offset in the zone that was said."""
    assert read_stamp(stamp, CLOCK).isoformat() == f"{instant}+00:00"


def test_day_or_month_first_is_said_or_refused() -> None:
    with pytest.raises(TwoDays):
        read_stamp("03/04/2024 10:00", CLOCK)
    assert read_stamp("03/04/2024 10:00", Clock(SHANGHAI, "day")).date() == date(2024, 4, 3)
    assert read_stamp("03/04/2024 10:00", Clock(SHANGHAI, "month")).date() == date(2024, 3, 4)
    with pytest.raises(Unreadable, match="no stamp"):
        read_stamp("12/25/2023 10:00", Clock(SHANGHAI, "day"))


def test_a_day_that_can_be_read_two_ways_refuses_the_file(files: Files) -> None:
    assert files.refusal(text(row(), row(start="03/04/2024 10:00:00"))) == (
        f"{files.path}, line 2: “03/04/2024 10:00:00” can be read two ways; say --day-first or --month-first."
    )


@pytest.mark.parametrize(
    ("zone", "stamp", "reason"),
    [
        ("Europe/Berlin", "2024-10-27 02:30:00", "the clock of Europe/Berlin shows this time twice that day"),
        ("Europe/Berlin", "2024-03-31 02:30:00", "the clock of Europe/Berlin skips this time that day"),
        ("America/New_York", "2024-11-03 01:30:00", "the clock of America/New_York shows this time twice that day"),
    ],
)
def test_a_time_that_a_changed_clock_skips_or_repeats_is_not_guessed(zone: str, stamp: str, reason: str) -> None:
    clock = Clock(ZoneInfo(zone))
    with pytest.raises(Unreadable) as unread:
        read_stamp(stamp, clock)
    assert str(unread.value) == reason
    assert read_stamp(f"{stamp}+01:00", clock), "with its offset it is told"


@pytest.mark.parametrize("stamp", ["", "0000-00-00 00:00:00", " ", "1970"])
def test_noughts_are_no_stamp(stamp: str) -> None:
    assert is_none(stamp) is (stamp != "1970")


@pytest.mark.parametrize(
    "stamp",
    [
        "24:00",
        "2024-03-05",
        "2024-03-05 24:00:00",
        "2024-03-05 13:00 PM",
        "2024-03-05 10:00+99:99",
        "9999-03-05 10:00",
        "٢٠٢٤-03-05 10:00",
    ],
)
def test_what_is_no_stamp(stamp: str) -> None:
    with pytest.raises(Unreadable, match="it is no stamp like"):
        read_stamp(stamp, CLOCK)


def test_utc_in_any_letters_is_a_zone() -> None:
    assert zone_of("utc").key == "UTC"


# Joining.


def calls(files: Files, *rows: Sequence[str], manner: Manner = ASTERISK) -> list[Call]:
    return join(files.legs(text(*rows), manner))


def test_a_ring_group_is_one_call(files: Files) -> None:
    """Three telephones ring, one answers: three rows with one id."""
    rung = {"disposition": "NO ANSWER", "answer": "", "billsec": "0"}
    rows = (row(dstchannel="SIP/1-1a1a", **rung), row(dstchannel="SIP/2-1a1b"), row(dstchannel="SIP/3-1a1c", **rung))
    [call] = calls(files, *rows)
    assert len(call.legs) == 3 and call.ids == ("1709620200.42",)


def test_a_ring_group_without_ids_is_one_call_too(files: Files) -> None:
    """Nobody calls a number twice in one second; the legs last differently."""
    columns = SHAPES[Layout.ASTERISK][0].columns
    rows = (row(columns), row(columns, dstchannel="SIP/2-1a1b", duration="70"), row(columns, dst="13900139000"))
    assert [len(call.legs) for call in calls(files, *rows)] == [2, 1]


def test_a_call_that_is_put_through_is_one_call(files: Files) -> None:
    """Its rows have a linkedid in common."""
    columns = SHAPES[Layout.ASTERISK][7].columns
    [call] = calls(
        files,
        row(columns, uniqueid="1709620300.7", linkedid="1709620200.1", start="2024-03-05 14:31:00"),
        row(columns, uniqueid="1709620200.1", linkedid="1709620200.1"),
    )
    assert [leg.ids[0] for leg in call.legs] == ["1709620200.1"] * 2 and call.started == call.legs[0].started
    assert call.ids == ("1709620200.1", "1709620300.7")


def test_both_sides_of_a_freeswitch_call_are_one_call(files: Files) -> None:
    """The second is logged first; each row twice, as where two copies were put together."""
    columns = SHAPES[Layout.FREESWITCH][1].columns
    rows = [
        row(columns, uuid="bbbb", start_stamp="2024-03-05 14:30:02"),
        row(columns, uuid="aaaa", bleg_uuid="bbbb"),
    ]
    [call] = calls(files, *rows, *rows, manner=FREESWITCH)
    assert len(call.legs) == 2 and call.ids == ("aaaa", "bbbb")
    assert talked(call.legs) == 65, "the same minute is not counted twice"


def test_what_is_talked_one_after_the_other_adds_up(files: Files) -> None:
    first = row(end="2024-03-05 14:31:15")
    second = row(answer="2024-03-05 14:40:00", end="2024-03-05 14:40:30", billsec="30", start="2024-03-05 14:39:00")
    [call] = calls(files, first, second)
    assert talked(call.legs) == 95


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.permutations(range(6)))
def test_the_order_of_rows_does_not_matter(tmp_path: Path, order: list[int]) -> None:
    links = [("a", "a"), ("b", "a"), ("c", "b"), ("d", "d"), ("e", "d"), ("f", "f")]
    columns = SHAPES[Layout.ASTERISK][7].columns
    rows = [
        row(columns, uniqueid=own, linkedid=link, start=f"2024-03-05 14:3{place}:00")
        for place, (own, link) in enumerate(links)
    ]
    found = calls(Files(tmp_path), *(rows[place] for place in order))
    assert [call.ids for call in found] == [("a", "b", "c"), ("d", "e"), ("f",)]


# Extensions.


def test_whose_a_telephone_is(tmp_path: Path) -> None:
    """Options, a CSV file with a header or none, and TOML with a heading or none."""
    table, plain = tmp_path / "e.csv", tmp_path / "e.toml"
    table.write_text("extension,rep\n1001,ls\n 1002 , 张伟 \n\n", encoding="utf-8-sig")
    plain.write_text('[extensions]\n1001 = "ls"\n"SIP/7" = "zw"\n', encoding="utf-8")
    assert extensions(["1000=zw"], table) == {"1000": "zw", "1001": "ls", "1002": "张伟"}
    assert extensions([], plain) == {"1001": "ls", "SIP/7": "zw"}
    plain.write_text('1001 = "ls"\n', encoding="utf-8")
    assert extensions(["1001=ls"], plain) == {"1001": "ls"}


@pytest.mark.parametrize(
    ("given", "name", "content", "sentence"),
    [
        (["1000"], "", "", "'1000' is no extension of a rep; write 1000=zw."),
        (["=zw"], "", "", "'=zw' is no extension of a rep; write 1000=zw."),
        (["1000=zw", "1000=ls"], "", "", "The extension 1000 is said to be zw's and ls's; it is one rep's."),
        ([], "e.csv", "1000\n", "e.csv, line 1 is no extension of a rep; write 1000,zw."),
        ([], "e.csv", '"1000,zw\n', "e.csv, line 1 is no extension of a rep; write 1000,zw."),
        ([], "e.toml", "1000 = 7\n", 'e.toml: 1000 is no extension of a rep; write 1000 = "zw".'),
        ([], "e.toml", "1000 = \n", "line 1, column 8: there is"),
    ],
)
def test_what_says_of_no_telephone_whose_it_is(
    tmp_path: Path, given: list[str], name: str, content: str, sentence: str
) -> None:
    path = tmp_path / name if name else None
    if path:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(WrongUse) as refused:
        extensions(given, path)
    assert sentence in str(refused.value)


# Placing.

ZHANG, LI = Named(1, "zw", "张伟"), Named(2, "ls", "李四")
PHONES = [
    Telephone(10, "华北机械", None, "010-8888 1234"),
    Telephone(10, "华北机械", 20, "138 0013 8000"),
    Telephone(11, "华北电子", None, "13900139000 / 95588"),
    Telephone(12, "江南化工", None, "13900139999"),
    Telephone(13, "江南电子", 21, "+86 13900139999"),
]
UNANSWERED = {"disposition": "NO ANSWER", "answer": "", "billsec": "0"}


def desk(*prefixes: str) -> Desk:
    return Desk({"1000": ZHANG, "1001": LI, "13700137000": LI}, PHONES, Numbering("CN"), prefixes)


def placed(files: Files, *rows: Sequence[str], at: Desk | None = None) -> Placed | Unplaced | None:
    [call] = calls(files, *rows)
    return (at or desk()).place(call)


def told(found: Placed | Unplaced | None) -> tuple[object, ...]:
    if isinstance(found, Placed):
        return found.rep.code, found.customer_id, found.contact_id, "out" if found.outgoing else "in", found.seconds
    return (found.why, found.number, found.extension) if found else ()


IN = {"channel": "SIP/trunk-0000002a", "dstchannel": "SIP/1001-0000002b"}


@pytest.mark.parametrize(
    ("cells", "whose"),
    [
        ({}, ("zw", 10, 20, "out", 65)),
        ({"dst": "01088881234"}, ("zw", 10, None, "out", 65)),
        ({"dst": "95588"}, ("zw", 11, None, "out", 65)),  # short, and a customer's
        ({"src": "02012345678"}, ("zw", 10, 20, "out", 65)),  # shows the company's number
        ({**IN, "src": "+8613900139000", "dst": "600"}, ("ls", 11, None, "in", 65)),  # a queue
        ({**IN, "src": "013900139000", "dst": "1000", "dstchannel": ""}, ("zw", 11, None, "in", 65)),
        ({"src": "8613700137000", "channel": ""}, ("ls", 10, 20, "out", 65)),  # from the rep's own mobile
    ],
)
def test_a_call_between_a_rep_and_a_customer(files: Files, cells: dict[str, str], whose: tuple[object, ...]) -> None:
    assert told(placed(files, row(**cells))) == whose


@pytest.mark.parametrize(
    "cells",
    [
        {"dst": "1001", "dstchannel": "SIP/1001-0000002b"},
        {"dst": "3001", "dstchannel": ""},  # a conference
        {"dst": "voicemail", "dstchannel": ""},
        {"dst": "*97", "dstchannel": ""},
        {"dst": "10086"},  # a service that is no customer
        {"src": "7003", "channel": "SIP/7003-0000002a", "dst": "7004", "dstchannel": ""},
    ],
)
def test_a_call_within_the_house_is_nobodys_business(files: Files, cells: dict[str, str]) -> None:
    assert placed(files, row(**cells)) is None


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"dst": "13500135000"}, (Why.NUMBER, "+8613500135000", "")),
        ({"dst": "88886666"}, (Why.AREA, "+8688886666", "")),
        ({"dst": "13900139999"}, (Why.CUSTOMERS, "+8613900139999", "")),
        ({"src": "1009", "channel": "SIP/1009-0000002a"}, (Why.EXTENSION, "+8613800138000", "1009")),
        ({"src": "02012345678", "channel": "SIP/1009-0000002a"}, (Why.EXTENSION, "+8613800138000", "1009")),
        ({**IN, "src": "13500135000", "dst": "600", "dstchannel": ""}, (Why.EXTENSION, "+8613500135000", "600")),
        ({**IN, "src": "anonymous"}, (Why.WITHHELD, "", "")),
        ({**IN, "src": "", "dst": "1000"}, (Why.WITHHELD, "", "")),
        (
            {"src": "13500135000", "channel": "", "dst": "02012345678", "dstchannel": ""},
            (Why.OUTSIDE, "+8613500135000", "02012345678"),
        ),
    ],
)
def test_a_call_of_which_something_is_not_known(files: Files, cells: dict[str, str], why: tuple[object, ...]) -> None:
    assert told(placed(files, row(**cells))) == why


def test_a_number_of_two_customers_is_never_guessed(files: Files) -> None:
    found = placed(files, row(dst="13900139999"))
    assert isinstance(found, Unplaced) and found.customers == ((12, "江南化工"), (13, "江南电子"))


def test_what_is_dialled_for_a_line_to_the_outside_is_none_of_the_number(files: Files) -> None:
    assert told(placed(files, row(dst="913800138000"))) == (Why.NUMBER, "+86913800138000", "")
    assert told(placed(files, row(dst="913800138000"), at=desk("9"))) == ("zw", 10, 20, "out", 65)
    assert told(placed(files, row(dst="99" + "95588"), at=desk("9", "99"))) == ("zw", 11, None, "out", 65)


def test_of_a_call_that_is_put_through_it_is_the_reps_who_spoke_longest(files: Files) -> None:
    """The customer called, 李四 answered for 10 seconds and put it through to 张伟, who spoke for 65; they talked for 75."""
    incoming = {**IN, "src": "13900139000"}
    first = row(**incoming, answer="2024-03-05 14:29:00", start="2024-03-05 14:28:50", billsec="10", dst="1001")
    second = row(**{**incoming, "dstchannel": "SIP/1000-0000002c"}, dst="1000")
    within = row(src="1001", channel="SIP/1001-0000002d", dst="1000", dstchannel="SIP/1000-0000002c")
    assert told(placed(files, first, within, second)) == ("zw", 11, None, "in", 75)


def test_of_telephones_that_ring_it_is_the_one_that_answered(files: Files) -> None:
    incoming = {**IN, "src": "13900139000", "dst": "600"}
    rung = row(**{**incoming, "dstchannel": "SIP/1000-0000002c"}, **UNANSWERED)
    found = placed(files, rung, row(**incoming))
    assert told(found) == ("ls", 11, None, "in", 65)
    nobody = placed(files, rung, row(**incoming, **UNANSWERED))
    assert isinstance(nobody, Placed) and (nobody.rep, nobody.answered, nobody.outcome) == (ZHANG, False, "NO ANSWER")


def test_two_contacts_of_a_customer_with_one_number_are_the_customer(files: Files) -> None:
    phones = [Telephone(10, "华北机械", contact, "13800138000") for contact in (20, 21)]
    at = Desk({"1000": ZHANG}, phones, Numbering("CN"))
    assert told(placed(files, row(), at=at)) == ("zw", 10, None, "out", 65)


# Anything.

CELL = st.one_of(
    st.text(max_size=12), st.sampled_from([*CELLS.values(), *STAMPED.values(), "-1", "1e9", "=1+1", '"', "\x00"])
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
@given(rows=st.lists(st.lists(CELL, max_size=21), max_size=5), first=st.booleans(), raw=st.binary(max_size=80))
def test_any_table_is_read_or_refused_in_a_sentence(
    tmp_path: Path, rows: list[list[str]], first: bool, raw: bytes
) -> None:
    """Every row is a leg or has its reason; every leg is part of one call, and each call is placed or not."""
    content = (text(row()) if first else "") + text(*rows)
    for manner in (ASTERISK, FREESWITCH):
        for data in (content.encode("utf-8", "replace"), content.encode("utf-8", "replace") + raw):
            try:
                found = Files(tmp_path).rows(data, manner)
            except WrongUse as refused:
                assert str(refused).startswith(str(tmp_path))
                continue
            legs = [one for one in found if isinstance(one, Leg)]
            assert all(one.faults and one.faults[0].reason for one in found if isinstance(one, Unread))
            joined = join(legs)
            assert {leg.line.text for call in joined for leg in call.legs} == {leg.line.text for leg in legs}
            for call in joined:
                desk().place(call)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(cells=st.dictionaries(st.sampled_from(sorted(CELLS)), CELL, max_size=4))
def test_a_row_with_any_cells_is_a_leg_or_has_its_reason(tmp_path: Path, cells: dict[str, str]) -> None:
    cells = {name: cell.replace("\x00", "").replace("\n", "").replace("\r", "") for name, cell in cells.items()}
    try:
        found = Files(tmp_path).rows(text(row(), row(**cells)))
    except WrongUse as refused:
        assert "two ways" in str(refused)
        return
    assert isinstance(found[0], Leg) and len(found) == 2
