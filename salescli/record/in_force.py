"""What the policy in force says to a command that records: its stages and posts, read lightly. Nothing is written or counted here."""

import tomllib
from collections.abc import Iterator
from datetime import date
from gettext import gettext as _

from salescli.errors import NothingInForce, WrongUse
from salescli.facts.names import PolicyRow
from salescli.ledger.store import Ledger
from salescli.policy.stages import Stage, stage_keys
from salescli.record import typed
from salescli.terms import Closes


def text_on(ledger: Ledger, day: date) -> str:
    """The text of the policy that counts on a day.

    Raises:
        NothingInForce: the ledger's first policy starts later.
    """
    found = ledger.read("policy_on", PolicyRow, day=day)
    if found:
        return found[0].body
    raise NothingInForce(
        _("No policy is in force on {day}; `salescli policy load FILE --from DAY` loads one.").format(
            day=day.isoformat()
        )
    )


def stages(ledger: Ledger, day: date) -> list[Stage]:
    """The stages of the policy in force on a day, in their order."""
    return stage_keys(text_on(ledger, day))


def stage(ledger: Ledger, day: date, text: str) -> Stage:
    """The stage that a person means on a day: its key, a beginning of the key, or its title in either language.

    Raises:
        WrongUse: none or several, with the stages there are.
    """
    known = stages(ledger, day)
    wanted = text.strip().lower()
    exact = [s for s in known if wanted in (s.key.lower(), *(t.lower() for t in (s.title.en, s.title.zh) if t))]
    found = exact or [s for s in known if wanted and s.key.lower().startswith(wanted)]
    if len(found) == 1:
        return found[0]
    raise WrongUse(
        _("There is no stage {given} on {day}; the policy then has {stages}.").format(
            given=repr(text[:40]), day=day.isoformat(), stages=", ".join(typed.shown(s.key) for s in known)
        )
        + typed.near(text, [s.key for s in known])
    )


def first(ledger: Ledger, day: date) -> Stage:
    """The stage in which an opportunity opens on a day: the first that does not close it.

    Raises:
        WrongUse: every stage of the policy closes.
    """
    for known in stages(ledger, day):
        if known.closes is None:
            return known
    raise WrongUse(
        _("The policy in force on {day} has no stage that is open; give one with --stage.").format(day=day.isoformat())
    )


def won(ledger: Ledger, day: date) -> Stage:
    """The stage that closes an opportunity as won on a day."""
    return next(s for s in stages(ledger, day) if s.closes is Closes.WON)  # a policy without one is never loaded


def post(ledger: Ledger, text: str, *days: date) -> str:
    """The post that a person means; the policies of any of the days may know it, one that names no posts takes any.

    Raises:
        WrongUse: no such post, with those there are.
    """
    posts: dict[str, dict[str, object]] = {}
    for day in dict.fromkeys(days):
        posts |= tomllib.loads(text_on(ledger, day).removeprefix("\ufeff")).get("post", {})
    titles = {title: key for key, table in posts.items() for title in _titles(table)}
    if not posts or text in posts:
        return typed.name(text, _("The post"))
    if text in titles:
        return titles[text]
    raise WrongUse(
        _("The policy knows no post {given}; it has {posts}.").format(
            given=repr(text[:40]), posts=", ".join(typed.shown(key) for key in posts)
        )
        + typed.near(text, posts)
    )


def fiscal_year_starts(ledger: Ledger, day: date) -> int:
    """The month in which the fiscal year starts, by the policy of a day (1 where it does not say)."""
    calendar = tomllib.loads(text_on(ledger, day).removeprefix("\ufeff")).get("calendar", {})
    return int(calendar.get("fiscal_year_starts", 1))


def naming(ledger: Ledger, kind: str, code: str, instead: str) -> str | None:
    """The title of a policy that names a rep, a team or a product by a code, and not by the other; None: none does."""
    versions = {row.starts_on: row for row in ledger.read("policies", PolicyRow)}  # of one day the last loaded counts
    for row in versions.values():
        for value in _values(tomllib.loads(row.body.removeprefix("\ufeff")), (kind, f"{kind}s")):
            listed = value if isinstance(value, list) else [value]
            if code in listed and instead not in listed:
                return row.title
    return None


def _values(value: object, keys: tuple[str, ...]) -> Iterator[object]:
    """What stands under the keys, wherever in a policy they are."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key in keys:
                yield part
            yield from _values(part, keys)
    elif isinstance(value, list):
        for part in value:
            yield from _values(part, keys)


def _titles(table: dict[str, object]) -> list[str]:
    title = table.get("title")
    return list(title.values()) if isinstance(title, dict) else [str(title)] if title else []
