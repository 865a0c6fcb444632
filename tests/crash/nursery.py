"""A process that brings up children to be killed: it has loaded the program, so that what is killed is the work and not its start.

Each line of its stdin is one child in JSON: the words of a command line or the path of a ledger to open, the seconds after which
it is killed (null: never), how often the work is done, a file for what it says. A line comes back: whether it was killed, its
exit code, its seconds.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextmanager
def in_memory(otherwise: Path) -> Iterator[Path]:
    """A folder on a disk in memory, where there is one: a process that is killed loses nothing that it gave to either."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield otherwise
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@dataclass(frozen=True)
class End:
    """How a child ended."""

    killed: bool
    code: int
    seconds: float


class Nursery:
    """The process, seen from the test; every command line in it is the real one, down to the flush of stdout."""

    def __init__(self, **environment: str) -> None:
        kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "LANGUAGE": "en", "HOME": "/nonexistent"}
        self._process = subprocess.Popen(
            [sys.executable, __file__], env=kept | environment, cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def command(self, ledger: Path, *words: str, kill_after: float | None = None, out: Path | None = None) -> End:
        """Run one command line on a ledger."""
        return self._child({"words": ["--ledger", str(ledger), *words]}, kill_after, out)

    def commands(self, ledger: Path, *words: str, times: int, kill_after: float | None, out: Path) -> End:
        """Run one command line again and again; NUMBER in a word is the number of the turn."""
        return self._child({"words": ["--ledger", str(ledger), *words], "times": times}, kill_after, out)

    def opening(self, ledger: Path, *, kill_after: float | None = None) -> End:
        """Open a ledger to record in, which brings it up to date."""
        return self._child({"open": str(ledger)}, kill_after, None)

    def end(self) -> None:
        """Let it go."""
        self._process.communicate()

    def _child(self, wish: dict[str, object], kill_after: float | None, out: Path | None) -> End:
        assert self._process.stdin and self._process.stdout
        said = wish | {"kill_after": kill_after, "out": str(out or os.devnull)}
        self._process.stdin.write(json.dumps(said) + "\n")
        self._process.stdin.flush()
        return End(**json.loads(self._process.stdout.readline()))


def _work(wish: dict[str, object]) -> int:
    from salescli.ledger import files
    from salescli.ledger.store import Who
    from salescli.main import main

    if "open" in wish:
        with files.open_for_writing(Path(str(wish["open"])), Who("zw", "here")):
            return 0
    words, code = [str(word) for word in wish["words"]], 0  # type: ignore[attr-defined]
    for number in range(int(str(wish.get("times", 1)))):
        code = code or main([word.replace("NUMBER", str(number)) for word in words])
    return code


def _bear(wish: dict[str, object]) -> int:
    child = os.fork()
    if child:
        return child
    out = os.open(str(wish["out"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(out, stream)
    code = 1
    try:
        code = _work(wish)
    finally:
        sys.stdout.flush()
        os._exit(code)


def _live() -> None:
    from salescli.main import ROOMS, main

    for room in {*ROOMS.values(), "salescli.exchange.matching", "salescli.exchange.reading"}:
        import_module(room)
    with suppress(SystemExit):
        sys.stdout, kept = sys.stderr, sys.stdout
        main(["--version"])
        sys.stdout = kept
    for line in sys.stdin:
        wish = json.loads(line)
        begun = time.monotonic()
        child, killed, ended = _bear(wish), False, 0
        while not (found := os.waitpid(child, os.WNOHANG))[0]:
            passed = time.monotonic() - begun
            if wish["kill_after"] is not None and passed >= wish["kill_after"] and not killed:
                os.kill(child, 9)
                killed = True
            time.sleep(0.0005)
        ended = os.waitstatus_to_exitcode(found[1])
        answer = {"killed": ended == -9, "code": ended, "seconds": time.monotonic() - begun}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    _live()
