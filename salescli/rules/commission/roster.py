"""Who has a place in the commission of a period: every rep and plan that covers the rep on an employed day; no money here."""

from collections.abc import Iterator
from datetime import date, timedelta

from salescli.rules.commission.plan import TermsOn
from salescli.rules.commission.setting import Setting

Pair = tuple[str, str]
"""A rep's code and a plan's key."""


def covered(setting: Setting, start: date, end: date) -> dict[Pair, None]:
    """Each rep and plan that covers the rep on a day of [start, end) on which the rep is employed."""
    found: dict[Pair, None] = {}
    steps = [*_versions(setting.terms_on, start, end), *setting.staff.place_changes(start, end)]
    for person in setting.staff.people.values():
        days = {*steps, *setting.staff.changes(person.id, start, end)}
        for low, high in setting.staff.employment(person.id, start, end):
            for day in sorted({low, *(day for day in days if low <= day < high)}):
                for key, terms in setting.terms_on(day).items():
                    if terms.covers(setting.staff, person.id, day):
                        found[person.code, key] = None
    return found


def _versions(terms_on: TermsOn, start: date, end: date) -> Iterator[date]:
    """The first day, and each day of (start, end) on which another version of the policy begins."""
    before = None
    for number in range((end - start).days):
        day = start + timedelta(days=number)
        terms = terms_on(day)
        if terms is not before:
            yield day
        before = terms
