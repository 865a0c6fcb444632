"""A report on a terminal: readable at any width, no figure ever cut, coloured only where that is wanted."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from wcwidth import wcswidth

from salescli.render.data import to_csv
from salescli.render.terminal import to_terminal
from salescli.reports.report import Column, Look, Report

ON = date(2024, 3, 15)
STEP, CONTRACT = "准备试点方案并约新负责人见面", "HT2024-013"
COLUMNS = [
    Column("do", "To do", words={"contact": "Contact", "collect": "Collect"}),
    Column("customer", "Customer"),
    Column("due", "Due on", "date"),
    Column("days", "Days over", "count", words={0: "today"}),
    Column("step", "Next step", under="customer"),
    Column("contract", "Contract", under="customer"),
    Column("amount", "Expected revenue", "money"),
    Column("rep", "Rep"),
    Column("empty", "Empty"),
    Column("id", "Id", shown=False),
]
ROWS: list[dict[str, Any]] = [
    {"do": "contact", "customer": "苏州恒锐精密机械有限公司", "due": ON, "days": 383, "step": STEP, "amount": 123456789, "rep": "zw"},
    {"do": "collect", "customer": "Smith & Co", "due": ON, "days": 0, "contract": CONTRACT, "amount": -5, "rep": "ls"},
    {"do": "contact", "customer": "无锡澄江电机股份有限公司", "due": ON, "days": 1, "amount": None, "rep": "zw"},
]  # fmt: skip
FIGURES = ["1,234,567.89", "-0.05", "383", "today", "2024-03-15"]


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Show a report on a terminal so many columns wide; gives its lines without colours."""

    def shown(columns: int, report: Report) -> list[str]:
        monkeypatch.setenv("COLUMNS", str(columns))
        return re.sub("\x1b\\[[0-9;]*m", "", to_terminal(report)).splitlines()

    yield shown


def report(rows: Sequence[dict[str, Any]] = ROWS, look: Look | None = None, **more: Any) -> Report:
    made = Report("test", "A test", COLUMNS, rows, "CNY", "abcd", ON, look=look or Look())
    return replace(made, **more)


def test_wide(wide: Any) -> None:
    """With room every column stands beside the others, and one that is empty in every row is left out."""
    assert wide(200, report(totals={"amount": 123456784})) == [
        "A test · 2024-03-15 · CNY",
        "To do    Customer                  Due on      Days over  Next step                     Contract    Expected revenue  Rep",
        f"Contact  苏州恒锐精密机械有限公司  2024-03-15        383  {STEP}                  1,234,567.89  zw",
        "Collect  Smith & Co                2024-03-15      today                                HT2024-013             -0.05  ls",
        "Contact  无锡澄江电机股份有限公司  2024-03-15          1                                                           —  zw",
        "Total                                                                                                   1,234,567.84",
    ]


def test_eighty_columns(wide: Any) -> None:
    """What names another column goes on a line below it, and names stay whole."""
    assert wide(80, report()) == [
        "A test · 2024-03-15 · CNY",
        "To do    Customer                  Due on      Days over  Expected revenue  Rep",
        "Contact  苏州恒锐精密机械有限公司  2024-03-15        383      1,234,567.89  zw",
        "         准备试点方案并约新负责人见面",
        "Collect  Smith & Co                2024-03-15      today             -0.05  ls",
        "         HT2024-013",
        "Contact  无锡澄江电机股份有限公司  2024-03-15          1                 —  zw",
    ]


def test_seventy_columns(wide: Any) -> None:
    """Narrower, titles break between their words and the gaps shrink before a name does."""
    assert wide(70, report())[1:5] == [
        "                                               Days       Expected",
        "To do   Customer                 Due on        over        revenue Rep",
        "Contact 苏州恒锐精密机械有限公司 2024-03-15     383   1,234,567.89 zw",
        "        准备试点方案并约新负责人见面",
    ]


def test_forty_eight_columns(wide: Any) -> None:
    """Narrower still, a name goes on in the next line."""
    assert wide(48, report(ROWS[2:]))[-2:] == [
        "Contact 无锡澄江电机股份有限 2024-03-15    1 zw",
        "        公司",
    ]


@pytest.mark.parametrize("columns", range(24, 200))
def test_at_every_width(wide: Any, columns: int) -> None:
    """No line is wider than the terminal, every figure and day stands whole, and no sign of any text is lost."""
    lines = wide(columns, report(totals={"amount": 123456784}, notes=["A note that is said below."]))
    assert max(map(wcswidth, lines)) <= columns
    text = "\n".join(lines)
    assert all(figure in text for figure in [*FIGURES, "1,234,567.84"])
    wanted = Counter("".join(str(row[key]) for row in ROWS for key in ("customer", "step", "contract") if key in row))
    assert not {sign for sign, count in (wanted - Counter(text)).items() if sign.strip()}


def test_very_narrow(wide: Any) -> None:
    """Where nothing stands side by side a row is a small list without its empty cells, the total another."""
    assert wide(30, report(ROWS[1:2], totals={"amount": -5})) == [
        "A test · 2024-03-15 · CNY",
        "",
        "To do            Collect",
        "Customer         Smith & Co",
        "Due on           2024-03-15",
        "Days over        today",
        "Contract         HT2024-013",
        "Expected revenue -0.05",
        "Rep              ls",
        "",
        "To do            Total",
        "Expected revenue -0.05",
    ]


def test_left_out_on_the_terminal_alone(wide: Any) -> None:
    """An empty column is still in the CSV; one that has a total stays even on the terminal."""
    assert "Empty" not in wide(200, report())[1]
    assert "empty" in to_csv(report()).splitlines()[0].split(",")
    nothing = report([{"customer": "a", "amount": None}], totals={"amount": None})
    assert wide(80, nothing)[1:] == [
        "Customer  Expected revenue",
        "a                        —",
        "Total                    —",
    ]
    assert wide(200, report([{}]))[1].startswith("To do")


def test_groups(wide: Any) -> None:
    """A grouped column stands above its rows, groups in the order of their first rows; the total is still named."""
    lines = wide(90, report(look=Look(grouped=("rep",)), totals={"amount": 0}))
    assert [line.split("  ")[0] for line in lines[1:]] == [
        "To do", "", "zw", "Contact", "", "Contact", "", "ls", "Collect", "", "Total",
    ]  # fmt: skip


def tree(levels: Sequence[int], text: str) -> Report:
    """A tree with a row of each level, its step's number wider the deeper it stands."""
    columns = [
        Column("step", "Step", dispensable=True),
        Column("text", "Reason"),
        Column("on", "Result", "count"),
        Column("why", "Why", under="text"),
    ]
    rows = [{"step": ".".join("1" * level) or "=", "text": text, "on": 3, "why": "rule 7"} for level in levels]
    return Report("t", "T", columns, rows, "CNY", "abcd", ON, look=Look(stacked=True, indented="text", levels=levels))


def test_levels(wide: Any) -> None:
    """The rows of a tree stand in; a text that wraps keeps its place."""
    assert wide(50, tree([0, 2], "one two three four five six seven eight"))[1:] == [
        "Step  Reason                                Result",
        "=     one two three four five six seven          3",
        "      eight",
        "      rule 7",
        "1.1       one two three four five six            3",
        "          seven eight",
        "          rule 7",
    ]


@pytest.mark.parametrize(
    ("columns", "heads", "inset"),
    [
        pytest.param(80, "Step", 41, id="the step, and two columns a level"),
        pytest.param(60, "Reason", 20, id="no step"),
        pytest.param(50, "Reason", 10, id="one column a level"),
    ],
)
def test_a_deep_tree_has_room_for_its_texts(wide: Any, columns: int, heads: str, inset: int) -> None:
    """The tenth level has 28 columns for its text: for that the steps' numbers go, then each level stands in by one."""
    lines = wide(columns, tree([0, 10], "one two three four five six seven eight"))
    assert lines[1].startswith(heads)
    (line,) = [line for line in lines[3:] if "one" in line]
    assert line.index("one two three four five six") == inset


@pytest.mark.parametrize("columns", range(24, 100, 3))
def test_a_deep_tree_at_every_width(wide: Any, columns: int) -> None:
    """No line is wider than the terminal, and no word is lost."""
    lines = wide(columns, tree(range(11), "one two three four five six seven eight"))
    assert max(map(len, lines)) <= columns
    assert " ".join(lines).split().count("eight") == 11


def test_nothing_to_show(wide: Any) -> None:
    assert wide(80, report([], notes=["Because."])) == ["A test · 2024-03-15 · CNY", "Nothing to show.", "· Because."]


def test_what_the_figures_rest_on(wide: Any) -> None:
    """The policy stands below the title, unless the report asks to do without."""
    assert wide(80, report(policy="Rules (2024-01-01)"))[1] == "policy: Rules (2024-01-01)"
    assert not any("Rules" in line for line in wide(80, report(policy="Rules", look=Look(names_policy=False))))


def test_no_text_acts_on_the_terminal(wide: Any) -> None:
    """Escape sequences, new lines and direction marks in names, titles and notes are shown; markup is no markup."""
    evil = "\x1b]0;x\a[red]a[/b]\u202eb\nc"
    made = report([{"customer": evil}], title=evil, notes=[evil], look=Look(grouped=("rep",)))
    text = "\n".join(wide(200, replace(made, rows=[{"customer": evil, "rep": evil}])))
    assert text.count("\\x1b]0;x\\x07[red]a[/b]\\u202eb\\nc") == 4
    assert not set(text) & set("\x1b\a\u202e")


def coloured(report: Report) -> set[str]:
    """The colours and weights that a report is shown with."""
    return {code for group in re.findall("\x1b\\[([0-9;]+)m", to_terminal(report)) for code in group.split(";")}


RED, YELLOW, GREEN, DIM = "31", "33", "32", "2"


def test_emphasis() -> None:
    """A row is coloured by what it asks for, its figures and days alone; without emphasis there is no colour."""
    assert not coloured(report()) & {RED, YELLOW, GREEN}
    assert coloured(report(look=Look(emphasis=["urgent", "soon", "good"]))) >= {RED, YELLOW, GREEN}
    urgent = to_terminal(report(ROWS[1:2], look=Look(emphasis=["urgent"])))
    assert "\x1b[31m2024-03-15" in urgent and "\x1b[31mSmith" not in urgent
    assert "\x1b[2mSmith" in to_terminal(report(ROWS[1:2], look=Look(emphasis=["quiet"])))


def test_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR leaves weight and takes the colours."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert not coloured(report(look=Look(emphasis=["urgent", "soon", "good"]))) & {RED, YELLOW, GREEN, "36"}


def test_a_dumb_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """TERM=dumb gets the same table without a single escape sequence."""
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in to_terminal(report(look=Look(emphasis=["urgent", "soon", "good"]), notes=["A note."]))
