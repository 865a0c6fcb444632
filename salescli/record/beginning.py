"""The way in for ledgers themselves: a new one, and an example team's; everything that is recorded into one is elsewhere."""

import os
import shlex
from gettext import gettext as _
from pathlib import Path
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.facts.names import PolicyRow
from salescli.ledger import files, starter
from salescli.record import in_force, typed

app = typed.room()

EXAMPLE = Path("demo-ledger")


@app.command("init", help=_("Make a ledger. Example: salescli init --with-policy mine.toml"))
def init(
    ctx: typer.Context,
    currency: Annotated[str, typer.Option("--currency", help=_("three letters"))] = "CNY",
    timezone: Annotated[str, typer.Option("--timezone", help=_("whose midnights bound the days"))] = "Asia/Shanghai",
    with_policy: Annotated[
        Path | None, typer.Option("--with-policy", help=_("the rules from ever, instead of the starter policy"))
    ] = None,
    as_json: typed.AsJson = False,
) -> None:
    """Make a ledger with a policy that works at once, and say where both are and how to change the policy."""
    asked: Asked = ctx.obj
    _refuse_report_options(asked)
    _refuse_existing(asked.path)
    asked.warn_of_network()
    policy = _checked(with_policy, asked.lang) if with_policy else None
    starter.make(asked.path, asked.who, currency=currency.upper(), zone=timezone, policy=policy, lang=asked.lang)
    with files.open_for_reading(asked.path, asked.who) as ledger:
        first = ledger.read("policies", PolicyRow)[0]
        stages = in_force.stages(ledger, asked.day(ledger))
        lines = _welcome(asked, ledger.currency, ledger.zone, first.title, [stage.key for stage in stages])
    print(typed.in_json({"id": ledger.show_id(first.id), "ledger": str(asked.path)}) if as_json else "\n".join(lines))


@app.command("demo", help=_("Make an example team's ledger. Example: salescli demo"))
def demo(
    ctx: typer.Context,
    directory: Annotated[Path | None, typer.Argument(help=_("where; else demo-ledger"))] = None,
) -> None:
    """Make the ledger of an invented team, from September 2023 to the end of 2024, and say what to try."""
    from salescli.record import example

    asked: Asked = ctx.obj
    _refuse_report_options(asked)
    path = _example_path(asked, directory)
    _refuse_existing(path)
    example.build(path)
    print("\n".join(_to_try(path, example.LAST.isoformat())))


# What both refuse.


def _refuse_report_options(asked: Asked) -> None:
    if asked.policy:
        raise WrongUse(_("--policy belongs to reports; `salescli init` takes its rules by --with-policy FILE."))
    for option, given in (("--format", asked.format), ("--out", asked.out), ("--as-of", asked.as_of)):
        if given:
            raise WrongUse(
                _("{option} belongs to reports; a new ledger takes --ledger and --as.").format(option=option)
            )


def _refuse_existing(path: Path) -> None:
    """A ledger is never made over something."""
    if not files.missing(path):
        raise Refused(
            _(
                "There is something at {path} already; it was left as it is. `salescli policy load FILE` changes a "
                "ledger's rules, --ledger or a directory names another place."
            ).format(path=typed.shown(str(path)))
        )


# init.


def _checked(path: Path, lang: str) -> tuple[str, str]:
    """Title and text of a policy file without fault."""
    from salescli.policy.parse import read_policy

    policy, text = read_policy(path)
    return policy.title.text(lang), text


def _welcome(asked: Asked, currency: str, zone: str, title: str, stages: list[str]) -> list[str]:
    where = _("Made the ledger {path} ({currency}, {zone}).").format(path=asked.path, currency=currency, zone=zone)
    known = _("Its policy, from ever, is “{title}”, with the stages {stages}.").format(
        title=title, stages=", ".join(stages)
    )
    change = _("To change the policy: salescli policy show > mine.toml, edit it, then salescli policy load mine.toml.")
    lines = [where, known, change]
    if asked.ledger:
        lines.append(_("So that every command finds the ledger: {line}").format(line=_setting(asked.path)))
    return [typed.shown(line) for line in lines]


def _setting(path: Path) -> str:
    """The shell's line that names the ledger for the commands after it."""
    if os.name == "nt":
        return f'$env:SALESCLI_LEDGER = "{path.absolute()}"'
    return f"export SALESCLI_LEDGER={shlex.quote(str(path.absolute()))}"


# demo.


def _example_path(asked: Asked, directory: Path | None) -> Path:
    """The directory's ledger.db; --ledger given on the line, which says where, does as well."""
    if asked.ledger and directory:
        raise WrongUse(_("Where should the example go? Give a directory or --ledger, not both."))
    return asked.ledger or (directory or EXAMPLE) / "ledger.db"


def _to_try(path: Path, last: str) -> list[str]:
    lines = [
        _("Made an example team's ledger at {path}; its story ends on {day}. To try it:").format(path=path, day=last),
        f"  {_setting(path)}",
        f"  salescli remind --all --on {last}",
        f"  salescli funnel --on {last}",
        f"  salescli appraise --period 2024Q4 --on {last}",
    ]
    return [typed.shown(line) for line in lines]
