"""The company's rules as reports: which versions there are, and what differs between two of them; what a rule does is elsewhere.

Facts: policies, in the order they were loaded. A version counts from its first day until another one starts.
"""

from datetime import date, timedelta
from gettext import gettext as _
from gettext import ngettext

from salescli.policy.diff import diff
from salescli.policy.versions import PolicyVersion
from salescli.reports.report import Column, Report
from salescli.reports.view import View


def versions(view: View) -> Report:
    """Every version loaded, the days it counts, and whether it does on the view's day."""
    known = view.in_force().versions
    spans = {span.version.id: (span.start, span.end) for span in known.between(date.min, date.max)}
    rows = [
        {
            "id": view.ledger.show_id(version.id),
            "title": version.title,
            "starts_on": version.starts_on,
            "last_on": _last_day(spans.get(version.id)),
            "state": _state(spans.get(version.id), view.on),
            "digest": version.digest,
        }
        for version in known
    ]
    return view.report("policies", _("Policies"), _version_columns(), rows)


def changes(view: View, before: PolicyVersion, after: PolicyVersion) -> Report:
    """Every value in which two policies differ, as written; a value that is not there is none."""
    rows = [
        {"key": change.path, "before": change.before, "after": change.after}
        for change in diff(before.policy, after.policy)
    ]
    counted = ngettext("{count} value differs.", "{count} values differ.", len(rows)).format(count=len(rows))
    sides = _("Before: {before}. After: {after}.").format(before=before.label, after=after.label)
    return view.report("policy_diff", _("Policy, what differs"), _change_columns(), rows, notes=[sides, counted])


def _last_day(span: tuple[date, date] | None) -> date | None:
    return span[1] - timedelta(days=1) if span and span[1] < date.max else None


def _state(span: tuple[date, date] | None, day: date) -> str:
    """in_force, past or coming; replaced: another version was loaded for the same first day, and this one never counts."""
    if span is None:
        return "replaced"
    if day < span[0]:
        return "coming"
    return "in_force" if day < span[1] else "past"


def _version_columns() -> list[Column]:
    return [
        Column("id", _("Id")),
        Column("title", _("Title")),
        Column("starts_on", _("From"), "date"),
        Column("last_on", _("Last day"), "date"),
        Column("state", _("State"), words=_states()),
        Column("digest", _("Digest"), shown=False),
    ]


def _states() -> dict[str, str]:
    return {
        "in_force": _("in force"),
        "past": _("past"),
        "coming": _("coming"),
        "replaced": _("replaced"),
    }


def _change_columns() -> list[Column]:
    return [Column("key", _("Key")), Column("before", _("Before")), Column("after", _("After"))]
