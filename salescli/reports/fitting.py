"""Who fits a post (人事相宜, figures.md §9): people and candidates ranked by their latest assessments against what the post requires.

First who meets all that is required, then by fit × coverage, then by coverage; who has no assessment is last, without a value and
a rank. `fit` is the mean of min(1, mark ÷ required) over the requirements that have a mark, `coverage` the part of them that has
one. A mark is score ÷ maximum, of each kind of rater the latest, each alike, never a self rating. Facts: assessments, people and
their jobs. Policy: [post.KEY] requires, of the view's day.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli import money
from salescli.errors import NotFound, NothingInForce
from salescli.facts.listed import ListedRep
from salescli.ledger import names
from salescli.period import Period
from salescli.policy.model import Policy, Post
from salescli.reports.appraisal_words import percent, post_title
from salescli.reports.commission import staff_of
from salescli.reports.evidence_words import METHODS, PURPOSES
from salescli.reports.report import Column, Look, Report
from salescli.reports.standard_figures import marks_between
from salescli.reports.view import View
from salescli.rules import fit as rule
from salescli.rules.fit import Fit, Requirement
from salescli.rules.staff import Staff

Row = dict[str, Any]


def build(
    view: View, post: str, period: Period | None = None, *, rep: str | None = None, purpose: str | None = None
) -> Report:
    """Everybody employed on the view's day, and every candidate, against a post; of one person where named.

    Args:
        post: its key, its title in either language, or a part of these that only one post has.
        period: only assessments given in it; purpose: only those for it, a word of the list in either language.

    Raises:
        NotFound: no such post or person.
        WrongUse: no such purpose.
        NothingInForce: no policy on the day, or the post requires nothing.
    """
    policy = view.versions.on(view.on).policy
    key = _meant(policy, post)
    wanted = policy.posts[key]
    title = post_title(policy, key, view.lang)
    if not wanted.requires:
        raise _nothing_required(view, policy, key)
    only = names.find(view.ledger, "rep", rep).code if rep is not None else None
    word = PURPOSES.meant(purpose) if purpose is not None else None
    people = [one for one in _people(view, staff_of(view)) if only in (None, one["rep"])]
    fits = _fits(view, wanted, period, word, people)
    ranks = rule.ranks(fits)
    rows = [_row(one, fits[one["rep"]], ranks.get(one["rep"])) for one in people]
    rows.sort(key=lambda row: (fits[row["rep"]].order, row["rep"]))
    look = Look(emphasis=["good" if fits[row["rep"]].met else None for row in rows])
    said = _("Who fits {post}").format(post=title)
    columns, notes = _columns(view, policy, wanted), _notes(word)
    return view.report("assessments", said, columns, rows, period=period, notes=notes, look=look)


def _notes(purpose: str | None) -> list[str]:
    """Which marks these are, and who stands first."""
    marks = (
        _("A mark is the mean of the latest of each kind of rater, each alike, for whatever purpose it was given.")
        if purpose is None
        else _("A mark is the mean of the latest of each kind of rater for {purpose}, each alike.").format(
            purpose=PURPOSES.title(purpose)
        )
    )
    return [marks, _("In order: who meets all, then by fit × coverage; without any mark last.")]


def _fits(
    view: View, post: Post, period: Period | None, purpose: str | None, people: Sequence[Row]
) -> Mapping[str, Fit]:
    """Each person's fit, by code."""
    start, end = view.seen(period) if period else (date.min, view.on + timedelta(days=1))
    marks = marks_between(view, start, end)
    return {one["rep"]: rule.fit(post, marks.get(one["id"], ()), purpose) for one in people}


def _people(view: View, staff: Staff) -> list[Row]:
    """Who is employed on the day, and the candidates, in the order of their codes."""
    found = []
    for one in view.ledger.read("listed_reps", ListedRep, day=view.on):
        employed = staff.employed_on(one.id, view.on)
        if employed or (one.candidate and not staff.was_hired(one.id, view.on)):
            post = staff.post_on(one.id, view.on) if employed else None
            state = "employed" if employed else "candidate"
            found.append({"id": one.id, "rep": one.code, "name": one.name, "post": post, "state": state})
    return found


# Which post is meant.


def _meant(policy: Policy, text: str) -> str:
    """The key of the post that a text means: its key or title, else a part that only one has.

    Raises:
        NotFound: none or several, with the posts there are.
    """
    wanted = " ".join(text.split()).casefold()
    called = {key: _called(key, post) for key, post in policy.posts.items()}
    exact = [key for key, said in called.items() if wanted in said]
    found = exact or [key for key, said in called.items() if wanted and any(wanted in one for one in said)]
    if len(found) == 1:
        return found[0]
    words = ", ".join(_label(policy, key) for key in found or called) or _("none")
    said = (
        _("{given} may mean several posts: {posts}. Type more of it.")
        if found
        else _("There is no post {given} in the policy in force; its posts are {posts}.")
    )
    raise NotFound(said.format(given=repr(text[:40]), posts=words))


def _called(key: str, post: Post) -> list[str]:
    return [one.casefold() for one in (key, post.title.en, post.title.zh) if one]


def _label(policy: Policy, key: str) -> str:
    titles = dict.fromkeys(one for one in (policy.posts[key].title.en, policy.posts[key].title.zh) if one)
    said = " / ".join(title for title in titles if title != key)
    return f"{money.echo(key)} ({money.echo(said)})" if said else money.echo(key)


def _nothing_required(view: View, policy: Policy, key: str) -> NothingInForce:
    example = 'requires = { interview = "0.70" }'
    said = _("The policy in force on {day} says nothing that the post {post} requires; right would be {example} in it.")
    return NothingInForce(said.format(day=view.on.isoformat(), post=_label(policy, key), example=example))


# Rows.


def _row(person: Row, fit: Fit, rank: int | None) -> Row:
    said = {f"by_{one.method}": _said(one) for one in fit.requirements}
    return {
        **{key: person[key] for key in ("rep", "name", "post", "state")},
        "rank": rank,
        "fit": fit.value,
        "met": fit.met,
        "coverage": fit.coverage,
        "requirements": [_requirement(one) for one in fit.requirements],
        **said,
    }


def _requirement(one: Requirement) -> Row:
    last = max((mark.happened_on for mark in one.marks), default=None)
    return {
        "method": one.method,
        "required": one.required,
        "mark": one.mark,
        "met": one.met,
        "short": one.short,
        "happened_on": last,
        "marks": len(one.marks),
    }


def _said(one: Requirement) -> str:
    """A mark and, where it is too low, by how much; nothing where there is none."""
    if one.mark is None or one.short is None:
        return ""
    if one.met:
        return percent(one.mark)
    return _("{mark}, {short} short").format(mark=percent(one.mark), short=percent(one.short))


def _columns(view: View, policy: Policy, post: Post) -> list[Column]:
    posts = {key: post_title(policy, key, view.lang) for key in policy.posts}
    needed = [
        Column(
            f"by_{key.value}",
            _("{method} ≥ {required}").format(method=METHODS.title(key.value), required=percent(Fraction(least))),
            data=False,
        )
        for key, least in post.requires.items()
    ]
    inner = (
        Column("method", _("Method"), words=METHODS.titles()),
        Column("required", _("Required"), "percent"),
        Column("mark", _("Mark"), "percent"),
        Column("met", _("Met"), "flag"),
        Column("short", _("Short by"), "percent"),
        Column("happened_on", _("Day"), "date"),
        Column("marks", _("How many"), "count"),
    )
    return [
        Column("rank", _("Rank"), "count"),
        Column("rep", _("Rep")),
        Column("name", pgettext("of a person", "Name")),
        Column("post", _("Post"), words=posts),
        Column("state", _("State"), words={"employed": _("employed"), "candidate": _("candidate")}),
        *needed,
        Column("fit", _("Fit"), "percent"),
        Column("met", _("Meets all"), "flag", words={True: _("yes"), False: _("no")}),
        Column("coverage", _("Coverage"), "percent"),
        Column("requirements", _("Requirements"), "nested", inner=inner),
    ]
