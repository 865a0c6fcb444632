"""Where a report goes: the format that counts, the screen, the pipe and the file, and what goes beside the data."""

import io
import json
import os
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from salescli.errors import WrongUse
from salescli.render.data import to_csv, to_json
from salescli.render.html import to_html
from salescli.render.show import FORMATS, chosen, show
from salescli.render.tables import to_markdown, to_plain
from salescli.render.terminal import to_terminal
from salescli.render.xlsx import to_xlsx
from salescli.reports.report import Column, Report

EVIL = "a\x1b[2Jb\u202ec"
REPORT = Report(
    "test",
    "A test",
    [Column("name", "Name"), Column("amount", "Amount", "money")],
    [{"name": "华北机械", "amount": 100}, {"name": EVIL, "amount": None}],
    "CNY",
    "abcd",
    date(2024, 3, 15),
    notes=["A note."],
)


class Screen(io.StringIO):
    """A terminal to write on."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def on_screen(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Show a report on a terminal of 80 columns; gives what was sent to it."""
    monkeypatch.setenv("COLUMNS", "80")

    def shown(report: Report, format: str | None, **more: Any) -> str:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", screen := Screen())
            show(report, format, None, **more)
        return screen.getvalue()

    return shown


@pytest.fixture(autouse=True)
def _no_wish_for_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("format", "out", "kind"),
    [
        (None, None, "table"),
        ("json", None, "json"),
        (None, "a.csv", "csv"),
        (None, "a.JSON", "json"),
        (None, "a.md", "markdown"),
        (None, "a.txt", "plain"),
        (None, "a", "plain"),
        (None, "a.html", "html"),
        (None, "A.XLSX", "xlsx"),
        ("html", None, "html"),
        ("xlsx", None, "xlsx"),
        ("csv", "a.txt", "csv"),
        ("plain", "a.xlsx", "plain"),
    ],
)
def test_which_format(format: str | None, out: str | None, kind: str) -> None:
    """--format counts, else the file's suffix, else it is a table."""
    assert chosen(format, Path(out) if out else None) == kind


def test_no_such_format() -> None:
    """A format that is none is refused with those there are, and so is a suffix that says none."""
    with pytest.raises(WrongUse, match=r"--format is one of table, .*, csv, json, html, xlsx, not 'xml'\."):
        chosen("xml", None)
    with pytest.raises(
        WrongUse, match=r"'a\.xls' does not say its format; name it .* / \.json / \.html / \.xlsx, or give"
    ):
        chosen(None, Path("a.xls"))


@pytest.mark.parametrize("format", [None, "table", "plain"])
def test_in_a_pipe(capsys: pytest.CaptureFixture[str], format: str | None) -> None:
    """A table in a pipe is plain: nothing is cut, nothing coloured, the notes stand below."""
    show(REPORT, format, None)
    assert capsys.readouterr() == (to_plain(REPORT), "")


def test_forced_colour(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """FORCE_COLOR gives the terminal's table even in a pipe, for `less -R`; "0" and `--format plain` do not."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    show(REPORT, None, None)
    assert capsys.readouterr().out == to_terminal(REPORT)
    show(REPORT, "plain", None)
    assert capsys.readouterr().out == to_plain(REPORT)
    monkeypatch.setenv("FORCE_COLOR", "0")
    show(REPORT, None, None)
    assert capsys.readouterr().out == to_plain(REPORT)


def test_csv_and_json_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    """Data alone on stdout, byte by byte what was recorded; the notes of a CSV go to stderr, those of JSON are in it."""
    show(REPORT, "csv", None)
    assert capsys.readouterr() == (to_csv(REPORT), "A note.\n")
    assert EVIL in to_csv(REPORT)
    show(REPORT, "json", None)
    assert capsys.readouterr() == (to_json(REPORT), "")


def test_on_a_terminal(on_screen: Callable[..., str]) -> None:
    """A table in colours; asked for plain, plain."""
    assert on_screen(REPORT, None) == to_terminal(REPORT)
    assert "\x1b[" in to_terminal(REPORT)
    assert on_screen(REPORT, "plain") == to_plain(REPORT)


@pytest.mark.parametrize("format", [kind for kind in FORMATS if kind != "table"])
def test_no_name_acts_on_a_terminal(
    on_screen: Callable[..., str], capsys: pytest.CaptureFixture[str], format: str
) -> None:
    """In any format, a customer's name cannot clear the screen or turn the writing around."""
    shown = on_screen(replace(REPORT, notes=[EVIL]), format) + capsys.readouterr().err
    assert not set(shown) & set("\x1b\u202e")
    assert "x1b[2Jb" in shown or "x1b\\[2Jb" in shown or "u001b[2Jb" in shown


@pytest.mark.parametrize("format", list(FORMATS))
def test_half_a_character(capsys: pytest.CaptureFixture[str], format: str) -> None:
    """A lone surrogate is no text in any encoding: it is shown as what it is, and nothing fails."""
    show(replace(REPORT, title="\ud800", rows=[{"name": "\udcff"}], notes=["\udfff"]), format, None)
    out, err = capsys.readouterr()
    assert (out + err).encode("utf-8") and "udcff" in out


def test_into_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file holds the report, nothing else stands beside it, and nothing is printed but a CSV's notes."""
    texts = {"a.csv": to_csv, "a.html": to_html, "a.json": to_json, "a.md": to_markdown, "a.txt": to_plain}
    for name, text in texts.items():
        show(REPORT, None, tmp_path / name)
        assert (tmp_path / name).read_bytes() == text(REPORT).encode("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == list(texts)
    assert capsys.readouterr() == ("", "A note.\n")


def test_a_workbook(tmp_path: Path, on_screen: Callable[..., str]) -> None:
    """Bytes into a file or a pipe; for a terminal it is refused, with what would be right."""
    show(REPORT, None, tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == to_xlsx(REPORT)
    with pytest.raises(WrongUse, match=r"xlsx cannot be read on a terminal; add --out FILE\.xlsx\."):
        on_screen(REPORT, "xlsx")


def test_a_workbook_in_a_pipe(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """`salescli funnel --format xlsx > funnel.xlsx`: the bytes alone."""
    show(REPORT, "xlsx", None)
    assert capsysbinary.readouterr() == (to_xlsx(REPORT), b"")


def test_what_people_read_instead(tmp_path: Path) -> None:
    """A page and a workbook are for people: they show the other table where there is one; csv and json the rows."""
    report = replace(REPORT, instead=replace(REPORT, title="Another"))
    for name, shown in (("a.html", True), ("a.xlsx", True), ("a.json", False)):
        show(report, None, tmp_path / name)
        made = (tmp_path / name).read_bytes()
        show(report.instead if shown else REPORT, None, tmp_path / name)
        assert (tmp_path / name).read_bytes() == made


def test_for_a_spreadsheet(tmp_path: Path, on_screen: Callable[..., str]) -> None:
    """With a byte order mark in a file, without one on a screen."""
    show(REPORT, None, tmp_path / "a.csv", excel_safe=True)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfname,amount\n")
    assert on_screen(REPORT, "csv", excel_safe=True).startswith("name,amount\n")


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_the_mode_of_a_new_file(tmp_path: Path, umask: int, mode: int) -> None:
    """As the umask says, like any file that a shell makes."""
    before = os.umask(umask)
    try:
        show(REPORT, None, tmp_path / "a.txt")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == mode


def test_a_file_that_is_there(tmp_path: Path) -> None:
    """It is replaced and keeps its mode; a link to it stays a link."""
    file, link = tmp_path / "a.txt", tmp_path / "link.txt"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)
    show(REPORT, None, link)
    assert link.is_symlink() and file.read_text() == to_plain(REPORT)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_device_stays_a_device() -> None:
    """/dev/null takes the report and is never replaced by a file."""
    show(REPORT, "json", Path("/dev/null"))
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_it_cannot_be_written(tmp_path: Path) -> None:
    """A folder, or a place that is not there: one sentence that names it, and nothing is left behind."""
    for out in (tmp_path, tmp_path / "none" / "a.txt"):
        with pytest.raises(WrongUse) as raised:
            show(REPORT, "plain", out)
        assert str(out) in str(raised.value) and "cannot be written" in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the last step fails the old file is whole, and no half-written neighbour stays."""
    (tmp_path / "a.txt").write_text("old")

    def full(*_given: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(WrongUse, match="No space left"):
        show(REPORT, None, tmp_path / "a.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "old"


def test_the_command_line_refuses_a_format_before_any_work(company: Path, run: Any) -> None:
    """Exit 2 for a format that is none, and the file is not made."""
    answer = run("funnel", "--format", "xml")
    assert (answer.code, answer.out) == (2, "") and "--format is one of" in answer.err
    answer = run("funnel", "--out", str(company.with_name("funnel.xls")))
    assert answer.code == 2 and not company.with_name("funnel.xls").exists()
    assert run("funnel", "--out", str(company.with_name("funnel.json"))) == run("funnel", "--out", "/dev/null")
    assert json.loads(company.with_name("funnel.json").read_text("utf-8"))["report"] == "funnel"
