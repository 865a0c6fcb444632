"""The way in for assessments of reps and candidates, and the competence ratings; what they count for is the policy's affair."""

from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import Annotated, Any

import typer

from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.facts.names import Named, Owned
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.record import evidence, typed
from salescli.reports.evidence_words import CUSTOMER, METHODS, PURPOSES, RATERS, RATINGS, SELF

app = typed.room()


@app.command(
    "assess",
    help=_(
        "Record what a person was given in an assessment. "
        "Example: salescli assess zw --method interview --purpose promotion --score 7.5 --out-of 10"
    ),
)
def assess(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(help=_("a rep or candidate: code, name or a part of it"))],
    method: Annotated[
        str,
        typer.Option(
            "--method",
            help=_(
                "resume, exam, psychometric, interview, simulation, centre, observation, performance; of competence "
                "proficiency, mastery (履历评判、答卷考试、面试 …)"
            ),
        ),
    ],
    score: Annotated[str, typer.Option("--score", help=_("how much was given: 85, 7.5"))],
    out_of: Annotated[str, typer.Option("--out-of", help=_("the most that could be given: 100, 10"))],
    purpose: Annotated[
        str | None,
        typer.Option(
            "--purpose", help=_("selection, promotion, appraisal, training, placement (选拔、晋升、考核、培训、安置)")
        ),
    ] = None,
    rater: Annotated[
        str | None,
        typer.Option(
            "--rater",
            help=_("who rated, seen from the rated: manager, peer, subordinate, customer, self; else by the teams"),
        ),
    ] = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record an assessment, made on the day of --on."""
    asked: Asked = ctx.obj
    by, role = METHODS.meant(method), RATERS.meant(rater) if rater is not None else None
    what_for = purpose_of(purpose, by)
    given, most = _score(score, out_of)
    with asked.recording() as ledger:
        day, named = asked.day(ledger), names.find(ledger, "rep", person)
        role = rater_of(asked, ledger, named, role, day)
        marks: dict[str, Any] = {"score": given, "out_of": most}
        id = ledger.append(
            "assessment", day, note=note, rep_id=named.id, method=by, purpose=what_for, rater=role, **marks
        )
    parts = [_("Assessed {name}").format(name=named.name), METHODS.title(by)]
    parts += [PURPOSES.title(what_for)] if what_for else []
    parts += [_("{score} of {most}").format(score=given, most=most)]
    parts += [_("rated by: {rater}").format(rater=RATERS.title(role))] if role else []
    typed.answer(ledger, id, " · ".join(parts), as_json)


def purpose_of(text: str | None, method: str) -> str | None:
    """What the assessment is for; only a rating of competence may go without.

    Raises:
        WrongUse: no purpose of the list, or none where one is needed.
    """
    if text is not None:
        return PURPOSES.meant(text)
    if method in RATINGS:
        return None
    raise WrongUse(
        _("What is the {method} for? Give --purpose: {purposes}.").format(
            method=METHODS.title(method), purposes=", ".join(PURPOSES.titles())
        )
    )


def _score(score: str, out_of: str) -> tuple[Decimal, Decimal]:
    """What was given, and the most that could be, as typed.

    Raises:
        WrongUse: no numbers, more than the most, or a most of nothing.
    """
    given, most = evidence.number(score, _("The score")), evidence.number(out_of, _("What it is out of"))
    refuse_unfit(given, most)
    return given, most


def refuse_unfit(given: Decimal, most: Decimal) -> None:
    """A score is not more than the most that could be given, and that lies above nothing."""
    if most <= 0:
        raise WrongUse(_("What a score is out of lies above 0, not {given}.").format(given=repr(f"{most:f}")))
    if given > most:
        raise WrongUse(
            _("A score of {score} is more than {most}, the most that could be given.").format(score=given, most=most)
        )


def rater_of(asked: Asked, ledger: Ledger, person: Named, said: str | None, day: date) -> str | None:
    """Who rates, seen from the rated: as said, else by the teams of the day; None: not known.

    Raises:
        Refused: one's own assessment as somebody else's, another's as his own, or as somebody whom the teams know otherwise.
    """
    acting = typed.acting_rep(asked, ledger)
    if acting is None:  # a clerk enters what somebody else gave
        return said
    if acting.id == person.id:
        if said in (None, SELF):
            return SELF
        raise Refused(
            _("{name} does not assess {name}, but as --rater self, which stands apart.").format(
                name=typed.shown(person.name)
            )
        )
    if said == SELF:
        raise Refused(
            _("{acting} is not {name}; a self rating is entered by {name}, or by a clerk.").format(
                acting=typed.shown(acting.name), name=typed.shown(person.name)
            )
        )
    return _as_teams_know(ledger, person, acting, said, day)


def _as_teams_know(ledger: Ledger, person: Named, acting: Owned, said: str | None, day: date) -> str | None:
    """Who a rep is, seen from the rated, as said, where the teams of the day do not know better; a customer has no team."""
    from salescli.reports.assessments import rater_by_teams

    known = rater_by_teams(ledger, person.id, acting.id, day)
    if None not in (said, known) and said not in (known, CUSTOMER):
        raise Refused(
            _("By the teams of {day}, {acting} is {known} to {name}, not {said}; leave --rater out.").format(
                day=day.isoformat(),
                acting=typed.shown(acting.name),
                known=RATERS.title(str(known)),
                name=typed.shown(person.name),
                said=RATERS.title(str(said)),
            )
        )
    return said or known
