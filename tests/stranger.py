"""Work done by a user whom permissions bind, for tests that root runs: root is bound by none."""

import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from one_of_each import new

from salescli.errors import SalescliError
from salescli.main import main


def as_stranger(work: Callable[[], Any]) -> Any:
    """What the work gives, or the error of ours that it raises."""
    if os.geteuid() != 0:
        return work()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgid(65534)
            os.setuid(65534)
            try:
                answer = work()
            except SalescliError as error:
                answer = error
            os.write(write, pickle.dumps(answer))
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        answer = pickle.loads(pipe.read())
    os.waitpid(child, 0)
    if isinstance(answer, SalescliError):
        raise answer
    return answer


def command(*words: str) -> tuple[int, str, str]:
    """What a command line gives: exit code, stdout, stderr; first elsewhere, so that all that it needs is loaded."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "elsewhere.db"
        new(place)
        elsewhere = [word if word.startswith("-") or "/" not in word else str(place) for word in words]
        _run(*elsewhere, SALESCLI_LEDGER=str(place))
    code, out, err = as_stranger(lambda: _run(*words))
    return code, out, err


def _run(*words: str, **environment: str) -> tuple[int, str, str]:
    before = dict(os.environ)
    os.environ.update(environment)
    out, err = StringIO(), StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = main([*words, "--lang", "en"])
    finally:
        os.environ.clear()
        os.environ.update(before)
    return code, out.getvalue(), err.getvalue()


def shelves() -> Iterator[Path]:
    """A folder that everybody may look into; for a fixture."""
    if not hasattr(os, "fork"):
        pytest.skip("permissions are another matter there")
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for place in (folder, *folder.rglob("*")):
        with suppress(OSError):
            place.chmod(0o700)
    shutil.rmtree(folder)


def shut(path: Path) -> Path:
    """Nothing can be written there any more."""
    for file in path.parent.iterdir():
        file.chmod(0o444)
    path.parent.chmod(0o555)
    return path
