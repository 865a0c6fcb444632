"""Transcripts are run: every `$ command` of a console block in README.md and tests/transcripts/*.md, in a real shell.

A block is a fence of ```console. Under a command stands exactly what it prints, stdout and stderr as they come; a line
`[exit 3]` closes it when it does not exit with 0. The commands of one file share a folder, a ledger and the day of its
comment `<!-- today: 2024-03-15 -->`. `TRANSCRIPTS=write pytest tests/test_transcripts.py` writes what is printed now:
read the difference before you commit it.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = [ROOT / "README.md", *sorted((ROOT / "tests" / "transcripts").glob("*.md"))]
NEXT = "\n"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DIGEST = re.compile(
    r"(?<=ledger: )[0-9a-f]{12}\b|\b[0-9a-f]{64}\b|(?<=账本：)[0-9a-f]{12}\b|(?<=head )[0-9a-f]{12}\b|(?<=figures )[0-9a-f]{12}\b"
)
"""What differs from ledger to ledger: the digests of its chain."""
TODAY = re.compile(r"<!-- today: (\d{4}-\d\d-\d\d) -->")


@dataclass(frozen=True)
class Command:
    """A command of a transcript and what is said to follow it."""

    words: str
    printed: str


def commands(block: str) -> list[Command]:
    """The commands of a block; a line that starts with > goes on with the command before it."""
    found: list[Command] = []
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append(Command(line[2:], ""))
        elif line.startswith("> ") and not found[-1].printed:
            found[-1] = Command(found[-1].words + line[2:], "")
        else:
            found[-1] = Command(found[-1].words, found[-1].printed + line)
    return found


def environment(folder: Path, today: str) -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("SYSTEMROOT", "TMPDIR") if key in os.environ}
    return kept | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "SALESCLI_LEDGER": "ledger.db",
        "SALESCLI_TODAY": today,
        "SALESCLI_ACTOR": "lin",
        "PYTHONUNBUFFERED": "1",  # what is said to a person and what is data stay in their order
        "EXAMPLES": str(ROOT / "examples"),
    }


def run(command: Command, folder: Path, env: dict[str, str]) -> str:
    done = subprocess.run(
        command.words, shell=True, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60
    )
    printed = DIGEST.sub("…", done.stdout.decode("utf-8").replace(str(folder), "…"))
    return printed + (f"[exit {done.returncode}]\n" if done.returncode else "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_written_is_what_is_printed(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    today = TODAY.search(text)
    assert today, "a transcript says on which day it plays"
    env = environment(tmp_path, today[1])
    for block in BLOCK.findall(text):
        printed = [(command, run(command, tmp_path, env)) for command in commands(block)]
        if os.environ.get("TRANSCRIPTS") == "write":
            new = "".join(
                f"$ {command.words.rstrip().replace(NEXT, NEXT + '> ')}{NEXT}{output}" for command, output in printed
            )
            text = text.replace(f"```console\n{block}```", f"```console\n{new}```", 1)
            path.write_text(text, encoding="utf-8")
            continue
        for command, output in printed:
            assert output == command.printed, command.words


def test_there_are_transcripts() -> None:
    """A block that lost its fence would be run by nobody."""
    assert all(BLOCK.search(path.read_text(encoding="utf-8")) for path in FILES)
