"""Any text that a person or a file can hold goes into every free-text field and comes back as it was, byte for byte.

The Big List of Naughty Strings lies beside the checkout where it was given; without it our own nasties are tried alone.
"""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from one_of_each import DAY, EACH, append_each, append_one, free_texts, new, reading, writing

from salescli.errors import WrongUse
from salescli.facts import Named
from salescli.ledger import law
from salescli.ledger.store import Who

LIST = Path(__file__).parents[3] / "shared" / "data" / "hostile" / "blns.json"

OWN = [
    *("\0", "a\0b", "\0" * 100, "NULL", "None", "nan", "-0", "1e309"),
    *(
        "\x01\x02\x7f\x80\x9f",
        "\r",
        "\n",
        "\r\n",
        "\t",
        "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029",
        " leading and trailing ",
    ),
    *("\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b[2J\x1b[H", "\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "\x9b31m"),
    *("\u202eabc\u202c", "\u2066abc\u2069", "a\u200bb\u200d\ufeff", "\ufeffbom", "e\u0301", "\u0301", "Å\u0325" * 50),
    *("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0", "\t=1+1", "＝1+1", "'=1"),
    *(
        "'",
        '"',
        "`",
        "';--",
        "' OR '1'='1",
        "Robert'); DROP TABLE fact;--",
        "x'00'",
        ":name",
        "?",
        "$1",
        "%s",
        "{0}",
        "{}",
    ),
    *("</td><script>alert(1)</script>", "[/b]", "[bold red]", "[link=x]", "| a | b |", "```", "\\", "\\u0000", "&amp;"),
    *(
        "华北机械",
        "北京　上海",
        "𠮷野家",
        "👩‍👩‍👧‍👦",
        "🇨🇳",
        "‏العربية",
        "हिन्दी",
        "ｆｕｌｌ",
        "ﷺ",
        "\U0010ffff",
        "\ufffe\uffff",
    ),
    *("../../etc/passwd", "C:\\con", "-rf", "--help", "~", "$(id)", "`id`", "%PATH%", "a" * 100_000, "华" * 100_000),
]
GIVEN = json.loads(LIST.read_text(encoding="utf-8")) if LIST.exists() else []
FIELDS = free_texts()


def _definition(table: str, column: str) -> str:
    body = law.schema().partition(f"CREATE TABLE {table} (")[2].partition(") STRICT")[0]
    return next(line for line in body.splitlines() if line.startswith(f"  {column} "))


MAY_BE_EMPTY = {
    (table, column) for table, column in FIELDS if f"CHECK ({column} <> '')" not in _definition(table, column)
}


@pytest.fixture(scope="module")
def _full(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    path = new(tmp_path_factory.mktemp("hostile") / "ledger.db")
    with writing(path) as ledger, ledger.write():
        return path, append_each(ledger)


@pytest.fixture
def full(_full: tuple[Path, dict[str, int]], tmp_path: Path) -> tuple[Path, dict[str, int]]:
    """A ledger with one fact of every kind, and their ids."""
    return shutil.copy(_full[0], tmp_path / "ledger.db"), _full[1]


def bytes_of(path: Path, table: str, column: str, ids: list[int]) -> list[bytes]:
    """What the file holds, read by another program, as bytes."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        rows = connection.execute(f"SELECT id, {column} FROM {table}").fetchall()
    held = dict(rows)
    return [held[id] for id in ids]


def go_in_and_come_back(path: Path, known: dict[str, int], table: str, column: str, texts: list[str]) -> None:
    kind = "team" if table == "fact" else table
    appended = []
    with writing(path) as ledger, ledger.write():
        for number, text in enumerate(texts):
            fields = {"code": f"c{number}"} if "code" in EACH[kind] else {}
            if column in ("recorded_by", "recorded_from"):
                ledger.who = Who(text, "here") if column == "recorded_by" else Who("zw", text)
            else:
                fields[column] = text
            appended.append(append_one(ledger, known, kind, **fields))
    assert bytes_of(path, table, column, appended) == [text.encode() for text in texts]
    with reading(path) as ledger:
        assert ledger.verify_chain() == []
        back = ledger._ask(f"SELECT {column} FROM {table} WHERE id >= ? ORDER BY id", appended[0])
        assert [text for (text,) in back] == texts


@pytest.mark.parametrize(("table", "column"), FIELDS)
def test_our_own_nasties(full: tuple[Path, dict[str, int]], table: str, column: str) -> None:
    go_in_and_come_back(*full, table, column, OWN)


@pytest.mark.skipif(not GIVEN, reason="the Big List of Naughty Strings is not beside this checkout")
@pytest.mark.parametrize(("table", "column"), FIELDS)
def test_the_big_list_of_naughty_strings(full: tuple[Path, dict[str, int]], table: str, column: str) -> None:
    """All 515; the empty one where a field may be empty, and those that are there twice once where it is a code."""
    assert len(GIVEN) == 515
    once = column in ("code", "source_key")
    texts = [text for text in (dict.fromkeys(GIVEN) if once else GIVEN) if text or (table, column) in MAY_BE_EMPTY]
    go_in_and_come_back(*full, table, column, texts)


def test_every_kind_with_words_in_it_is_tried() -> None:
    without = {kind for kind in EACH if kind not in {table for table, _column in FIELDS}}
    assert without == {
        *("team_change", "customer_owner", "product_price", "opportunity_owner", "share", "share_part"),
        *("contract_line", "instalment", "receipt", "settlement", "goal_progress", "quality_review"),
    }
    assert ("fact", "note") in FIELDS


@pytest.mark.parametrize(("table", "column"), FIELDS)
def test_half_a_character_is_refused_and_leaves_nothing(
    full: tuple[Path, dict[str, int]], table: str, column: str
) -> None:
    """What a file name or a broken pipe can hold and UTF-8 cannot."""
    path, known = full
    with closing(sqlite3.connect(path)) as connection:
        before = connection.execute("SELECT count(*), max(id) FROM fact").fetchone()
    for text in ("\ud800", "a\udfffb", "\udce4\udcb8", "\ud83d"):
        with pytest.raises(WrongUse, match="half a character"):
            go_in_and_come_back(path, known, table, column, [text])
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*), max(id) FROM fact").fetchone() == before


def test_a_customer_of_any_name_is_found_by_it(tmp_path: Path) -> None:
    path = new(tmp_path / "ledger.db")
    texts = [text for text in dict.fromkeys([*OWN, *GIVEN]) if text]
    with writing(path) as ledger, ledger.write():
        for text in texts:
            ledger.append("customer", DAY, name=text)
    with reading(path) as ledger:
        found = [[named.name for named in ledger.read("names_customer", Named, text=text)] for text in texts]
    assert found == [[text] for text in texts]
