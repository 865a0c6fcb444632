"""What is refused of every command line before any work: an empty value, an option given twice, an amount below zero."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import typer
from conftest import Facts, Refused, Run

from salescli import main


def commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The commands that take words, each with its path."""
    below = getattr(command, "commands", None)
    if below is None:
        yield path, command
    for name, one in (below or {}).items():
        yield from commands(one, (*path, name))


def options() -> Iterator[tuple[tuple[str, ...], str, bool]]:
    """Every option of every command that takes a value, and whether it may stand several times."""
    for room in sorted(set(main.ROOMS.values())):
        for path, command in commands(typer.main.get_group(import_module(room).app), ()):
            for one in command.params:
                if one.param_type_name == "option" and not one.is_flag:
                    yield path, one.opts[0], one.multiple


EVERY = list(options())
NAMES = [f"{' '.join(path)} {option}" for path, option, _several in EVERY]


def words_of(command: tuple[str, ...]) -> list[str]:
    """A command line as far as click asks for it: its arguments, without its options."""
    group = typer.main.get_group(import_module(main.ROOMS[command[0]]).app)
    found = dict(commands(group, ()))[command]
    return [*command, *["1" for one in found.params if one.param_type_name == "argument" and one.required]]


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(("command", "option", "_several"), EVERY, ids=NAMES)
def test_an_empty_value_is_refused_by_every_option(
    refused: Refused, command: tuple[str, ...], option: str, _several: bool
) -> None:
    """A script in which $VAR is not set must not book something else, nor show what is everybody's."""
    assert refused(2, *words_of(command), option, "").startswith(f"The option {option} is empty; ")
    assert refused(2, *words_of(command), f"{option}= ").startswith(f"The option {option} is empty; ")


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(("command", "option", "several"), EVERY, ids=NAMES)
def test_an_option_given_twice_is_refused_unless_it_may_repeat(
    run: Run, command: tuple[str, ...], option: str, several: bool
) -> None:
    """Else the last would count, and nobody would know that the first did not."""
    said = run(*words_of(command), option, "1", option, "1").err
    assert (f"The option {option} is given twice; give it once." in said) is not several


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("option", [one for one in main.COMMON if one != "--lang"])
def test_the_common_options_too(refused: Refused, option: str) -> None:
    """Wherever on the line they stand. --lang has a sentence of its own."""
    said = f"The option {option} is empty; give a value, or leave it out."
    assert refused(2, "log", "华北机械", "x", option, "") == said == refused(2, f"{option}=", "log", "华北机械", "x")
    assert refused(2, option, "a", "funnel", option, "b") == f"The option {option} is given twice; give it once."


@pytest.mark.usefixtures("company")
def test_an_option_that_must_be_there_cannot_be_left_out(refused: Refused) -> None:
    said = refused(2, "task", "add", "zw", "上门", "--kind", "service", "--due", "")
    assert said == "The option --due is empty; it needs a value."


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("words", "name"),
    [(["profit", ""], "opportunity"), (["log", "华北机械", ""], "content"), (["contact", "list", " "], "customer")],
)
def test_an_argument_that_may_be_left_out_is_not_empty(refused: Refused, words: list[str], name: str) -> None:
    """`profit "$OPPORTUNITY"` is never the profit of all, and nobody logs that nothing was said by writing nothing."""
    assert refused(2, *words) == f"The argument {name} is empty; give a value, or leave it out."


@pytest.mark.usefixtures("company")
def test_flags_may_stand_twice_and_lists_repeat(run: Run, facts: Facts) -> None:
    assert run("remind", "--all", "--all", "--check", "--check").err == ""
    line = ["--line", "GTX:10:4000", "--line", "GTX:1:4000"]
    assert run("contract", "sign", "风机改造", "5万", *line, "--as", "zw").code == 0
    assert len(facts("contract_line")) == 2


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("words", "given"),
    [
        (["expense", "request", "-500", "--category", "office"], "-500"),
        (["goal", "progress", "18", "-5%"], "-5%"),
        (["receipt", "--note", "-1", "HT-1", "-.5"], "-.5"),
    ],
)
def test_an_amount_below_zero_is_not_an_option(refused: Refused, words: list[str], given: str) -> None:
    """What begins with - is read as an option: it is said so, and that no amount is below 0."""
    assert refused(2, *words) == (
        f"{given} begins with - and is read as an option. An amount is never below 0; "
        "any other word that begins so stands behind `--`."
    )


@pytest.mark.usefixtures("company")
def test_behind_two_hyphens_it_is_a_word(run: Run, facts: Facts) -> None:
    assert run("log", "--as", "zw", "华北机械", "--", "-5% off was asked for").code == 0
    assert facts("follow_up", "content") == [("-5% off was asked for",)]
