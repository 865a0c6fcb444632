"""A report as one page: everything that was said, in its place, and no text of a user's is anything but text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescli.period import quarter_of
from salescli.render.cells import for_people, visible
from salescli.render.html import to_html
from salescli.reports.report import Column, Look, Report

ON = date(2024, 3, 15)
HEAD = "0123456789abcdef"
VOID = {"meta"}
EVIL = "</td><script>alert(1)</script>\0\x1b[2J\u202eb\ud800\"'&amp;<img src=x onerror=y>"
NAME, AMOUNT = Column("name", "Name"), Column("amount", "Amount", "money")


@dataclass
class Element:
    """A tag of the page with what stands in it."""

    tag: str
    attributes: dict[str, str | None]
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, tag: str, kind: str = "") -> list["Element"]:
        """The tags below this one, of a class where one is named."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                named = child.tag == tag and (not kind or kind in (child.attributes.get("class") or "").split())
                found += [*([child] if named else []), *child.all(tag, kind)]
        return found


class Page(HTMLParser):
    """The page as a browser reads it; every tag that is opened must be closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("page", {})
        self.open = [self.root]
        self.feed(text)
        self.close()
        assert self.open == [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def page(report: Report) -> Element:
    return Page(to_html(report)).root


def lines(element: Element) -> list[list[str]]:
    """The cells of each row as texts."""
    return [[cell.text for cell in row.children if isinstance(cell, Element)] for row in element.all("tr")]


def report(rows: Sequence[dict[str, Any]], columns: Sequence[Column] = (NAME, AMOUNT), **more: Any) -> Report:
    return Report("test", "A test", columns, rows, "CNY", HEAD, ON, **more)


def test_what_stands_at_the_top() -> None:
    """Title, the period with its first and last day, as known when, the currency; seen on, policy, ledger."""
    made = report([{"name": "a"}], period=quarter_of(ON), as_of="2024-03-10", policy="Rules (2024-01-01)")
    shown = page(made)
    assert [one.text for one in shown.all("h1")] == ["A test"]
    assert [one.text for one in shown.all("p", "about")] == [
        "2024Q1 (2024-01-01 … 2024-03-31) · as known at 2024-03-10 · CNY",
        "seen on 2024-03-15 · policy: Rules (2024-01-01) · ledger: 0123456789ab",
    ]
    assert shown.all("title")[0].text == "A test · 2024Q1 (2024-01-01 … 2024-03-31) · as known at 2024-03-10 · CNY"


def test_a_list_of_a_day_says_where_it_comes_from_too() -> None:
    made = report([{"name": "a"}], policy="Rules", look=Look(names_policy=False))
    abouts = [one.text for one in page(made).all("p", "about")]
    assert abouts == ["2024-03-15 · CNY", "seen on 2024-03-15 · ledger: 0123456789ab"]


@pytest.mark.parametrize(("language", "lang"), [("en", "en"), ("zh", "zh"), ("", "en")])
def test_the_language(monkeypatch: pytest.MonkeyPatch, language: str, lang: str) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    assert page(report([])).all("html")[0].attributes == {"lang": lang}


def test_nothing_from_outside() -> None:
    """One file: no script, no picture, no address, and it says its encoding in the first bytes."""
    text = to_html(report([{"name": "a", "amount": 1}], notes=["n"]))
    tags = {
        element.tag
        for element in page(report([{"name": "a", "amount": 1}])).all("head")[0].children
        if isinstance(element, Element)
    }
    assert tags == {"meta", "title", "style"}
    assert '<meta charset="utf-8">' in text[:100] and text.startswith("<!DOCTYPE html>")
    assert not re.search(r"<(script|img|link|iframe|object|svg)|\bsrc=|\bhref=|url\(|@import|https?:", text)


def test_every_kind_of_figure() -> None:
    """As in every table: negative money, zero and no value are three things; flags in words; figures to the right."""
    columns = [
        Column("m", "M", "money"),
        Column("p", "P", "percent"),
        Column("r", "R", "rate"),
        Column("s", "S", "score"),
        Column("c", "C", "count", words={0: "today"}),
        Column("d", "D", "date"),
        Column("f", "F", "flag", words={True: "yes", False: "no"}),
        Column("k", "K", "money", kind_in="unit"),
    ]
    rows = [
        {"m": -123456, "p": Fraction(1, 3), "r": Decimal("0.015"), "s": Decimal(78), "c": 0, "d": ON, "f": True, "k": 1, "unit": "ratio"},
        {"m": 0, "p": Fraction(0), "r": Decimal(0), "s": Decimal(0), "c": 3, "d": None, "f": False, "k": 0, "unit": "money"},
        dict.fromkeys("mprscdfk") | {"unit": "percent"},
    ]  # fmt: skip
    shown = page(report(rows, columns))
    assert lines(shown)[1:] == [
        ["-1,234.56", "33.3%", "1.5%", "78.00", "today", "2024-03-15", "yes", "1.00"],
        ["0.00", "0.0%", "0%", "0.00", "3", "", "no", "0.00"],
        ["—", "—", "—", "—", "—", "", "", "—"],
    ]
    kinds = [cell.attributes.get("class") for cell in shown.all("tr")[1].children if isinstance(cell, Element)]
    assert kinds == ["figure"] * 5 + ["day", "short", "figure"]
    assert [title.attributes.get("class") for title in shown.all("th")] == kinds
    style = shown.all("style")[0].text
    assert "td.figure{text-align:right}" in style and "tabular-nums" in style


def test_totals_stand_last_and_once() -> None:
    """On paper too: a row of the body, since a tfoot is repeated on every sheet."""
    shown = page(report([{"name": "a", "amount": 1}, {"name": "b", "amount": None}], totals={"amount": 1}))
    assert lines(shown.all("tbody", "total")[0]) == [["Total", "0.01"]] and not shown.all("tfoot")
    assert lines(page(report([{"name": "a", "amount": 1}], totals={"amount": None})))[-1] == ["Total", "—"]


def test_nothing_to_show() -> None:
    shown = page(report([], totals={"amount": 0}, notes=["Because."]))
    assert [one.text for one in shown.all("p")][-2:] == ["Nothing to show.", "Because."] and not shown.all("table")


def test_groups_and_what_stands_below() -> None:
    """Grouped columns stand above their rows; a column that names another stands under it, in the title too; empty ones go."""
    columns = [NAME, Column("whose", "Whose"), Column("step", "Next step", under="name"), AMOUNT, Column("x", "Empty"),
               Column("deal", "Deal", under="name"), Column("id", "Id", shown=False)]  # fmt: skip
    rows = [
        {"name": "a", "whose": "zw", "step": "call", "deal": "fans", "amount": 1},
        {"name": "b", "whose": None, "step": None, "amount": 2},
        {"name": "c", "whose": "zw", "step": "write", "amount": 3},
    ]
    shown = page(report(rows, columns, look=Look(grouped=("whose",))))
    assert [lines(body) for body in shown.all("tbody")] == [
        [["zw"], ["acall · fans", "0.01"], ["cwrite", "0.03"]],
        [["—"], ["b", "0.02"]],
    ]
    assert lines(shown.all("thead")[0]) == [["NameNext step · Deal", "Amount"]]
    assert [one.text for one in shown.all("small")] == ["Next step · Deal"]
    assert [one.text for one in shown.all("div", "under")] == ["call · fans", "write"]
    assert shown.all("th")[2].attributes["colspan"] == "2"


def test_a_tree_and_what_asks_for_attention() -> None:
    look = Look(indented="name", levels=[0, 2], emphasis=["urgent", None])
    shown = page(report([{"name": "a", "amount": 1}, {"name": "b", "amount": 2}], look=look))
    first, second = shown.all("tbody")[0].all("tr")
    assert (first.attributes, second.attributes) == ({"class": "urgent"}, {})
    assert [cell.attributes.get("style") for cell in (first.all("td")[0], second.all("td")[0])] == [
        None,
        "padding-left:3em",
    ]


@pytest.mark.parametrize(
    ("value", "width"),
    [
        (Fraction(1, 3), "33%"),
        (Decimal("1.154"), "100%"),
        (Fraction(1, 1), "100%"),
        (0, None),
        (-1, None),
        (None, None),
    ],
)
def test_bars(value: Any, width: str | None) -> None:
    """A percentage has a bar beside it, full at 100 %; whoever cannot see it misses nothing."""
    shown = page(report([{"p": value}], [Column("p", "P", "percent")]))
    (bar,) = shown.all("span", "bar")
    assert bar.attributes["aria-hidden"] == "true" and not bar.text
    assert [one.attributes["style"] for one in bar.all("span")] == ([f"width:{width}"] if width else [])


def test_a_column_of_mixed_kinds_has_no_bars() -> None:
    mixed = Column("p", "P", "percent", kind_in="unit")
    assert not page(report([{"p": Fraction(1, 2), "unit": "percent"}], [mixed])).all("span")


def test_nested_columns_and_sections() -> None:
    """The items of each person are a table of their own, grouped by person; a section has its title and its notes."""
    items = Column("items", "Items", "nested", inner=(Column("measure", "Measure"), Column("score", "Score", "score")))
    rows = [{"name": "zw", "amount": 1, "items": [{"measure": "won", "score": 9}, {"measure": "lost", "score": None}]}]
    section = replace(report([{"name": "s"}], [NAME], notes=["Of the section."]), title="More")
    shown = page(report(rows, [NAME, AMOUNT, items], sections=[section], notes=["Of the whole."]))
    assert [one.text for one in shown.all("h2")] == ["Items", "More"]
    assert lines(shown.all("table")[1]) == [["Measure", "Score"], ["zw"], ["won", "9.00"], ["lost", "—"]]
    assert [one.text for one in shown.all("p", "note")] == ["Of the section.", "Of the whole."]


def test_hostile_text_everywhere() -> None:
    """In title, policy, column, group, cell, line below, total and note: read as it was typed, and nothing happens."""
    columns = [Column("name", EVIL), Column("under", EVIL, under="name"), Column("group", EVIL), AMOUNT]
    row = {"name": EVIL, "under": EVIL, "group": EVIL, "amount": 1}
    made = report([row], columns, policy=EVIL, totals={"name": EVIL}, notes=[EVIL], look=Look(grouped=("group",)))
    made = replace(made, title=EVIL, currency=EVIL, as_of=EVIL, sections=[replace(made, title=EVIL)])
    text, shown = to_html(made), page(made)
    assert not shown.all("script") and not shown.all("img")
    assert not {sign for sign in text if unicodedata.category(sign) in ("Cc", "Cf", "Cs")} - {"\n"}
    assert text.encode("utf-8").decode("utf-8") == text
    headings, table = 3 + 1 + 2 + 1 + 1, 2 + 1 + 2 + 1 + 1
    assert shown.text.count(visible(EVIL)) == headings + 2 * table


@given(st.text(st.characters(codec=None)))
def test_whatever_a_customer_is_called(text: str) -> None:
    """The cell holds what tables show, whatever was typed."""
    shown = page(report([{"name": text, "amount": 1}], [AMOUNT, NAME], totals={"amount": 1}))
    cells = lines(shown.all("tbody")[0])[0]
    assert cells == ["0.01", for_people(NAME, {"name": text})] if text else cells[0] == "0.01"


def test_paper_and_dark_screens() -> None:
    """A4, titles on every sheet, no row torn apart; on a dark screen the colours change."""
    style = page(report([])).all("style")[0].text
    for rule in (
        "@page{size:A4",
        "thead{display:table-header-group}",
        "break-inside:avoid",
        "prefers-color-scheme:dark",
        "color-scheme:light dark",
    ):
        assert rule in style
    assert "background" not in style and style.count("{") == style.count("}")


def test_a_word_without_end_does_not_push_the_rest_away() -> None:
    long = "x" * 300
    shown = page(
        report([{"name": long, "amount": 1}, {"name": "一" * 40, "amount": 1}, {"name": "short", "amount": 1}])
    )
    assert [row.all("td")[0].attributes.get("class") for row in shown.all("tr")[1:]] == ["long", "long", None]
    assert long in shown.text


def test_pages() -> None:
    """Each in a division that begins a sheet of paper; what rows hold nested is left to them."""
    items = Column("items", "Items", "nested", inner=(Column("measure", "Measure"),))
    one = replace(report([{"name": "a", "amount": 1}]), title="One", sections=[report([], notes=["Nothing."])])
    rows = [{"name": "zw", "amount": 1, "items": [{"measure": "won"}]}]
    shown = page(report(rows, [NAME, AMOUNT, items], pages=[one, replace(one, title="Two")]))
    assert [part.all("h1")[0].text for part in shown.all("div", "page")] == ["One", "Two"]
    assert len(shown.all("table")) == 3 and "Nothing to show." not in shown.text
    assert ".page{page-break-before:always;break-before:page" in shown.all("style")[0].text


def test_the_foot_of_each_sheet_of_paper() -> None:
    """Whose it is and of when, and page x of y; of several pages each has its own, and no title ends the rules."""
    one = replace(report([]), title='Of "zw" }</style><b>张伟', period=quarter_of(ON))
    made = page(replace(report([]), period=quarter_of(ON), title="Appraisal", pages=[one, replace(one, title="Of ls")]))
    style = made.all("style")[0].text
    for rule in (
        '@page{@bottom-left{font-size:7pt;color:#666;content:"Appraisal · 2024Q1"}',
        '@bottom-right{font-size:7pt;color:#666;content:"page " counter(page) " of " counter(pages) ""}}',
        r'@page sheet1{@bottom-left{font-size:7pt;color:#666;content:"Of \22 zw\22  \7d \3c \2f style\3e \3c b\3e 张伟 · 2024Q1"}}',
        '@page sheet2{@bottom-left{font-size:7pt;color:#666;content:"Of ls · 2024Q1"}}',
    ):
        assert rule in style
    assert [part.attributes["style"] for part in made.all("div", "page")] == ["page:sheet1", "page:sheet2"]
    assert not made.all("b") and style.count("{") == style.count("}")
    assert '@page{@bottom-left{font-size:7pt;color:#666;content:"A test"}' in page(report([])).all("style")[0].text


def test_room_for_a_hand_and_for_a_second_column() -> None:
    shown = page(report([{"name": "a"}], look=Look(to_write_on=True, narrow=True)))
    assert shown.all("div")[0].attributes == {"class": "wide open narrow"}
    style = shown.all("style")[0].text
    assert ".open td{height" in style and ".narrow{columns:2" in style


def test_a_long_text_below_a_short_one_is_broken() -> None:
    """A code stays in one line; what stands below it does not push the rest off the paper."""
    style = page(report([])).all("style")[0].text
    assert style.index("td.short{white-space:nowrap}") < style.index(".under{white-space:normal}")


def test_a_score_has_a_bar_where_it_asks_for_one() -> None:
    score = Column("s", "S", "score", bar=True)
    (bar,) = page(report([{"s": 45}], [score])).all("span", "bar")
    assert bar.all("span")[0].attributes["style"] == "width:45%"
    assert not page(report([{"s": 45}], [replace(score, bar=False)])).all("span")
