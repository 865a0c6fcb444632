"""A TOML file that a person wrote: how much of a file is read for one, and which texts are none."""

import os
from pathlib import Path
from threading import Thread

import pytest

from salescli.errors import WrongUse
from salescli.policy.faults import Fault
from salescli.policy.tables import LARGEST, LONGEST_LINE, in_order, text_of, tree_of


def test_a_file_as_windows_writes_it(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_bytes(b"\xef\xbb\xbfa = 1\r\nb = 2\r")
    assert text_of(tmp_path / "p.toml") == "a = 1\nb = 2\n"


def test_a_pipe_is_read_as_a_file(tmp_path: Path) -> None:
    """`salescli policy check <(generate)`."""
    os.mkfifo(tmp_path / "pipe")
    writer = Thread(target=(tmp_path / "pipe").write_text, args=("a = 1\n",))
    writer.start()
    assert text_of(tmp_path / "pipe") == "a = 1\n"
    writer.join()


def test_a_file_may_be_large_and_no_larger(tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_bytes(b"#\n" * (LARGEST // 2))
    assert len(text_of(file)) == LARGEST
    file.write_bytes(b"#\n" * (LARGEST // 2) + b"#")
    with pytest.raises(WrongUse, match=r"p\.toml is larger than 1,000,000 bytes"):
        text_of(file)


def test_what_cannot_be_read_is_named_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="none\\\\nthere cannot be read: No such file"):
        text_of(tmp_path / "none\nthere")


@pytest.mark.parametrize("value", ["a" + ".a" * LONGEST_LINE + " = 1", 'a = "' + "x" * LONGEST_LINE + '"'])
def test_a_line_without_an_end_is_a_fault_in_its_place(value: str) -> None:
    """A key of that many dots would be read for minutes."""
    fault = tree_of(f"b = 1\n{value}\n")
    assert isinstance(fault, Fault) and fault.path == "line 2, column 100000"


def test_faults_stand_in_the_order_of_the_headings() -> None:
    faults = [Fault("b.x", "", ""), Fault("c[0].y", "", ""), Fault("a", "", ""), Fault("none", "", "")]
    assert [fault.path for fault in in_order([*faults, faults[0]], {"a": 1, "c": [], "b": {}})] == [
        "none",
        "a",
        "c[0].y",
        "b.x",
    ]
