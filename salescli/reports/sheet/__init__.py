"""The sheet of one rep's appraisal (考核单): everything that is said of one person in a period, on one page, to be read together.

Each section is a function that gives a table with its notes, or None where there is nothing to say. No figure is made
here, and nobody else's stands on it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from gettext import gettext as _

from salescli.reports import what_if
from salescli.reports.appraised import Sheet
from salescli.reports.report import Report
from salescli.reports.sheet.aimed import goals, organisation
from salescli.reports.sheet.ending import evidence, notes, signatures
from salescli.reports.sheet.gathered import Gathered, One, Row, gathered
from salescli.reports.sheet.heading import person, result
from salescli.reports.sheet.outcome import disputes, recommendations
from salescli.reports.sheet.paid import pay, penalties
from salescli.reports.sheet.said import assessments, customers, quality
from salescli.reports.sheet.scored import items, targets

__all__ = ["SECTIONS", "Gathered", "gathered", "page_of"]

SECTIONS: Sequence[Callable[[One], Report | None]] = (
    person,
    result,
    targets,
    items,
    pay,
    penalties,
    customers,
    quality,
    assessments,
    goals,
    organisation,
    recommendations,
    disputes,
    notes,
    evidence,
    signatures,
)
"""What stands on a sheet, in order; to add a section, write its function and put it here."""


def page_of(everything: Gathered, sheet: Sheet, row: Row) -> Report:
    """The sheet of one rep, whose row of the appraisal is given."""
    whose = sheet.member.person
    title = _("Appraisal of {rep} {name}").format(rep=whose.code, name=whose.name)
    if everything.view.what_if is not None:
        title = what_if.titled(title)
    page = everything.view.report("appraise", title, [], [], period=everything.period)
    one = One(everything, sheet, row, page)
    sections = [section for make in SECTIONS if (section := make(one)) is not None]
    return replace(page, notes=[], sections=sections)
