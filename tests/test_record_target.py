"""record/target.py and its neighbours: targets one by one, and from a CSV file all or none."""

import json
from pathlib import Path

import pytest
from conftest import Facts, Refused, Run

from salescli.measure import MEASURE_WORDS, MeasureKey
from salescli.policy.starter import starter_text
from salescli.rules.measures import MEASURES

pytestmark = pytest.mark.usefixtures("company")

TARGET = ("scope", "rep_id", "team_id", "measure", "product_id", "starts_on", "ends_on", "amount", "number", "exact")


def test_a_reps_target(run: Run, facts: Facts) -> None:
    """Set on the day of --on, for the half-open days of the period, in minor units."""
    answer = run("target", "set", "zw", "contract_amount", "2024Q1", "50万", "--on", "2024-03-11")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Target of zw 张伟 · Contract amount · 2024Q1 · 500,000.00 CNY  #18\n"
    assert facts("target", "happened_on") == [("2024-03-11",)]
    assert facts("target", *TARGET) == [
        ("rep", 3, None, "contract_amount", None, "2024-01-01", "2024-04-01", 50_000_000, None, 0)
    ]


def test_set_again(run: Run, facts: Facts) -> None:
    """A new version is appended and the earlier one named; in Chinese the measure has its Chinese name."""
    run("target", "set", "zw", "collection_rate", "2024Q1", "85%")
    answer = run("target", "set", "zw", "collection_rate", "2024-01-01..2024-03-31", "0.905", "--lang", "zh")
    assert "资金回笼率" in answer.out and "2024Q1" in answer.out and "90.5%" in answer.out and "85%" in answer.out
    assert facts("target", "number") == [("0.85",), ("0.905",)]


@pytest.mark.parametrize(
    ("who", "scope"),
    [
        ("zw", ("rep", 3, None)),
        ("张伟", ("rep", 3, None)),
        ("李", ("rep", 5, None)),
        ("rep:李四", ("rep", 5, None)),
        ("#5", ("rep", 5, None)),
        ("north", ("team", None, 2)),
        ("华北", ("team", None, 2)),
        ("team：north", ("team", None, 2)),
        ("Company", ("company", None, None)),
    ],
)
def test_whose(run: Run, facts: Facts, who: str, scope: tuple[object, ...]) -> None:
    """A rep, a team or the company, by whatever names one."""
    assert run("target", "set", who, "follow_ups", "2024-03", "40").code == 0
    assert facts("target", "scope", "rep_id", "team_id") == [scope]


def test_a_rep_and_a_team_of_one_name(run: Run, refused: Refused) -> None:
    """Both are named, and how to write either."""
    run("team", "add", "zw", "张伟组")
    said = refused(3, "target", "set", "zw", "collected", "2024", "1")
    assert said == "'zw' may mean several: rep:zw 张伟; team:zw 张伟组. Write one so: rep:zw."
    assert run("target", "set", "team:zw", "collected", "2024", "1").code == 0
    assert run("target", "set", "张伟", "collected", "2024", "1").code == 0  # exactly the rep's name


def test_nobody(refused: Refused) -> None:
    said = refused(3, "target", "set", "nroth", "collected", "2024", "1")
    assert "no rep 'nroth'" in said and "no team 'nroth'" in said and "Did you mean north" in said


@pytest.mark.parametrize("measure", ["new_customers", "New customers", "new-customers", "新开发客户数"])
def test_which_measure(run: Run, facts: Facts, measure: str) -> None:
    """By its key, or its title in either language."""
    run("target", "set", "zw", measure, "2024", "12")
    assert facts("target", "measure", "number") == [("new_customers", "12")]


def test_no_such_measure(refused: Refused) -> None:
    said = refused(2, "target", "set", "zw", "contract_amuont", "2024", "12")
    assert said.startswith("There is no measure 'contract_amuont'; `salescli measures` lists those there are.")
    assert "Did you mean contract_amount" in said


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2024-03", ("2024-03-01", "2024-04-01")),
        ("2024H2", ("2024-07-01", "2025-01-01")),
        ("2024年", ("2024-01-01", "2025-01-01")),
        ("本季度", ("2024-01-01", "2024-04-01")),
        ("next month", ("2024-04-01", "2024-05-01")),
        ("FY2024", ("2024-01-01", "2025-01-01")),
    ],
)
def test_which_period(run: Run, facts: Facts, period: str, days: tuple[str, str]) -> None:
    """A month, quarter, half or year, as it is typed anywhere."""
    run("target", "set", "zw", "follow_ups", period, "1")
    assert facts("target", "starts_on", "ends_on") == [days]


def test_the_fiscal_year_is_the_policys(run: Run, facts: Facts, tmp_path: Path) -> None:
    """From February, so that its quarters are none of the calendar."""
    rules = tmp_path / "fiscal.toml"
    rules.write_text(starter_text().replace("fiscal_year_starts = 1", "fiscal_year_starts = 2"), encoding="utf-8")
    run("policy", "load", str(rules), "--from", "2024-03-01")
    run("target", "set", "zw", "follow_ups", "FY2024Q2", "1")
    run("target", "set", "zw", "follow_ups", "fy2024", "1")
    assert facts("target", "starts_on", "ends_on") == [("2024-05-01", "2024-08-01"), ("2024-02-01", "2025-02-01")]


@pytest.mark.parametrize("period", ["2024-W10", "2024-03-15", "last 30 days", "2024-01-01..2024-05-31"])
def test_no_period_of_a_target(refused: Refused, period: str) -> None:
    said = refused(2, "target", "set", "zw", "follow_ups", period, "1")
    assert said.startswith("A target is for a month, quarter, half or year, not for ")


@pytest.mark.parametrize(
    ("measure", "value", "kept"),
    [
        ("collected", "12,000.50", (1_200_050, None)),
        ("collected", "0", (0, None)),
        ("collection_rate", "85%", (None, "0.85")),
        ("collection_rate", "1", (None, "1")),
        ("price_realisation", "102.5%", (None, "1.025")),
        ("contacts_per_day", "3.5", (None, "3.5")),
        ("contacts_per_day", "10", (None, "10")),
        ("satisfaction", "4.5", (None, "4.5")),
        ("units_sold", "1,200", (None, "1200")),
    ],
)
def test_values(run: Run, facts: Facts, measure: str, value: str, kept: tuple[object, object]) -> None:
    """Money, rates, plain numbers and whole ones, as the measure is written."""
    run("target", "set", "zw", measure, "2024", value)
    assert facts("target", "amount", "number") == [kept]


@pytest.mark.parametrize(
    ("measure", "value", "part"),
    [
        ("collected", "1.234", "is not an amount"),
        ("collection_rate", "85", "is not a rate"),
        ("new_customers", "1.5", "a number like 12"),
        ("new_customers", "85%", "a number like 12"),
        ("contacts_per_day", "many", "a number like 3.5"),
    ],
)
def test_no_values(refused: Refused, measure: str, value: str, part: str) -> None:
    """85 of a rate may mean 85 % or eighty-five-fold: it is asked back."""
    said = refused(2, "target", "set", "zw", measure, "2024", value)
    assert value in said and part in said


def test_of_a_product_and_as_it_stands(run: Run, facts: Facts, refused: Refused) -> None:
    """Only what contract lines count can be told apart by product."""
    answer = run("target", "set", "zw", "units_sold", "2024", "12", "--product", "gtx", "--exact", "--note", "陈总定")
    assert answer.out == "Target of zw 张伟 · Units sold · GTX Pro · 2024 · 12  #18\n"
    assert facts("target", "product_id", "exact") == [(12, 1)]
    assert facts("fact", "note")[-1] == ("陈总定",)
    said = refused(2, "target", "set", "zw", "collected", "2024", "12", "--product", "gtx")
    assert said == "collected cannot be told apart by product; units_sold, contract_amount, contract_count can."


# A file of them.


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Four targets as a spreadsheet saves them, one of them twice."""
    path = tmp_path / "目标.csv"
    path.write_text(
        "who,measure,period,value,product\n"
        'zw,contract_amount,2024Q1,"500,000",\n'
        "\n"
        "华北,资金回笼率,2024,85%,\n"
        "ls,units_sold,2024Q2,120,GTX\n"
        "company,collected,2024,1000万\n"
        "zw,合同金额,2024-01-01..2024-03-31,50万,\n",
        encoding="utf-8-sig",
    )
    return path


def test_import(run: Run, facts: Facts, sheet: Path) -> None:
    """Each once, however it is written."""
    answer = run("target", "import", str(sheet))
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Imported 4 targets · 1 was there already  #18 … #21\n"
    assert facts("target", *TARGET) == [
        ("rep", 3, None, "contract_amount", None, "2024-01-01", "2024-04-01", 50_000_000, None, 0),
        ("team", None, 2, "collection_rate", None, "2024-01-01", "2025-01-01", None, "0.85", 0),
        ("rep", 5, None, "units_sold", 12, "2024-04-01", "2024-07-01", None, "120", 0),
        ("company", None, None, "collected", None, "2024-01-01", "2025-01-01", 1_000_000_000, None, 0),
    ]


def test_the_same_file_again(run: Run, facts: Facts, sheet: Path) -> None:
    """Adds nothing, also in the other encoding; what was set anew since then is set back."""
    run("target", "import", str(sheet))
    sheet.write_bytes(sheet.read_text(encoding="utf-8-sig").encode("gb18030"))
    assert run("target", "import", str(sheet)).out == "Imported 0 targets · 5 were there already\n"
    run("target", "set", "company", "collected", "2024", "900万")
    assert json.loads(run("target", "import", str(sheet), "--json").out) == {"ids": ["23"], "skipped": 4}
    assert facts("target", "amount")[-2:] == [(900_000_000,), (1_000_000_000,)]


def test_an_exact_target_of_the_same_value_stays(run: Run, facts: Facts, sheet: Path) -> None:
    """A file does not say whether a target stands as it is, so it does not take that away."""
    run("target", "set", "zw", "contract_amount", "2024Q1", "50万", "--exact")
    run("target", "import", str(sheet))
    assert facts("target", "measure", "exact")[0] == ("contract_amount", 1)
    assert [row for row in facts("target", "measure", "exact") if row == ("contract_amount", 0)] == []


def test_all_faults_at_once(run: Run, facts: Facts, tmp_path: Path) -> None:
    """By their lines; nothing is recorded, not even the faultless row."""
    path = tmp_path / "t.csv"
    path.write_text(
        "who;measure;period;value\nzw;collected;2024;5\nxx;collectd;2024Q9;x\nzw;collected;2024;6\nzw;;2024;\nzw;trips;2024;1;2\n",
        encoding="utf-8",
    )
    answer = run("target", "import", str(path))
    assert (answer.code, answer.out) == (2, "")
    head, *faults = answer.err.splitlines()
    assert head == "salescli: t.csv has 6 faults; no target was recorded:"
    said = [
        ("3", "no rep 'xx'"),
        ("3", "2024Q9"),
        ("3", "'collectd'"),
        ("4", "in line 2"),
        ("5", "measure, value"),
        ("6", "cells"),
    ]
    for (line, part), fault in zip(said, faults, strict=True):
        assert fault.startswith(f"  line {line}: ") and part in fault
    assert facts("target") == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "has no header"),
        ("who,measure,period\n", "look at 'value'"),
        ("who,measure,period,value,prodcut\n", "look at 'prodcut'. Did you mean product"),
        ("who,who,measure,period,value\n", "look at 'who (2)'"),
        ('who,measure,period,value\nzw,"collected,2024,1\n', "line 2 is no row of CSV"),
    ],
)
def test_no_file_of_targets(refused: Refused, tmp_path: Path, text: str, part: str) -> None:
    """A column that is misspelt could change what the rows mean, so none is passed over."""
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    assert part in refused(2, "target", "import", str(path))


def test_no_file(refused: Refused, tmp_path: Path) -> None:
    assert "cannot be read" in refused(2, "target", "import", str(tmp_path / "t.csv"))
    (tmp_path / "t.csv").write_bytes(b"who\xff\xff")
    assert "neither in UTF-8 nor in GB18030" in refused(2, "target", "import", str(tmp_path / "t.csv"))


def test_list(run: Run, sheet: Path) -> None:
    """All, or those that meet a period."""
    run("target", "import", str(sheet))
    assert len(json.loads(run("target", "list", "--format", "json").out)["rows"]) == 4
    rows = json.loads(run("target", "list", "--period", "2024-05", "--format", "json").out)["rows"]
    assert {row["measure"] for row in rows} == {"collection_rate", "units_sold", "collected"}


# The measures' words.


def test_every_measure_has_its_words() -> None:
    """Every key has titles of its own in both languages, and money is written as money where it is counted as money."""
    assert list(MEASURE_WORDS) == list(MeasureKey)
    assert len({words.zh for words in MEASURE_WORDS.values()} | {words.en for words in MEASURE_WORDS.values()}) == 58
    for key, measure in MEASURES.items():
        assert (measure.unit == "money") == (MEASURE_WORDS[key].written == "money")
        assert measure.is_sum == (MEASURE_WORDS[key].written in ("money", "count") and key != "stuck_opportunities")
