"""When facts came of another copy: a day before that is shown as it was here, whatever was recorded elsewhere by then."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from whole_ledger import head

from salescli.ledger import arrivals, files
from salescli.ledger.store import Who

REPORTS = (
    ("commission", "--period", "2024-03"),
    ("history", "风机改造"),
    ("history", "zw", "--period", "2024-03"),
    ("journal", "--period", "2024-03"),
    ("search", "风机"),
    ("receivables",),
    ("contract", "list"),
    ("funnel",),
)


def kept(path: Path) -> list[arrivals.Arrival]:
    with files.open_for_reading(path, Who("x", "x")) as ledger:
        return arrivals.all_of(ledger._connection)


def day(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setenv("SALESCLI_TODAY", f"2024-03-{number:02}")


def shown(run: Run, *words: str) -> dict[str, Any]:
    """What a report says, apart from as when it says it."""
    answer = run(*words, "--format", "json")
    assert answer.code == 0, answer
    return {key: value for key, value in json.loads(answer.out).items() if key != "as_of"}


@pytest.fixture
def laptop(run: Run, company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy in which a contract and a receipt were recorded on the 18th; nobody has taken them yet."""
    path = tmp_path / "laptop.db"
    assert run("merge", str(company), "--ledger", str(path)).code == 0
    day(monkeypatch, 18)
    rows = json.loads(run("search", "风机", "--kind", "opportunity", "--ledger", str(path), "--format", "json").out)[
        "rows"
    ]
    deal = rows[0]["id"]
    for words in ("contract sign 风机改造 10万 --code L", "receipt L 1000", f"correct {deal} name=风机大修 --why so"):
        answer = run(*words.split(), "--ledger", str(path))
        assert answer.code == 0, answer
    return path


def test_a_day_before_a_merge(run: Run, company: Path, laptop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was printed on the 19th is printed again, figures and head, though the laptop's facts of the 18th have come since."""
    day(monkeypatch, 19)
    run("contract", "sign", "风机改造", "2万", "--code", "A")
    run("receipt", "A", "200")
    then = [shown(run, *words, "--on", "2024-03-19") for words in REPORTS if run(*words).code != 2]
    assert len(then) > 5
    day(monkeypatch, 21)
    assert run("merge", str(laptop)).code == 0
    again = [
        shown(run, *words, "--on", "2024-03-19", "--as-of", "2024-03-19") for words in REPORTS if run(*words).code != 2
    ]
    for before, after in zip(then, again, strict=True):
        assert after == before
    assert shown(run, *REPORTS[0]) != then[0]
    assert run("history", "风机大修", "--as-of", "2024-03-19").code == 3
    assert shown(run, "contract", "list", "--as-of", "2024-03-21") == shown(run, "contract", "list")


def test_who_took_them_when_changes_no_head(run: Run, company: Path, laptop: Path, tmp_path: Path) -> None:
    """Each took the other's: the same facts and one head, each with arrivals of its own; taken again nothing is kept."""
    assert run("merge", str(laptop)).code == run("merge", str(company), "--ledger", str(laptop)).code == 0
    assert head(company) == head(laptop)
    assert len(kept(company)) == 1 and kept(laptop) == []
    run("log", "华北机械", "rang", "--by", "phone", "--as", "zw")
    assert run("merge", str(company), "--ledger", str(laptop)).code == 0
    before = kept(company), kept(laptop)
    assert [len(one) for one in before] == [1, 1]
    for where in ([], ["--ledger", str(laptop)]):
        run("merge", str(laptop), str(company), *where)
    assert (kept(company), kept(laptop)) == before


def test_a_copy_knows_what_the_first_knew(run: Run, company: Path, laptop: Path, tmp_path: Path) -> None:
    """A backup, what is restored of it or of an export, and a new copy to work in, show the days before as the first does."""
    run("merge", str(laptop))
    backup, folder = tmp_path / "backup.db", tmp_path / "export"
    assert run("backup", str(backup)).code == run("export", str(folder)).code == 0
    copies = {name: tmp_path / f"{name}.db" for name in ("restored", "poured", "merged")}
    assert run("restore", str(backup), "--ledger", str(copies["restored"])).code == 0
    assert run("restore", str(folder), "--ledger", str(copies["poured"])).code == 0
    assert run("merge", str(company), "--ledger", str(copies["merged"])).code == 0
    for path in (backup, *copies.values()):
        assert kept(path) == kept(company) != []
        assert head(path) == head(company)


def test_what_a_second_copy_brings_into_a_new_one_comes_now(
    run: Run, company: Path, laptop: Path, tmp_path: Path
) -> None:
    into = tmp_path / "into.db"
    assert run("merge", str(company), str(laptop), "--ledger", str(into)).code == 0
    ((first, last, at),) = kept(into)
    assert (first & 0xFFFFFFFF, last - first) == (1, 3) and at > "2024-03-17"


def test_a_trial_keeps_nothing(run: Run, company: Path, laptop: Path) -> None:
    assert run("merge", str(laptop), "--dry-run").code == 0
    assert kept(company) == []


@pytest.mark.parametrize(
    "arrivals_",
    ["x", [["7", "8", "9"]], [["7"]], [[1, 2, 3]], [["0000001-5", "0000001-2", "2024-03-05T08:00:00.000000Z"]]],
)
def test_an_export_that_says_nonsense_of_arrivals(run: Run, company: Path, tmp_path: Path, arrivals_: Any) -> None:
    folder = tmp_path / "export"
    run("export", str(folder))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps(manifest | {"arrivals": arrivals_}), encoding="utf-8")
    answer = run("restore", str(folder), "--ledger", str(tmp_path / "made.db"))
    assert answer.code == 5 and "makes no ledger" in answer.err and not (tmp_path / "made.db").exists()


def test_of_an_export_of_before(run: Run, company: Path, laptop: Path, tmp_path: Path) -> None:
    """An earlier program did not know when facts came."""
    run("merge", str(laptop))
    folder = tmp_path / "export"
    run("export", str(folder))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    del manifest["arrivals"]
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    made = tmp_path / "made.db"
    assert run("restore", str(folder), "--ledger", str(made)).code == 0
    assert kept(made) == [] and head(made) == head(company)


def test_a_ledger_that_cannot_keep_one_twice(company: Path, tmp_path: Path) -> None:
    """The law of the table: no fact comes twice."""
    path = shutil.copy(company, tmp_path / "l.db")
    at = "2024-03-05T08:00:00.000000Z"
    with files.open_for_writing(Path(path), Who("x", "x")) as ledger:
        first = 7 << 32 | 1
        arrivals.note(ledger._connection, [(first, first + 5, at)])
        for span in ((first + 5, first + 9), (first + 2, first + 3), (first, first)):
            with pytest.raises(Exception, match="a fact is never replaced: arrival"):
                arrivals.note(ledger._connection, [(*span, at)])
        arrivals.note(ledger._connection, [(first + 6, first + 6, at)])
