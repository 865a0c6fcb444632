"""Who may decide what touches other people's pay: a rep needs a post that approves; no kind of fact is known here."""

from datetime import date
from gettext import gettext as _

from salescli.asked import Asked
from salescli.errors import Refused
from salescli.facts.recorded import RepCode
from salescli.ledger.store import Ledger
from salescli.record import typed


def refuse_without_post(asked: Asked, ledger: Ledger, day: date) -> None:
    """A rep acts from a post that approves, as with requests; who is no rep administrates.

    Raises:
        Refused: the acting rep has no such post on the day.
    """
    from salescli.reports.commission import staff_of
    from salescli.reports.view import View, versions_of

    acting = typed.acting_rep(asked, ledger)
    if acting is None:
        return
    view = View(ledger, day, asked.lang, versions_of(ledger, asked.lang))
    staff = staff_of(view)
    name = staff.post_on(acting.id, day) if staff.employed_on(acting.id, day) else None
    post = view.versions.on(day).policy.post(name) if name else None
    if post is None or not post.approves:
        raise Refused(
            _("{rep} has no post that approves on {day}; a manager does this.").format(
                rep=typed.shown(acting.name), day=day.isoformat()
            )
        )


def is_own(ledger: Ledger, rep_id: int, recorded_by: str) -> bool:
    """Whether a rep recorded something: under the code that he has, or under one that he had before it was put right."""
    codes = {one.code for one in ledger.read("codes_of_rep", RepCode, rep_id=rep_id)}
    return recorded_by in codes
