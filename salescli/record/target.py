"""The way in for targets: what a rep, a team or the company is to reach of a measure in a period, one by one or from a CSV file."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import Annotated, Any

import typer

from salescli.asked import Asked
from salescli.facts.measured import TargetRow
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.ledger.whose import KINDS, whose_of
from salescli.measure import MEASURE_WORDS, MeasureKey
from salescli.period import Period
from salescli.record import target_file, typed
from salescli.record.target_words import (
    Key,
    Target,
    any_period,
    measure_of,
    period_of,
    product_of,
    value_of,
)
from salescli.terms import Scope

app = typed.room()
target = typed.group(app, "target", _("What is to be reached. Example: salescli target list --period 2024Q1"))


@target.command("set", help=_("Set a target. Example: salescli target set zw contract_amount 2024Q1 50万"))
def set_(
    ctx: typer.Context,
    who: Annotated[
        str, typer.Argument(help=_("a rep, a team (rep:zw, team:north where both are called so), or company"))
    ],
    measure: Annotated[str, typer.Argument(help=_("which measure, `salescli measures` lists them"))],
    over: Annotated[str, typer.Argument(metavar="PERIOD", help=_("a month, quarter, half or year: 2024-03, 2024Q1"))],
    value: Annotated[str, typer.Argument(help=_("an amount, a number or a rate: 50万, 12, 85%"))],
    product: Annotated[str | None, typer.Option("--product", help=_("of this product alone"))] = None,
    exact: Annotated[bool, typer.Option("--exact", help=_("as it stands, also for who joins or leaves"))] = False,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a target; an earlier one of the same person, measure and days counts no more."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day = asked.day(ledger)
        key = measure_of(measure)
        amount, number = value_of(key, value)
        wanted = Target(
            *whose_of(ledger, who),
            key,
            product_of(ledger, key, product),
            period_of(ledger, over, day),
            amount,
            number,
            exact,
        )
        before = standing(ledger, wanted.over.start, wanted.over.end).get(wanted.key)
        id = append(ledger, day, wanted, note)
        sentence = _sentence(ledger, wanted, before, asked.lang)
    typed.answer(ledger, id, sentence, as_json)


@target.command("import", help=_("Set many. Example: salescli target import targets.csv"))
def import_(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(help=_("CSV with the columns who, measure, period, value, and if wanted product"))
    ],
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a file's targets, all or none; what stands already is left as it is."""
    asked: Asked = ctx.obj
    rows = target_file.rows(file)
    with asked.recording() as ledger:
        day = asked.day(ledger)
        wanted = target_file.checked(ledger, file, rows, day)
        there = _standing_about(ledger, wanted)
        ids = [append(ledger, day, one, note) for one in wanted if not _says(there.get(one.key), one)]
    skipped = len(rows) - len(ids)
    if as_json:
        print(json.dumps({"ids": [ledger.show_id(id) for id in ids], "skipped": skipped}))
    else:
        print(_imported(ledger, ids, skipped))


@target.command(
    "suggest", help=_("What the targets may be; nothing is set without --set. Example: salescli target suggest 2025Q1")
)
def suggest(
    ctx: typer.Context,
    over: Annotated[str, typer.Argument(metavar="PERIOD", help=_("a month, quarter, half or year: 2024-03, 2024Q1"))],
    rep: Annotated[str | None, typer.Option("--rep", help=_("only this rep's"))] = None,
    team: Annotated[str | None, typer.Option("--team", help=_("only this team's and its people's"))] = None,
    do_set: Annotated[bool, typer.Option("--set", help=_("set them as they are suggested"))] = False,
    note: typed.Note = None,
) -> None:
    """Show what targets may be, with every part of it; set them where that is asked for."""
    from salescli.reports import suggested
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    with looking(asked) as view:
        wanted = period_of(view.ledger, over, view.on)
        report = suggested.build(view, wanted, rep, team)
    asked.show(report)
    if do_set:
        with asked.recording() as ledger:
            said = _set_suggested(ledger, asked.day(ledger), report.rows, wanted, note)
        print(said, file=sys.stderr)


@target.command("list", help=_("The targets that count, as they were set."))
def list_(
    ctx: typer.Context,
    over: Annotated[str | None, typer.Option("--period", help=_("only those that meet this period"))] = None,
) -> None:
    """Show the targets."""
    from salescli.reports import lists
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    with looking(asked) as view:
        wanted = any_period(view.ledger, over, view.on) if over else None
        asked.show(lists.targets(view, wanted))


# What stands, and what is appended.


def standing(ledger: Ledger, start: date, end: date) -> dict[Key, TargetRow]:
    """The targets that meet the days, by their keys; of one key the last that was set."""
    rows = ledger.read("targets", TargetRow, start=start, end=end)
    return {
        (row.scope, row.rep_id or row.team_id, row.measure, row.product_id, row.starts_on, row.ends_on): row
        for row in rows
    }


def _standing_about(ledger: Ledger, wanted: list[Target]) -> dict[Key, TargetRow]:
    if not wanted:
        return {}
    return standing(ledger, min(one.over.start for one in wanted), max(one.over.end for one in wanted))


def _set_suggested(ledger: Ledger, day: date, rows: Sequence[Mapping[str, Any]], over: Period, note: str | None) -> str:
    """Append the suggested targets that do not stand already; gives what is said of it."""
    given = [one for row in rows if (one := _suggested(ledger, row, over)) is not None]
    there = _standing_about(ledger, given)
    ids = [append(ledger, day, one, note) for one in given if not _says(there.get(one.key), one)]
    return _set_sentence(ledger, ids, len(given) - len(ids))


def _suggested(ledger: Ledger, row: Mapping[str, Any], over: Period) -> Target | None:
    """A row of the suggestions as a target; None: nothing is suggested, or 0, which is no target to reach."""
    value, scope = row["suggested"], Scope(row["scope"])
    if not value:
        return None
    whose = None if scope is Scope.COMPANY else names.find(ledger, KINDS[scope], row["who"])
    is_money = row["kind"] == "money"
    return Target(
        scope,
        whose,
        MeasureKey(row["measure"]),
        None,
        over,
        int(value) if is_money else None,
        None if is_money else Decimal(int(value)),
    )


def _says(row: TargetRow | None, wanted: Target) -> bool:
    """Whether a target that stands says the same already."""
    if row is None:
        return False
    return row.amount == wanted.amount and (row.number and Decimal(row.number)) == wanted.number


def append(ledger: Ledger, day: date, wanted: Target, note: str | None) -> int:
    """Append a target set on a day; gives its id."""
    whose = wanted.whose.id if wanted.whose else None
    return ledger.append(
        "target",
        day,
        note=note,
        scope=wanted.scope,
        rep_id=whose if wanted.scope is Scope.REP else None,
        team_id=whose if wanted.scope is Scope.TEAM else None,
        measure=wanted.measure,
        product_id=wanted.product.id if wanted.product else None,
        starts_on=wanted.over.start,
        ends_on=wanted.over.end,
        amount=wanted.amount,
        number=None if wanted.number is None else _text(wanted.number),
        exact=wanted.exact,
    )


def _text(number: Decimal) -> str:
    """A number without exponent and without idle zeros."""
    return f"{number.normalize():f}"


# What is said.


def _sentence(ledger: Ledger, wanted: Target, before: TargetRow | None, lang: str) -> str:
    words = MEASURE_WORDS[wanted.measure]
    whose = wanted.whose.label if wanted.whose else _("the company")
    parts = [
        _("Target of {whose}").format(whose=whose),
        words.zh if lang == "zh" else words.en,
        *([wanted.product.name] if wanted.product else []),
        wanted.over.name,
        _said(ledger, wanted.measure, wanted.amount, wanted.number),
    ]
    if before:
        earlier = _said(ledger, wanted.measure, before.amount, Decimal(before.number) if before.number else None)
        parts.append(_("till now {value}").format(value=earlier))
    return " · ".join(parts)


def _said(ledger: Ledger, measure: MeasureKey, amount: int | None, number: Decimal | None) -> str:
    if amount is not None:
        return typed.priced(amount, ledger)
    percent = MEASURE_WORDS[measure].written == "percent"
    number = number or Decimal(0)
    return f"{_text(number * 100)}%" if percent else _text(number)


def _set_sentence(ledger: Ledger, ids: list[int], skipped: int) -> str:
    said = ngettext("Set {count} target", "Set {count} targets", len(ids)).format(count=len(ids))
    return said + _whole_of(ledger, ids, skipped)


def _imported(ledger: Ledger, ids: list[int], skipped: int) -> str:
    said = ngettext("Imported {count} target", "Imported {count} targets", len(ids)).format(count=len(ids))
    return said + _whole_of(ledger, ids, skipped)


def _whole_of(ledger: Ledger, ids: list[int], skipped: int) -> str:
    """How many stood already, and the first and last id of those that were appended."""
    said = ""
    if skipped:
        there = ngettext("{count} was there already", "{count} were there already", skipped).format(count=skipped)
        said = f" · {there}"
    ends = dict.fromkeys([ids[0], ids[-1]]) if ids else {}
    return said + ("  " + " … ".join(f"#{ledger.show_id(id)}" for id in ends) if ends else "")
