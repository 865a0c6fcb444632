"""What a report gave on a day it gives for that day for ever, to the byte, whatever was recorded, voided or put right since."""

from pathlib import Path

import pytest
from conftest import Run, surroundings

from salescli.main import main

Days = dict[str, list[list[str]]]
WHY = ("--why", "as it was")
GROWN: Days = {
    "2024-03-01": [
        ["init"],
        ["team", "add", "north", "华北区", "--on", "2024-01-02"],
        ["rep", "add", "lz", "李总", "--post", "manager", "--hired", "2023-01-02", "--base", "20000"],
        ["rep", "add", "zw", "张伟", "--post", "rep", "--team", "north", "--hired", "2023-01-02", "--base", "5000"],
        ["customer", "add", "华北机械", "--owner", "zw", "--phone", "010-8888", "--on", "2024-02-01"],
        ["opportunity", "open", "风机改造", "--customer", "华北机械", "--amount", "12万", "--as", "zw"],
        ["target", "set", "zw", "contract_amount", "2024-03", "100000", "--as", "lz"],
        ["log", "华北机械", "报价", "--by", "phone", "--next", "2024-03-04", "--as", "zw"],
    ],
    "2024-03-05": [
        ["contract", "sign", "风机改造", "120000", "--code", "HT-1", "--instalment", "2024-03-20:60000"],
        ["receipt", "HT-1", "50000"],
        ["receipt", "HT-1", "1000"],
        ["log", "华北机械", "签了", "--by", "visit", "--as", "zw"],
    ],
    "2024-03-08": [
        ["void", "last", *WHY, "--as", "zw"],
        ["correct", "RECEIPT", "amount=1200", *WHY],
        ["correct", "CUSTOMER", "name=华北重机", "phone=010-9999", *WHY],
    ],
    "2024-03-11": [
        ["void", "VOID", *WHY],
        ["receipt", "HT-1", "7000", "--on", "2024-03-02"],
        ["log", "华北重机", "补记", "--by", "phone", "--on", "2024-03-04", "--as", "zw"],
        ["refund", "HT-1", "500"],
    ],
    "2024-04-02": [["close", "2024-03", "--as", "lz"]],
    "2024-04-03": [
        ["customer", "add", "江南化工", "--owner", "zw", "--on", "2024-03-03"],
        ["receipt", "HT-1", "9000", "--on", "2024-03-30"],
        ["correct", "CONTRACT", "amount=110000", *WHY],
        ["correct", "CUSTOMER", "name=华北钢铁", *WHY],
    ],
    "2024-04-05": [["dispute", "commission", "zw", "--period", "2024-03", *WHY], ["void", "last", *WHY, "--as", "zw"]],
}
REPORTS = [
    ["remind", "--all"],
    ["funnel", "--period", "2024-03"],
    ["targets", "--period", "2024-03"],
    ["commission", "--period", "2024-03"],
    ["pay", "--period", "2024-03"],
    ["pay", "--period", "2024-04"],
    ["appraise", "--period", "2024-03"],
    ["contract", "list"],
    ["customer", "list"],
    ["history", "风机改造"],
    ["history", "zw"],
]


def found(ledger: Path, table: str, row: int = 0) -> str:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(ledger)) as connection:
        ids = connection.execute(f"SELECT id FROM {table} ORDER BY id").fetchall()
    return str(ids[row][0] & 0xFFFFFFFF)


def named(ledger: Path, words: list[str]) -> list[str]:
    """The words with what stands for an id in its place."""
    places = {"RECEIPT": ("receipt", 1), "CUSTOMER": ("customer", 0), "CONTRACT": ("contract", 0), "VOID": ("void", 0)}
    return [found(ledger, *places[word]) if word in places else word for word in words]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[str]]]:
    """A ledger that grew day by day, and what each report gave in the evening of each day."""
    with pytest.MonkeyPatch.context() as monkeypatch, pytest.MonkeyPatch.context() as spoken:
        spoken.setenv("LANGUAGE", "en")
        path = surroundings(tmp_path_factory.mktemp("grown") / "ledger.db", monkeypatch)
        gave: dict[str, list[str]] = {}
        for day, lines in GROWN.items():
            monkeypatch.setenv("SALESCLI_TODAY", day)
            for words in lines:
                assert main([*named(path, words), "--lang", "en"]) == 0, words
            gave[day] = [out(path.parent / "report", *report, "--on", day) for report in REPORTS]
        return path, gave


def out(file: Path, *words: str) -> str:
    file.unlink(missing_ok=True)
    assert main([*words, "--format", "json", "--out", str(file), "--lang", "en"]) == 0, words
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("day", GROWN)
def test_as_of_a_day_each_report_gives_what_it_gave_on_it(
    grown: tuple[Path, dict[str, list[str]]], day: str, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its head too: by it a printed sheet is told to be of this ledger. Only what was asked for is said beside."""
    path, gave = grown
    monkeypatch.setenv("SALESCLI_LEDGER", str(path))
    monkeypatch.setenv("SALESCLI_TODAY", "2024-06-01")
    for report, before in zip(REPORTS, gave[day], strict=True):
        now = out(tmp_path / "report", *report, "--on", day, "--as-of", day)
        assert now.replace(f'"as_of": "{day}"', '"as_of": null') == before, report


def test_the_reports_differ_from_day_to_day(grown: tuple[Path, dict[str, list[str]]]) -> None:
    """The days are no repetitions, else nothing above would be shown; what is closed alone stays as it was closed."""
    for report, *gave in zip(REPORTS, *grown[1].values(), strict=True):
        stays = report[1:] == ["--period", "2024-03"]
        assert len(set(gave)) >= (5 if stays else len(GROWN)), report
