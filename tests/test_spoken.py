"""Typer's own words in the person's language: help pages and refusals of a faulty command line."""

import io
import subprocess
import sys

import pytest

from salescli.main import main
from salescli.render.wrapping import width_of


class Terminal(io.StringIO):
    """A terminal at which nothing is typed any more."""

    def isatty(self) -> bool:
        return True


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


def test_chinese_help_has_no_english_sentence_of_typer(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = said(capsys, "--lang", "zh", "customer", "list", "-h")
    assert code == 0
    assert out.startswith("用法：salescli customer list") and "选项：\n" in out and "显示本帮助并退出" in out
    assert "Usage" not in out and "Show this message" not in out


def test_a_list_of_commands_says_what_each_does_without_its_example() -> None:
    """In Chinese a sentence ends without a space behind it."""
    for words, line in ((["--help"], "  log          记录一次跟进。\n"), (["rep", "-h"], "  depart  登记离职。\n")):
        command = [sys.executable, "-m", "salescli", "--lang", "zh", *words]
        assert line in subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def test_chinese_help_fits_the_screen(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A Chinese sign takes two columns."""
    monkeypatch.setenv("COLUMNS", "60")
    _code, out, _err = said(capsys, "--lang", "zh", "target", "set", "-h")
    assert max(map(width_of, out.splitlines())) <= 60


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["customer", "add"], "缺少参数 name。"),
        (["customer", "add", "x", "--bogus"], "没有选项 --bogus。"),
        (["customer", "list", "--ownr"], "没有选项 --ownr。是否指 --owner？"),
        (["customer", "list", "--owner"], "选项 --owner 需要一个值。"),
        (["customer", "list", "--help=1"], "选项 --help 不带值。"),
        (["customer", "release", "x", "y", "z"], "多写了内容：y z。"),
        (["remind", "--days", "soon"], "--days 应为整数，不能是 'soon'。"),
        (["remind", "--days", "-1"], "--days 应为 0 到 3650 的数，不能是 -1。"),
        (["explain", "pay", "zw", "--period", "2024Q1", "--depth", "-1"], "--depth 应为不小于 0 的数，不能是 -1。"),
        (["rep", "foo"], "没有命令 'foo'。"),
        (["expense", "request", "5"], "缺少选项 --category。"),
    ],
)
def test_a_faulty_line_is_refused_in_chinese(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capsys, "--lang", "zh", *words)
    assert (code, out) == (2, "") and err.startswith(f"salescli: {sentence}")


def test_a_refusal_names_the_help_to_read(capsys: pytest.CaptureFixture[str]) -> None:
    code, _out, err = said(capsys, "--lang", "en", "customer", "add")
    assert code == 2
    assert err == "salescli: The argument name is missing. `salescli customer add -h` shows how it is used.\n"


def test_a_group_without_a_command_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "--lang", "en", "rep")
    assert (code, out) == (2, "") and err.startswith("Usage: salescli rep")


def test_a_question_that_is_broken_off_is_no_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C or the end of input at a question of `salescli log`."""
    monkeypatch.setattr(sys, "stdin", Terminal())
    code, _out, err = said(capsys, "--lang", "zh", "log")
    assert code == 1 and err.endswith("已中止！\n")
