"""What the standards of the policy recommend for everybody in a period, with evidence, as rows and in words (figures.md §9).

The standards are those of the policy in force on the period's last day; each period's figures are reckoned by the policies of
that period, and of a closed one as it was closed. Who has left by the end of the period has no recommendations. A person
decides: recommendations that contradict each other all stand there, and `notes_of` says so.

For whoever shows them: `recommendations_of` once a report (hand it the period's Appraisals where they are known); of each rep
`rows_of` under a nested column with `columns()` for programs, `told_rows` under `told_columns()` or the sentences of `words_of`
for people, and `notes_of` below. Rows hold keys and numbers alone, in no language, so that a statement may keep them.
Facts and policy: those of the figures, [[standard]], [post].
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli.period import Period
from salescli.policy.conditions import names
from salescli.policy.model import Policy, Standard
from salescli.policy.versions import PolicyVersion
from salescli.reports import standard_words as words
from salescli.reports.appraisal_words import name_of
from salescli.reports.appraised import Appraisals
from salescli.reports.report import Column
from salescli.reports.standard_figures import History, PeriodFigures
from salescli.reports.view import View
from salescli.rules import standards as rule
from salescli.rules.fit import Fit, fit
from salescli.rules.roster import Member
from salescli.rules.staff import Staff
from salescli.rules.standards import Finding, Looks, Weak
from salescli.terms import Recommendation as Outcome

Row = dict[str, Any]
POSTS = 3  # proposed at most
PLACING = (Outcome.PLACEMENT, Outcome.TRANSFER)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What a standard recommends for a rep.

    Attributes:
        version: whose standard it is.
        base, amount: of a pay rise: the base per month that counts, and what is proposed to be added, minor units.
        weakest: of a training, gives the weakest items of the period's appraisal.
        posts: of a placement or transfer, the posts that fit best, by key; none of which something known is missed.
    """

    rep: str
    version: PolicyVersion
    finding: Finding
    base: int | None = None
    amount: int | None = None
    weakest: Callable[[], Sequence[Weak]] = tuple
    posts: Sequence[tuple[str, Fit]] = ()

    @property
    def standard(self) -> Standard:
        """The standard that is met."""
        return self.finding.standard

    @property
    def outcome(self) -> Outcome:
        """What it recommends."""
        return self.standard.recommend

    @property
    def items(self) -> Sequence[Weak]:
        """What a training is for: looked for when it is shown, as that takes longer than to find that it is recommended."""
        return self.weakest()

    @property
    def new_base(self) -> int | None:
        """The base with what is proposed."""
        return self.base + self.amount if self.base is not None and self.amount is not None else None


Recommendations = Mapping[str, Sequence[Recommendation]]
"""By rep code, in the order of the policy's standards; who has none is not there."""


def recommendations_of(
    view: View, period: Period, staff: Staff, done: Appraisals | None = None, reps: Collection[str] | None = None
) -> Recommendations:
    """Everybody's recommendations of a period, or those of some reps; `done` are its appraisals where they are known already.

    Raises:
        WrongUse: a span that is no month, quarter, half or year.
        NothingInForce: no policy on the period's last day.
    """
    with history_of(view, period, staff, done) as history:
        asked = [rep for rep in history.back(0).members if reps is None or rep in reps]
        found = {rep: recommended(history, rep, findings_of(history, rep)) for rep in asked}
    return {rep: each for rep, each in found.items() if each}


def history_of(view: View, period: Period, staff: Staff, done: Appraisals | None = None) -> History:
    """The figures that the standards of a period's last day look at, back from it.

    Raises:
        WrongUse: a span that is no month, quarter, half or year.
        NothingInForce: no policy on the period's last day.
    """
    asked = [name for one in view.versions.on(period.last).policy.standards for name in names(one.condition)]
    return History(view, period, staff, list(dict.fromkeys(asked)), done)


def findings_of(history: History, rep: str) -> Sequence[Finding]:
    """Every standard as it is with a rep, each looked back on as far as it matters."""
    return [rule.finding(one, ((each.period, _looks(each, rep)) for each in history)) for one in _standards(history)]


def _standards(history: History) -> Sequence[Standard]:
    policy = history.back(0).policy
    return policy.standards if policy else ()


def _looks(figures: PeriodFigures, rep: str) -> Looks | None:
    return (lambda name: figures.value(rep, name)) if rep in figures.members else None


def recommended(history: History, rep: str, findings: Iterable[Finding]) -> Sequence[Recommendation]:
    """What the standards that are met recommend for a rep; nothing for who has left."""
    now = history.back(0)
    if not is_there(history, rep):
        return []
    return [_recommendation(now, now.members[rep], one) for one in findings if one.met]


def is_there(history: History, rep: str) -> bool:
    """Whether a rep is still employed at the end of the period, or on the day looked from where that is earlier."""
    now = history.back(0)
    day = min(now.period.last, now.view.on)
    return rep in now.members and now.staff.employed_on(now.members[rep].person.id, day)


def _recommendation(now: PeriodFigures, member: Member, finding: Finding) -> Recommendation:
    """A standard that is met, with what it proposes."""
    code, version = member.person.code, now.view.versions.on(now.period.last)
    match finding.standard.recommend:
        case Outcome.PAY_RISE:
            base = _base(version, now.staff, member)
            amount = rule.raised_by(base, finding.standard.raise_by)
            return Recommendation(code, version, finding, base, amount)
        case Outcome.TRAINING:
            return Recommendation(code, version, finding, weakest=_weakest(now, member))
        case outcome if outcome in PLACING:
            return Recommendation(code, version, finding, posts=_posts(now, version, member))
        case _:
            return Recommendation(code, version, finding)


def _base(version: PolicyVersion, staff: Staff, member: Member) -> int | None:
    """The base per month on the last day employed in the period: the rep's own, else the post's."""
    own = staff.base_on(member.person.id, member.day)
    post = version.policy.post(member.post) if member.post else None
    return own if own is not None else post.base if post else None


def _weakest(now: PeriodFigures, member: Member) -> Callable[[], Sequence[Weak]]:
    done = now.appraisals
    plan = done.plan(member) if done else None
    if done is None or plan is None:
        return tuple
    return partial(rule.weakest, done.of[member.person.code], plan.missing, done.points(member))


def _posts(now: PeriodFigures, version: PolicyVersion, member: Member) -> Sequence[tuple[str, Fit]]:
    """The other posts that require something, of which the rep has a mark and misses none that is known, the best fit first."""
    marks = now.marks_so_far.get(member.person.id, ())
    posts = ((key, post) for key, post in version.policy.posts.items() if post.requires and key != member.post)
    fits = [(key, fit(post, marks)) for key, post in posts]
    return sorted((one for one in fits if one[1].may_fit), key=lambda one: one[1].order)[:POSTS]


def notes_of(found: Recommendations) -> Iterable[str]:
    """Recommendations that contradict each other, as sentences."""
    for rep, each in found.items():
        if rule.contradict([one.outcome for one in each]):
            said = [words.outcomes()[one.outcome] for one in each if one.outcome in rule.RISING | rule.FALLING]
            yield _("{rep}: {recommendations} are recommended at once; a person decides.").format(
                rep=rep, recommendations=" / ".join(dict.fromkeys(said))
            )


# For programs.


def rows_of(each: Iterable[Recommendation]) -> list[Row]:
    """A rep's recommendations as rows under `columns()`."""
    return [_row(one) for one in each]


def _row(one: Recommendation) -> Row:
    return {
        "recommend": one.outcome.value,
        "standard": one.standard.key,
        "when": one.standard.when,
        "evidence": evidence_rows(one.finding),
        "amount": one.amount,
        "details": {
            "base": one.base,
            "new_base": one.new_base,
            "items": [_item_row(weak) for weak in one.items],
            "posts": [
                {"post": key, "fit": fitting.value, "met": fitting.met, "coverage": fitting.coverage}
                for key, fitting in one.posts
            ],
        },
    }


def evidence_rows(finding: Finding) -> list[Row]:
    """Every comparison of every period looked at, as rows under `evidence_columns()`."""
    return [
        {
            "period": looked.period.name,
            "figure": one.figure,
            "kind": words.kind_of(one.figure),
            "value": words.as_kept(one.value, one.figure),
            "operator": one.operator,
            "bound_kind": words.kind_of(one.against),
            "bound": words.as_kept(one.bound, one.against),
            "against": one.against or None,
            "met": one.met,
            "decides": one.decides,
        }
        for looked in finding.periods
        for one in looked.compared
    ]


def _item_row(weak: Weak) -> Row:
    item = weak.one.item
    return {
        "item": name_of(item),
        "weight": item.weight,
        "score": weak.one.score,
        "full": weak.full,
        "adds": weak.adds,
    }


def columns() -> tuple[Column, ...]:
    """The columns of a recommendation."""
    return (
        Column("recommend", _("Recommendation"), words=words.outcomes()),
        Column("standard", _("Standard")),
        Column("when", _("Condition")),
        Column("evidence", _("Evidence"), "nested", inner=evidence_columns()),
        Column("amount", _("Amount"), "money"),
        Column("details", _("Details"), "nested", inner=_detail_columns()),
    )


def evidence_columns() -> tuple[Column, ...]:
    """The columns of the evidence: one comparison each, with the figure's value as everywhere and the bound as the policy has it."""
    return (
        Column("period", _("Period")),
        Column("figure", _("Figure")),
        Column("value", _("Value"), kind_in="kind"),
        Column("operator", _("Operator")),
        Column("bound", _("Bound"), kind_in="bound_kind"),
        Column("against", _("Compared with")),
        Column("met", _("Met"), "flag"),
        Column("decides", _("Decides"), "flag"),
    )


def _detail_columns() -> tuple[Column, ...]:
    items = (
        Column("item", _("Item")),
        Column("weight", _("Weight"), "count"),
        Column("score", _("Score"), "score"),
        Column("full", _("Full score"), "score"),
        Column("adds", _("Would add"), "score"),
    )
    posts = (
        Column("post", _("Post")),
        Column("fit", _("Fit"), "percent"),
        Column("met", _("Met"), "flag"),
        Column("coverage", _("Coverage"), "percent"),
    )
    return (
        Column("base", pgettext("pay", "Base"), "money"),
        Column("new_base", _("New base"), "money"),
        Column("items", _("Weakest items"), "nested", inner=items),
        Column("posts", _("Posts"), "nested", inner=posts),
    )


# For people.


def words_of(one: Recommendation, lang: str) -> list[str]:
    """A recommendation in sentences: what and by which standard, the evidence period by period, what is proposed."""
    head = _("{recommendation}, by the standard {standard}").format(
        recommendation=words.outcomes()[one.outcome], standard=one.standard.title.text(lang)
    )
    return [head, *evidence_words(one.finding, one.version.policy, lang), *proposal_words(one, lang)]


def told_columns() -> list[Column]:
    """A table of one rep's recommendations as people read them."""
    return [
        Column("recommendation", _("Recommendation")),
        Column("standard", _("Standard")),
        Column("evidence", _("Evidence"), under="recommendation"),
        Column("proposal", _("Proposed"), under="recommendation"),
    ]


def told_rows(each: Iterable[Recommendation], lang: str) -> list[Row]:
    """The rows of that table."""
    between = pgettext("between two sentences in a cell", " · ")
    return [
        {
            "recommendation": words.outcomes()[one.outcome],
            "standard": one.standard.title.text(lang),
            "evidence": between.join(evidence_words(one.finding, one.version.policy, lang)),
            "proposal": between.join(proposal_words(one, lang)) or None,
        }
        for one in each
    ]


def evidence_words(finding: Finding, policy: Policy | None, lang: str) -> list[str]:
    """What decided, a sentence for each period looked at."""
    return [words.looked(one, policy, lang) for one in finding.periods]


def proposal_words(one: Recommendation, lang: str) -> list[str]:
    """What is proposed, in a sentence each: the new base, the items to train, the posts that fit, or that none does."""
    if one.outcome is Outcome.PAY_RISE:
        return [words.pay_rise(one.base, one.amount, one.standard.raise_by)]
    if one.outcome in PLACING and not one.posts:
        return [words.no_post()]
    posts = [words.post(key, fitting, one.version.policy, lang) for key, fitting in one.posts]
    return [*(words.weak(weak, lang) for weak in one.items), *posts]
