"""Reports for people as text alone: plain columns for a pipe or a file, markdown for a mail or a wiki; colour is terminal's."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from gettext import gettext as _

from salescli.render import bars
from salescli.render.cells import for_people, is_figure, visible
from salescli.render.parts import for_eyes, has_table, is_table, sections
from salescli.reports.report import Column, Report

HEAD_DIGITS = 12  # of the ledger's digest: enough to tell two sheets apart


def heading(report: Report) -> str:
    """Title, the exact first and last day or the day looked from, and the currency where there is money."""
    return visible(" · ".join([report.title, *frame(report)]))


def frame(report: Report) -> list[str]:
    """What a heading says beside the title."""
    parts = [_span(report) if report.period else report.on.isoformat()]
    if report.as_of:
        parts.append(_("as known at {instant}").format(instant=report.as_of))
    if any(map(_has_money, (report, *sections(report)))):
        parts.append(report.currency)
    return parts


def _has_money(report: Report) -> bool:
    """Whether a column holds money, or one whose rows differ in unit does in one of them."""
    return any(
        column.kind == "money" or any(column.kind_of(row) == "money" for row in report.rows if column.kind_in)
        for column in report.columns
    )


def section_heading(section: Report, report: Report) -> str:
    """A section's title, and its days where they are not the whole report's."""
    parts = [section.title, *([_span(section)] if section.period and section.period != report.period else [])]
    return visible(" · ".join(parts))


def grounds(report: Report) -> str:
    """What the figures rest on: the day looked from and the policy; "" where no policy counts."""
    if not (report.policy and report.look.names_policy):
        return ""
    parts = [_("seen on {day}").format(day=report.on.isoformat())] if report.period else []
    return visible(" · ".join([*parts, _("policy: {policy}").format(policy=report.policy)]))


def sheet(report: Report) -> str:
    """The grounds as they stand on a sheet that is kept: with the digest that says which ledger it was."""
    below = grounds(report)
    return below and f"{below} · {_ledger(report)}"


def provenance(report: Report) -> list[str]:
    """What stands on a page that leaves the house, whether a policy counts or not: it has to say where it comes from."""
    seen = _("seen on {day}").format(day=report.on.isoformat())
    return [below if (below := grounds(report)) else seen, _ledger(report)]


def _ledger(report: Report) -> str:
    return _("ledger: {head}").format(head=report.head[:HEAD_DIGITS])


def totals(report: Report, columns: list[Column]) -> list[str]:
    """The last line of a table, empty where a column has no total; no line at all without rows or a total that is seen."""
    if not (report.rows and any(column.key in report.totals for column in columns)):
        return []
    cells = [for_people(column, report.totals) if column.key in report.totals else "" for column in columns]
    return [cells[0] or _("Total"), *cells[1:]] if cells else []


def to_plain(report: Report) -> str:
    """Columns lined up with spaces, however wide; what `table` gives in a pipe."""
    own = _tabulated(report, "simple", str) if has_table(report) else ""
    blocks = [heading(report), sheet(report), own]
    for section in sections(report):
        table = _tabulated(section, "simple", str) if is_table(section) else ""
        blocks += [section_heading(section, report), table, _plain_notes(section)]
    return _framed([*blocks, _plain_notes(report), *map(to_plain, report.pages)])


def to_markdown(report: Report) -> str:
    """A markdown table; signs that would act as markup are escaped."""
    own = _tabulated(report, "pipe", _unmarked) if has_table(report) else ""
    blocks = [f"## {_unmarked(heading(report))}", _unmarked(sheet(report)), own]
    for section in sections(report):
        title = f"### {_unmarked(section_heading(section, report))}"
        table = _tabulated(section, "pipe", _unmarked) if is_table(section) else ""
        blocks += [title, table, _marked_notes(section)]
    pages = [block for page in report.pages for block in ("---", to_markdown(page))]
    return _framed([*blocks, _marked_notes(report), *pages])


def _plain_notes(report: Report) -> str:
    return "\n".join(f"- {visible(note)}" for note in report.notes)


def _marked_notes(report: Report) -> str:
    return "\n".join(f"- {_unlisted(_unmarked(visible(note).strip()))}" for note in report.notes)


def _span(report: Report) -> str:
    period = report.period
    assert period is not None
    return f"{period.name} ({_days(period.start, period.last)})"


def _days(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()} … {last.isoformat()}"


def _tabulated(report: Report, format: str, escaped: Callable[[str], str]) -> str:
    import tabulate

    if not report.rows:
        return _("Nothing to show.")
    columns = [column for column in for_eyes(report) if not (report.look.stacked and column.under)]
    lines = list(_lines(report, columns, "  " if format == "simple" else ""))
    last = totals(report, columns)
    table = tabulate.tabulate(
        [[escaped(cell) for cell in line] for line in [*lines, *([last] if last else [])]],
        headers=[escaped(visible(column.title)) for column in columns],
        tablefmt=format,
        disable_numparse=True,
        preserve_whitespace=True,  # of an indented row
        colalign=["right" if is_figure(column) else "left" for column in columns],
    )
    return "\n".join(line.rstrip() for line in table.splitlines())


def _lines(report: Report, columns: Sequence[Column], step: str) -> Iterator[list[str]]:
    """Each row's cells, indented by steps where the report asks for it; below it what asks to stand under a cell."""
    look, stacked = report.look, [column for column in for_eyes(report) if column.under] if report.look.stacked else []
    cells = [bars.cells(column, report.rows) for column in columns]
    for number, row in enumerate(report.rows):
        margin = step * look.levels[number] if look.levels else ""
        texts = zip(columns, cells, strict=True)
        yield [(margin if column.key == look.indented else "") + of[number] for column, of in texts]
        for below in stacked:
            if row.get(below.key):
                text = margin + step + for_people(below, row)
                yield [text if column.key == below.under else "" for column in columns]


def _framed(blocks: Sequence[str]) -> str:
    return "\n\n".join(block.rstrip("\n") for block in blocks if block) + "\n"


def _unmarked(text: str) -> str:
    """The text with every sign that markdown would read as markup escaped."""
    for sign, harmless in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, harmless)
    return "".join(f"\\{sign}" if sign in "\\|*_`[]~$#" else sign for sign in text)


def _unlisted(text: str) -> str:
    """A line that begins no list of its own."""
    return re.sub("^([0-9]*)([-+=.)])", r"\1\\\2", text)
