"""The way in for policies: a file checked, loaded as a version from a day on, shown, and compared; what its rules do is not known here."""

import sys
from datetime import date
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from salescli import period
from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.facts.closed import ClosedPeriod
from salescli.facts.names import PolicyRow
from salescli.facts.recorded import OpenStage
from salescli.ledger.store import Ledger
from salescli.record import in_force, typed

if TYPE_CHECKING:
    from salescli.policy.model import Policy
    from salescli.policy.versions import PolicyVersion
    from salescli.reports.view import View

app = typed.room()
policy = typed.group(app, "policy", _("The company's rules, dated. Example: salescli policy show > mine.toml"))

File = Annotated[Path, typer.Argument(help=_("the policy file (TOML)"))]


@policy.command("check", help=_("Name every fault of a file. Example: salescli policy check mine.toml"))
def check(ctx: typer.Context, file: File) -> None:
    """Say that a policy file is in order and what it contains, or all that is wrong with it."""
    from salescli.policy.parse import read_policy

    asked: Asked = ctx.obj
    found, _text = read_policy(file)
    start = _from(found.starts_on) if found.starts_on else _("no first day; load it with --from DAY, or from ever")
    parts = [_("{file} is ok").format(file=file.name), found.title.text(asked.lang), start, *_contents(found)]
    print(typed.shown(" · ".join(parts)))


@policy.command("load", help=_("Rules from a day on. Example: salescli policy load mine.toml --from 2024-07-01"))
def load(
    ctx: typer.Context,
    file: File,
    from_day: Annotated[
        str | None, typer.Option("--from", help=_("the first day it counts, else the file's own"))
    ] = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Append a checked policy as a version; earlier days keep the rules they had."""
    from salescli.policy.parse import read_policy
    from salescli.policy.versions import digest_of

    asked: Asked = ctx.obj
    found, text = read_policy(file)
    with asked.recording() as ledger:
        day = asked.day(ledger)
        start = typed.coming_day(from_day, day) or found.starts_on
        version = PolicyRow(0, start, found.title.text(asked.lang), text, digest_of(text))
        id, sentence = _load(ledger, version, found.starts_on, day, note)
        left_out = _stages_left_out(ledger, found, text, max(day, start or day))
    typed.answer(ledger, id, sentence, as_json)
    for stage in left_out:
        _warn_of(stage)


@policy.command("show", help=_("The rules in force on a day, as a file. Example: salescli policy show > mine.toml"))
def show(ctx: typer.Context) -> None:
    """Print the text of the policy in force, which can be loaded again; what it leaves to the fixed readings goes to stderr."""
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    if asked.format:
        raise WrongUse(_("`policy show` gives the policy as the TOML it is; --format belongs to reports."))
    with looking(asked) as view:
        version = view.versions.on(view.on)
    if asked.out:
        _write(version.text, asked.out)
    else:
        _print(version.text)
    _say_readings(version, view.on)


@policy.command("diff", help=_("What differs between two. Example: salescli policy diff mine.toml"))
def diff(
    ctx: typer.Context,
    one: Annotated[str, typer.Argument(metavar="FILE|DAY", help=_("a policy file, or a day for what counts then"))],
    other: Annotated[
        str | None, typer.Argument(metavar="FILE|DAY", help=_("else the policy in force on the day of --on"))
    ] = None,
) -> None:
    """Show what differs; compared with the one in force, a file and a later day are the new side."""
    from salescli.reports import policies
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    with looking(asked) as view:
        first, second = _sides(view, one, other)
        asked.show(policies.changes(view, first, second))


@policy.command("list", help=_("Every version loaded and the days it counts."))
def list_(ctx: typer.Context) -> None:
    """Show the versions."""
    from salescli.reports import policies
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    with looking(asked) as view:
        asked.show(policies.versions(view))


# Checking.


def _contents(found: "Policy") -> list[str]:
    """What a policy holds, counted: 6 stages, 2 commission plans …; what it does not have is not named."""
    counts = (
        (len(found.stages), ngettext("{count} stage", "{count} stages", len(found.stages))),
        (len(found.posts), ngettext("{count} post", "{count} posts", len(found.posts))),
        (
            len(found.commission_plans),
            ngettext("{count} commission plan", "{count} commission plans", len(found.commission_plans)),
        ),
        (len(found.draws), ngettext("{count} draw", "{count} draws", len(found.draws))),
        (len(found.bonuses), ngettext("{count} bonus", "{count} bonuses", len(found.bonuses))),
        (len(found.penalties), ngettext("{count} penalty", "{count} penalties", len(found.penalties))),
        (len(found.limits), ngettext("{count} limit", "{count} limits", len(found.limits))),
        (len(found.appraisals), ngettext("{count} appraisal plan", "{count} appraisal plans", len(found.appraisals))),
        (len(found.standards), ngettext("{count} standard", "{count} standards", len(found.standards))),
    )
    return [words.format(count=count) for count, words in counts if count]


# Loading.


def _load(ledger: Ledger, version: PolicyRow, named: date | None, day: date, note: str | None) -> tuple[int, str]:
    """Append a version unless it counts from that day already; gives its id and a sentence.

    Args:
        named: the first day that the file itself names.

    Raises:
        Refused: it would count inside a closed period.
    """
    loaded = ledger.read("policies", PolicyRow)
    same_start = [other for other in loaded if other.starts_on == version.starts_on]
    if same_start and same_start[-1].digest == version.digest:
        there = same_start[-1]
        sentence = _("{title} is there already and counts {start}; nothing was recorded")
        return there.id, sentence.format(title=there.title, start=_from(there.starts_on))
    later = [other for other in loaded if other.starts_on and other.starts_on > (version.starts_on or date.min)]
    following = min(later, key=lambda other: other.starts_on or date.max, default=None)
    _refuse_closed(ledger, version.starts_on, following.starts_on if following else None)
    id = ledger.append(
        "policy",
        day,
        note=note,
        starts_on=version.starts_on,
        title=version.title,
        body=version.body,
        digest=version.digest,
    )
    return id, _counts(version, named, following)


def refuse_rewriting(ledger: Ledger, id: int) -> None:
    """A version that counts on a day of a closed period is not taken back, nor let count again: its figures stand.

    Raises:
        Refused: it does, or would.
    """
    own = ledger.stored(id)
    start = date.fromisoformat(str(own.fields["starts_on"])) if "starts_on" in own.fields else None
    others = [other for other in ledger.read("policies", PolicyRow) if other.id != id]
    after = [other for other in others if (other.starts_on or date.min) >= (start or date.min)]
    if any(other.starts_on == start and _order(ledger, other.id) > _order(ledger, id) for other in after):
        return  # another of the same first day hides it
    said = _("The policy counts {start}, inside the closed period from {first} to {last}, and stays as it is.")
    if own.voided:
        said = _("The policy would count {start}, inside the closed period from {first} to {last}; it stays void.")
    later = (other.starts_on for other in after if other.starts_on and other.starts_on != start)
    _refuse_closed(ledger, start, min(later, default=None), said)


def _order(ledger: Ledger, id: int) -> tuple[str, int]:
    return ledger.stored(id).recorded_at, id


def _refuse_closed(ledger: Ledger, start: date | None, end: date | None, said: str | None = None) -> None:
    """A policy may not count on a day of a closed period: its figures stand.

    Args:
        said: what is refused; None: loading it.
    """
    closed = ledger.read("closed_periods", ClosedPeriod, start=start or date.min, end=end or date.max)
    if closed:
        said = said or _(
            "The policy would count {start}, inside the closed period from {first} to {last}; the first day still open is {open}."
        )
        raise Refused(
            said.format(
                start=_from(start),
                first=closed[0].starts_on.isoformat(),
                last=period.Period(closed[0].starts_on, closed[0].ends_on, "").last.isoformat(),
                open=max(one.ends_on for one in closed).isoformat(),
            )
        )


def _counts(version: PolicyRow, named: date | None, following: PolicyRow | None) -> str:
    parts = [
        _("Loaded {title}").format(title=version.title),
        _("counts {start}").format(start=_from(version.starts_on)),
    ]
    if named and named != version.starts_on:
        parts.append(_("not from {day} as the file says").format(day=named.isoformat()))
    if following and following.starts_on:
        day = following.starts_on.isoformat()
        parts.append(_("until {day}, when {title} follows").format(title=following.title, day=day))
    return " · ".join(parts)


def _from(start: date | None) -> str:
    return _("from {day} on").format(day=start.isoformat()) if start else _("from ever")


def _stages_left_out(ledger: Ledger, found: "Policy", text: str, day: date) -> list[OpenStage]:
    """The stages in which open opportunities stand and which the policy, where it counts on the day, does not have."""
    if in_force.text_on(ledger, day) != text:
        return []
    known = {stage.key for stage in found.stages}
    return [stage for stage in ledger.read("open_stages", OpenStage, day=day) if stage.stage not in known]


def _warn_of(stage: OpenStage) -> None:
    typed.warn(
        ngettext(
            "{count} open opportunity stands in the stage {stage}, which this policy does not have; `salescli stage` moves it.",
            "{count} open opportunities stand in the stage {stage}, which this policy does not have; `salescli stage` moves them.",
            stage.opportunities,
        ).format(count=stage.opportunities, stage=stage.stage)
    )


# Showing.


def _print(text: str) -> None:
    """The text as it is for a file or another program; on a terminal nothing in it can act."""
    lines = text.removesuffix("\n").split("\n")
    on_terminal = sys.stdout.isatty()
    for line in lines:
        print(typed.shown(line.replace("\t", "    ")) if on_terminal else line)
    sys.stdout.flush()


def _write(text: str, path: Path) -> None:
    try:
        path.write_text(text.removesuffix("\n") + "\n", encoding="utf-8")
    except OSError as error:
        raise WrongUse(_("{path} cannot be written: {reason}.").format(path=path, reason=error.strerror)) from None


def _say_readings(version: "PolicyVersion", day: date) -> None:
    from salescli.policy.readings import readings

    typed.warn(_("In force on {day}: {title}.").format(day=day.isoformat(), title=version.label))
    typed.warn(_("What a policy leaves out is read so, and nothing else is assumed:"))
    for reading in readings():
        typed.warn(f"  {reading.key} = {reading.value} · {reading.words}")


# Comparing.


def _sides(view: "View", one: str, other: str | None) -> tuple["PolicyVersion", "PolicyVersion"]:
    """The two policies, the older side first: as they were named, else a file or a later day after the one in force."""
    named, day = _side(view, one)
    if other is not None:
        return named, _side(view, other)[0]
    standing = view.versions.on(view.on)
    return (named, standing) if day and day < view.on else (standing, named)


def _side(view: "View", text: str) -> tuple["PolicyVersion", date | None]:
    """A file's policy, or the one in force on a day, with that day.

    Raises:
        WrongUse: neither a file nor a day.
        NothingInForce: no policy counted on the day.
    """
    from salescli.policy.parse import read_policy
    from salescli.policy.versions import version_of

    if _is_there(Path(text)) or text.endswith(".toml"):
        return version_of(0, read_policy(Path(text))[1]), None
    try:
        day = period.parse_day(text, view.on)
    except WrongUse:
        raise WrongUse(
            _("{given} is neither a policy file nor a day; right would be mine.toml or 2024-07-01.").format(
                given=repr(text[:40])
            )
        ) from None
    return view.versions.on(day), day


def _is_there(path: Path) -> bool:
    """Whether something is at a path; what is too long for a name, or in a closed folder, is not, as far as one can see."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
