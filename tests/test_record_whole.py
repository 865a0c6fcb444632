"""What holds for every command that takes a ledger as a whole: the options it has not, and its answer to a script."""

from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from whole_ledger import head, said


def test_answers_for_a_script(run: Run, company: Path, tmp_path: Path) -> None:
    answer = said(run, "backup", str(tmp_path / "b.db"))
    assert answer == {"file": str(tmp_path / "b.db"), "facts": 17, "head": head(company)}
    answer = said(run, "merge", str(tmp_path / "b.db"))
    assert answer == {"taken": {str(tmp_path / "b.db"): 0}, "head": head(company), "dry_run": False, "conflicts": []}
    answer = said(run, "restore", str(tmp_path / "b.db"), "--ledger", str(tmp_path / "c.db"))
    assert answer == {"ledger": str(tmp_path / "c.db"), "facts": 17, "head": head(company), "kept": None}


@pytest.mark.parametrize(
    "words", [["backup", "b.db"], ["restore", "b.db"], ["export", "d"], ["merge", "b.db"]], ids=lambda words: words[0]
)
@pytest.mark.parametrize("option", [["--on", "2024-03-01"], ["--as-of", "2024-03-01"], ["--format", "csv"]])
def test_a_ledger_is_taken_whole_and_now(words: list[str], option: list[str], refused: Any, company: Path) -> None:
    assert option[0] in refused(2, *words, *option)
