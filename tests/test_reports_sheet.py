"""The sheet of one rep: every section in its place, in every format; what nothing is known of; and nobody else's figures."""

import io
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from small_company import LONG_AGO, WHO, SmallCompany, span
from test_render_html import Page

from salescli.facts.closed import DisputeRow
from salescli.ledger import files
from salescli.main import main
from salescli.record import example
from salescli.render.cells import for_people
from salescli.render.html import to_html
from salescli.render.parts import with_values
from salescli.render.tables import to_markdown, to_plain
from salescli.render.terminal import to_terminal
from salescli.render.wrapping import width_of
from salescli.render.xlsx import to_xlsx
from salescli.reports import appraise, explained
from salescli.reports.commission import staff_of
from salescli.reports.report import Report
from salescli.reports.sheet.heading import manager

D = date
TITLES = [
    "Person",
    "Result",
    "Figures with targets",
    "Items",
    "Pay",
    "Penalties",
    "What customers said",
    "Quality of communication",
    "Assessments",
    "Personal goals and development",
    "Targets of the organisation",
    "Recommendations",
    "Disputes",
    "Notes on the data",
    "Evidence",
    "Signatures",
]
RULES = """
[pay]
base_by = "working_days"
[[commission]]
key = "standard"
posts = ["rep"]
basis = "collected"
window = "quarter"
mode = "flat"
by = "amount"
rates = [ { from = "0", rate = "0.10" } ]
[[appraisal]]
post = "rep"
period = "quarter"
grades = [ { from = "90", grade = "A" }, { from = "0", grade = "E" } ]
[[appraisal.item]]
method = "kpi"
measure = "contract_amount"
weight = "50"
score = "attainment"
max_score = "120"
[[appraisal.item]]
method = "feedback"
measure = "satisfaction"
weight = "30"
score = "rating"
[[appraisal.item]]
method = "assessment"
assessment = "exam"
weight = "20"
score = "ratio"
raters = { manager = "0.7", peer = "0.3" }
"""

# The example team, as it is shipped.


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example team's ledger with two disputes: zj's is open, zw's is answered."""
    path = tmp_path_factory.mktemp("team") / "ledger.db"
    example.build(path)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("LANGUAGE", "en")
        for words in (
            ["dispute", "bonus:volume", "zw", "--period", "2024Q4", "--why", "one unit too few", "--as", "zw"],
            ["dispute", "score", "zj", "--period", "2024Q4", "--why", "two visits are missing", "--as", "zj"],
        ):
            assert main([*words, "--ledger", str(path), "--on", "2024-12-31", "--lang", "en"]) == 0
    with files.open_for_writing(path, WHO) as ledger, ledger.write():
        first = ledger.read("disputes", DisputeRow, on=D(2024, 12, 31))[0]
        ledger.append("dispute_answer", D(2024, 12, 31), dispute_id=first.id, answer="it was returned")
    return path


Ask = Callable[..., str]


@pytest.fixture
def ask(team: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Ask]:
    """What a command line prints about the example team."""

    def asked(*words: str, lang: str = "en", of: Path = team) -> str:
        before = dict(os.environ)
        capsys.readouterr()
        try:
            more = ["--ledger", str(of), "--on", "2024-12-31", "--as", "lzy", "--lang", lang]
            assert main([*more, *words]) == 0
        finally:
            os.environ.clear()
            os.environ.update(before)
        return capsys.readouterr().out

    yield asked


def headings(markdown: str) -> list[str]:
    """The titles of the sections of a sheet in markdown."""
    return [line.removeprefix("### ") for line in markdown.splitlines() if line.startswith("### ")]


def test_every_section_in_its_place(ask: Ask) -> None:
    assert headings(ask("appraise", "--period", "2024Q4", "--rep", "zj", "--format", "markdown")) == TITLES


def test_in_chinese_too_and_without_the_stored_words(ask: Ask) -> None:
    """As many sections; the measures, the parts of the pay and the assessments are in words."""
    said = ask("appraise", "--period", "2024Q4", "--rep", "zj", "--format", "markdown", lang="zh")
    assert len(headings(said)) == len(TITLES)
    above = said[: said.index("attainment:")]  # below it are the names that are typed in commands
    cells = {cell.strip() for line in above.splitlines() for cell in re.split(r"[|·：:，]", line)}
    stored = {"contract_amount", "collected", "kpi", "feedback", "base", "true_up", "exam", "manager", "self", "late"}
    assert not cells & stored
    assert {"合同金额", "基础工资"} <= cells


def test_at_eighty_columns(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is wider, in either language, and the bars of the items stand one below the other."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("FORCE_COLOR", "1")
    for lang in ("en", "zh"):
        said = re.sub("\x1b\\[[0-9;]*m", "", ask("appraise", "--period", "2024Q4", "--rep", "zw", lang=lang))
        assert max(map(width_of, said.splitlines())) <= 80
        first = [
            width_of(re.split("[█░]", line)[0]) for line in said.splitlines() if re.search(r"[█░]+ +\d+\.\d\d$", line)
        ]
        assert len(first) == 9 and len(set(first)) == 1


def test_nobody_elses_figures(ask: Ask) -> None:
    """On no sheet stands another rep's name or code but the manager's and whoever waived something."""
    people = {row["rep"]: row["name"] for row in json.loads(ask("rep", "list", "--format", "json"))["rows"]}
    for period in ("2024Q1", "2024Q4"):
        pages = ask("appraise", "--period", period, "--sheets", "--format", "markdown").split("\n---\n")[1:]
        assert len(pages) == 10
        for page in pages:
            own = re.search(r"Appraisal of (\w+)", page)
            assert own is not None
            lead = next(line for line in page.splitlines() if line.startswith("| Manager "))
            rest = re.sub(r"waived by \w+", "", page).replace(lead, "")
            person = rest[rest.index("### Person") : rest.index("### Result")]
            rest = rest.replace(person, "")
            for code, name in people.items():
                if code != own.group(1):
                    assert name not in rest, (own.group(1), name)
                    assert not re.search(rf"\b{code}\b", rest), (own.group(1), code)


def test_disputes_of_the_period(ask: Ask) -> None:
    """Open ones and answered ones, the figure in words, who asked and who answered, and the id to answer; of another period none."""
    (zj,) = _lines(ask("appraise", "--period", "2024Q4", "--rep", "zj", "--format", "markdown"), "Disputes")
    assert zj[1:] == ["Score", "2024Q4", "2024-12-31", "周杰", "open", "two visits are missing"]
    shown = json.loads(ask("disputes", "--rep", "zj", "--format", "json"))["rows"]
    assert [zj[0]] == [row["id"] for row in shown] and zj[0].isdigit()
    (zw,) = _lines(ask("appraise", "--period", "2024Q4", "--rep", "zw", "--format", "markdown"), "Disputes")
    answered = ["answered", "2024-12-31", "boss", "one unit too few", "it was returned"]
    assert zw[1:] == ["Sales volume bonus", "2024Q4", "2024-12-31", "张伟", *answered]
    assert "Disputes" not in headings(ask("appraise", "--period", "2024Q3", "--rep", "zw", "--format", "markdown"))


def _lines(markdown: str, title: str) -> list[list[str]]:
    """The rows of a section's table as cells."""
    below = markdown[markdown.index(f"### {title}\n") :].split("### ")[1]
    rows = [line for line in below.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_a_closed_period(team: Path, ask: Ask, tmp_path: Path) -> None:
    """The sheet says when it was closed, and shows what was asked about it since."""
    closed = tmp_path / "closed.db"
    shutil.copy(team, closed)
    more = ["--ledger", str(closed), "--on", "2024-12-31", "--as", "lzy", "--lang", "en"]
    assert main(["close", "2024Q1", *more]) == 0
    assert main(["dispute", "commission", "zw", "--period", "2024Q1", "--why", "a receipt is missing", *more]) == 0
    said = ask("appraise", "--period", "2024Q1", "--rep", "zw", "--format", "markdown", of=closed)
    (person,) = _lines(said, "Person")
    assert person[-1] == "2024-12-31" and "Period closed on" in said
    assert [line[1:5] for line in _lines(said, "Disputes")] == [["Commission", "2024Q1", "2024-12-31", "林志远"]]


def test_everybodys_sheets_on_a_page_each(ask: Ask, tmp_path: Path) -> None:
    """Behind the table, in the order of the table, each beginning a sheet of paper; in a workbook a sheet each."""
    page, book = tmp_path / "a.html", tmp_path / "a.xlsx"
    ask("appraise", "--period", "2024Q4", "--sheets", "--team", "east", "--out", str(page))
    root = Page(page.read_text(encoding="utf-8")).root
    people = [one.all("h1")[0].text for one in root.all("div", "page")]
    assert len(people) == 4 and all(title.startswith("Appraisal of ") for title in people)
    assert root.all("h1")[0].text == "Appraisal" and len(root.all("h1")) == 5
    assert ".page{page-break-before:always" in root.all("style")[0].text
    ask("appraise", "--period", "2024Q4", "--sheets", "--team", "east", "--out", str(book))
    names = openpyxl.load_workbook(book).sheetnames
    assert names == ["Appraisal", *people, "Items", "Pay", "Pay lines", "Recommendations", "About"]


def test_a_workbook_of_everybody(ask: Ask, tmp_path: Path) -> None:
    ask("appraise", "--period", "2024Q4", "--out", str(tmp_path / "a.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Appraisal", "Items", "Pay", "Recommendations", "About"]
    titles = [cell.value for cell in book["Appraisal"][1]]
    assert titles == [
        "Rank",
        "Rep",
        "Name",
        "Post",
        "Score",
        "Grade",
        "Coverage",
        "Weakest item",
        "Commission",
        "Total pay",
    ]
    assert {row[3].value for row in book["Items"].iter_rows(min_row=2)} >= {"Contract amount", "Competence"}


# Companies of a few facts.


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    """zw and ls in a team that boss leads, under the team of the chief; zw sold 900 of 1,000 and has four stars."""
    made = SmallCompany(tmp_path / "l.db", RULES)
    for code, post in (("chief", "manager"), ("boss", "manager")):
        made.hire(code, post=post)
    made.team("all", lead="chief")
    made.team("north", parent="all", lead="boss")
    made.job("boss", LONG_AGO, "move", team="north")
    for code in ("zw", "ls"):
        made.hire(code, team="north")
    made.customer("c1", D(2023, 1, 1))
    made.target("zw", "contract_amount", "2024Q1", 1000)
    made.money(made.contract(D(2024, 3, 31), 900, "zw"), D(2024, 3, 31), 100)
    made.feedback("zw", D(2024, 3, 1), "c1", "rating", 4)
    return made


def sheet(company: SmallCompany, rep: str = "zw", over: str = "2024Q1", on: date = D(2024, 4, 10)) -> Report:
    with company.view(on) as view:
        made = appraise.build(view, span(over), rep=rep).instead
    assert made is not None
    return made


def section(report: Report, title: str) -> Report:
    return next(one for one in report.sections if one.title == title)


def cells(report: Report, title: str) -> list[list[str]]:
    """The rows of a section as people read them."""
    table = section(report, title)
    return [[for_people(column, row) for column in table.columns] for row in table.rows]


def test_whose_it_is(company: SmallCompany) -> None:
    assert cells(sheet(company), "Person") == [["Rep", "North", "BOSS", "2023-01-01"]]


def test_who_manages(company: SmallCompany) -> None:
    """The nearest lead above who is there and is somebody else; the chief has none."""
    company.job("boss", D(2024, 3, 15), "depart")
    with company.view() as view:
        staff = staff_of(view)
        found = {code: manager(staff, company.ids[code], D(2024, 3, 1)) for code in ("zw", "boss", "chief")}
        assert found == {"zw": company.ids["boss"], "boss": company.ids["chief"], "chief": None}
        assert manager(staff, company.ids["zw"], D(2024, 3, 31)) == company.ids["chief"]


def test_what_it_comes_to(company: SmallCompany) -> None:
    """Contracts 90, satisfaction 80, no exam: (0.5 × 90 + 0.3 × 80) ÷ 0.8, of 80 % of the weight."""
    made = sheet(company)
    assert cells(made, "Result") == [["86.25", "E", "1 of 1", "80.0%", "0.00"]]
    assert section(made, "Result").notes == ["The score is that of the 80.0% of the weight that has a value."]


def test_the_items(company: SmallCompany) -> None:
    """The method in words, with how the score comes and who rates; what has no value says why."""
    assert cells(sheet(company), "Items") == [
        ["Contract amount", "key figure · attainment × 100 · at most 120", "50", "900.00", "1,000.00", "90.0%", "90.00", ""],
        ["Customer satisfaction", "customers' feedback · rating ÷ maximum × 100", "30", "4.00", "—", "—", "80.00", ""],
        ["Assessment: exam", "assessment · ratio × 100 · manager 70%, peer 30%", "20", "—", "—", "—", "—",
         "nothing to measure"],
    ]  # fmt: skip
    assert section(sheet(company), "Items").totals["weight"] == 100


def test_figures_with_their_targets(company: SmallCompany) -> None:
    made = sheet(company)
    assert cells(made, "Figures with targets") == [["Contract amount", "1,000.00", "900.00", "90.0%", "-100.00"]]
    company.target("TEAM:north", "contract_amount", "2024Q1", 5000)
    company.target("TEAM:all", "collected", "2024Q1", 300)
    company.target("COMPANY", "collected", "2024Q1", 400)
    company.team("south")
    company.target("TEAM:south", "collected", "2024Q1", 400)
    whole = cells(sheet(company), "Targets of the organisation")
    assert [line[:4] for line in whole] == [
        ["Company", "Collected", "400.00", "100.00"],
        ["All", "Collected", "300.00", "100.00"],
        ["North", "Contract amount", "5,000.00", "900.00"],
    ]


def test_a_person_of_whom_nothing_is_known(company: SmallCompany) -> None:
    """No score, no grade, above all not the worst; coverage 0 is shown, and what there is nothing of says so."""
    company.hire("new", on=D(2024, 3, 31), team="north")
    made = sheet(company, "new")
    assert cells(made, "Result") == [["0.0%", "0.00"]]
    assert section(made, "Result").notes == [
        "There is no score and no grade: nothing that the plan looks at has a value."
    ]
    said = {one.title: one.notes for one in made.sections if not one.rows}
    assert cells(made, "Figures with targets") == [["Contract amount", "0.00"]]  # others of the post have a target
    assert said["Penalties"] == ["No penalty in the period."]
    assert said["What customers said"] == ["Nothing was said by customers."]
    assert said["Quality of communication"] == ["Nothing was reviewed."]
    assert said["Assessments"] == ["No assessment in the period."]
    assert said["Personal goals and development"] == ["No personal goal is set."]
    assert made.sections[-1].title == "Signatures"
    for text in (to_plain(made), to_markdown(made), to_html(made)):
        assert "Nothing to show." not in text and "grade E" not in text


def test_somebody_without_a_plan(company: SmallCompany) -> None:
    made = sheet(company, "boss")
    assert cells(made, "Result") == [["0.0%", "0.00"]]
    assert section(made, "Items").notes == ["No appraisal plan is for this post and period."]
    assert section(made, "Figures with targets").notes == ["No target meets the period."]
    assert "The policy has no appraisal plan for Manager and a quarter" in to_plain(made)


def test_an_item_is_missing_and_the_plan_wants_all(tmp_path: Path, company: SmallCompany) -> None:
    company.policy(RULES.replace('period = "quarter"', 'period = "quarter"\nmissing = "incomplete"'), D(2024, 1, 2))
    assert section(sheet(company), "Result").notes == [
        "There is no score and no grade: an item has no value, and the plan wants all of them."
    ]
    company.policy(RULES.replace('period = "quarter"', 'period = "quarter"\nmissing = "zero"'), D(2024, 1, 3))
    assert section(sheet(company), "Result").notes == ["Items without a value count 0: 80.0% of the weight has one."]


def test_two_posts_in_one_quarter(company: SmallCompany) -> None:
    company.job("zw", D(2024, 2, 1), "move", post="manager")
    company.job("zw", D(2024, 3, 1), "move", post="rep")
    made = section(sheet(company), "Person")
    assert made.notes == [
        "Rep until 2024-01-31; the appraisal is by the plan of the last post.",
        "Manager until 2024-02-29; the appraisal is by the plan of the last post.",
    ]


def test_who_came_and_who_left_in_the_quarter(company: SmallCompany) -> None:
    """The last day stands there once it is over, and the team and manager of that day."""
    company.hire("new", on=D(2024, 2, 15), team="north")
    company.job("zw", D(2024, 2, 20), "depart")
    assert cells(sheet(company, "new"), "Person") == [["Rep", "North", "BOSS", "2024-02-15"]]
    assert cells(sheet(company), "Person") == [["Rep", "North", "BOSS", "2023-01-01", "2024-02-20"]]
    assert cells(sheet(company, on=D(2024, 2, 1)), "Person") == [["Rep", "North", "BOSS", "2023-01-01"]]


def _exam(company: SmallCompany, rater: str, score: str) -> None:
    company.append("assessment", D(2024, 3, 1), rep_id=company.ids["zw"], method="exam", purpose="appraisal", score=score,
                   out_of="50", rater=rater)  # fmt: skip


def test_what_a_rep_says_about_himself_stands_apart(company: SmallCompany) -> None:
    """It comes last, under its own heading, and changes no score."""
    _exam(company, "self", "50")
    _exam(company, "manager", "40")
    made = sheet(company)
    assert cells(made, "Assessments") == [
        ["By others", "exam", "appraisal", "2024-03-01", "40 of 50", "80.0%", "manager"],
        ["By the rep himself", "exam", "appraisal", "2024-03-01", "50 of 50", "100.0%", "self"],
    ]
    assert section(made, "Assessments").look.grouped == ("own",)
    assert cells(made, "Items")[2][6] == "80.00"
    assert section(made, "Assessments").notes == [
        "What a rep says about himself is never counted among what others say."
    ]


@pytest.mark.parametrize(
    ("raters", "how"), [('raters = { manager = "0.7", peer = "0.3" }', "raters weighted"), ("", "each alike")]
)
def test_which_marks_an_assessment_is_the_mean_of(company: SmallCompany, raters: str, how: str) -> None:
    """A standard's figure of the same method is another mean; without any mark there is nothing to say."""
    company.policy(RULES.replace('raters = { manager = "0.7", peer = "0.3" }', raters), D(2024, 1, 2))
    assert section(sheet(company), "Items").notes == []
    _exam(company, "manager", "40")
    assert section(sheet(company), "Items").notes == [
        f"Assessment: exam: the mean of every mark of the period for any purpose, {how}; standards and fits look at the latest"
        " marks alone, each alike."
    ]


def test_an_item_of_ones_own_word_says_so(company: SmallCompany) -> None:
    company.policy(RULES.replace('{ manager = "0.7", peer = "0.3" }', '{ self = "1" }'), D(2024, 1, 2))
    _exam(company, "self", "50")
    made = sheet(company)
    assert section(made, "Items").notes == [
        "Assessment: exam: what the rep says about himself; nobody else's rating is in it, and it counts with its weight of 20."
    ]
    assert section(made, "Assessments").notes == [
        "What a rep says about himself is never counted among what others say.",
        "The plan has an item of it, Assessment: exam, which counts with its weight of 20.",
    ]


def test_lines_of_pay_that_are_alike_are_one(company: SmallCompany) -> None:
    """Three months of the same base; a raise in March has its own line. They sum to the pay."""
    company.append("rep_change", D(2024, 1, 1), rep_id=company.ids["zw"], act="raise", base=500_000)
    company.append("rep_change", D(2024, 3, 1), rep_id=company.ids["zw"], act="raise", base=600_000)
    made = section(sheet(company), "Pay")
    assert [(row["over"], row["amount"], row["words"][:13]) for row in made.rows[:2]] == [
        ("2024-01 … 2024-02", 1_000_000, "2 × 5,000.00 "),
        ("2024-03", 600_000, "the rep's own"),
    ]
    assert sum(row["amount"] for row in made.rows) == made.totals["amount"] == 1_601_000


def test_penalties_and_who_waived_them(company: SmallCompany) -> None:
    """Each in its section, with the reason; among the lines of the pay one of each kind."""
    company.policy(
        RULES + '[tracking]\n[[tracking.interval]]\ndays = 30\n[[penalty]]\nkey = "overdue_contact"\n'
        'title = "Missed"\namount = "20.00"\npoints = "1"\n',
        D(2024, 1, 2),
    )
    for name in ("c2", "c3"):
        company.customer(name, D(2024, 1, 2), "zw")
    company.append("waiver", D(2024, 2, 5), fact_id=company.ids["c2"], why="closed for the holidays")
    made = sheet(company)
    assert [line[2:] for line in cells(made, "Penalties")] == [
        ["0.00", "0.00", "c2", "20.00 waived by BOSS: closed for the holidays"],
        ["20.00", "1.00", "c3", ""],
    ]
    (line,) = [row for row in section(made, "Pay").rows if row["part"] == "penalty"]
    assert (line["amount"], line["words"]) == (-2000, "2 times, 1 of them waived")
    assert "The items come to 86.25; 1 penalty points are taken off." in section(made, "Result").notes


def test_what_customers_said(company: SmallCompany) -> None:
    company.feedback("zw", D(2024, 3, 2), "c1", "rating", 5)
    company.feedback("zw", D(2024, 3, 3), "c1", "complaint")
    made = section(sheet(company), "What customers said")
    assert cells(sheet(company), "What customers said") == [["c1", "2024-03-03", "complaint", "open"]]
    assert made.notes == ["2 ratings, 4.50 of 5 in the mean.", "1 complaint, closed in time: 0."]


def test_goals_beside_the_duties_of_the_post(company: SmallCompany) -> None:
    company.policy(
        RULES.replace("[pay]", '[post.senior]\ntitle = "Senior"\nduties = "Leads by example"\n[pay]'), D(2024, 1, 2)
    )
    company.job("zw", D(2024, 3, 1), "move", post="senior")
    goal = company.append("goal", D(2024, 1, 5), rep_id=company.ids["zw"], title="English", due_on=D(2024, 6, 30))
    company.append("goal_progress", D(2024, 3, 1), goal_id=goal, progress="0.4")
    made = section(sheet(company), "Personal goals and development")
    assert cells(sheet(company), made.title) == [["English", "40.0%", "2024-03-01", "2024-06-30"]]
    assert made.notes == ["Duties of the post: Leads by example."]


def test_the_facts_behind_each_figure(company: SmallCompany) -> None:
    """How many there are, and names that `explain` knows; the digests that say which policy and which ledger it was."""
    made = section(sheet(company), "Evidence")
    assert [(row["figure"], row["facts"], row["name"]) for row in made.rows] == [
        ("Score", 2, "score"),
        ("Contract amount", 1, "attainment:contract_amount"),
        ("Customer satisfaction", 1, "satisfaction"),
        ("Assessment: exam", 0, "assessment:exam"),
        ("Total pay", 1, "pay"),
        ("Commission", 1, "commission"),
    ]
    with company.view() as view:
        assert all(explained.explainer(view, row["name"], span("2024Q1")) for row in made.rows)
        policy, head = next(iter(view.versions)).digest[:12], view.ledger.head()[:12]
    assert "salescli explain score zw --period 2024Q1" in made.notes[0]
    assert made.notes[-1] == f"Digests: policy {policy}, ledger {head}; seen on 2024-04-10."


def test_a_place_to_sign(company: SmallCompany) -> None:
    made = section(sheet(company), "Signatures")
    assert [(row["who"], row["name"]) for row in made.rows] == [("Manager", "BOSS"), ("Employee", "ZW")]
    assert made.notes[0].startswith("☐ agreed   ☐ not agreed, reasons: …")
    assert 'class="wide open"' in to_html(sheet(company))
    (above, _employee) = section(sheet(company, "chief"), "Signatures").rows
    assert set(above["name"]) == {"…"}


def test_the_notes_are_about_this_person(company: SmallCompany) -> None:
    """Not the distribution of grades, nor what others have no target for."""
    company.hire("new", team="north")
    banded = RULES.replace("[[appraisal.item]]", 'distribution = { A = ["0.50", "1"] }\n[[appraisal.item]]', 1)
    company.policy(banded, D(2024, 1, 2))
    made = sheet(company)
    said = [note for one in made.sections for note in one.notes]
    assert not any("new" in note or "graded" in note for note in said)
    with company.view(D(2024, 4, 10)) as view:
        assert any("graded" in note for note in appraise.build(view, span("2024Q1")).notes)


def _titles(table: Report) -> list[str]:
    return [column.title for column in table.columns if column.title and column.key not in table.look.grouped]


def _said(report: Report) -> Sequence[str]:
    """Everything that a sheet says: titles, cells and notes."""
    found: list[str] = []
    for one in report.sections:
        found += [one.title, *_titles(one), *one.notes]
        found += [cell for row in one.rows for column in with_values(one) if (cell := for_people(column, row))]
    return found


def test_no_format_loses_anything(company: SmallCompany, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the sheet says stands in the table, the markdown, the page, and the workbook (a long note in several rows of it)."""
    monkeypatch.setenv("COLUMNS", "250")
    made = sheet(company)
    root = Page(to_html(made)).root.text
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(made)))
    assert book.sheetnames == ["Appraisal of zw ZW", "About"]
    inside = _closed_up(str(cell or "") for one in book for row in one.iter_rows(values_only=True) for cell in row)
    markdown = re.sub(r"\\(.)", r"\1", to_markdown(made))
    for text in _said(made):
        assert text in to_plain(made) and text in markdown and text in root and text in to_terminal(made), text
        if not re.fullmatch(r"[\d,.%-]+|—", text):  # in a workbook figures are numbers and days are days
            assert _closed_up(text) in inside, text


def _closed_up(texts: Iterable[str]) -> str:
    """Texts without the spaces in and between them."""
    return "".join("".join(texts).split())


def test_a_page_without_anything_from_outside(company: SmallCompany) -> None:
    text = to_html(sheet(company))
    assert Page(text).root.all("h1")[0].text == "Appraisal of zw ZW"
    assert not re.search(r"<(script|img|link|iframe|object|svg)|\bsrc=|\bhref=|url\(|@import|https?:", text)
