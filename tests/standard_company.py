"""A small company with standards: how well somebody did in a quarter is said in stars, five of them are a score of 100."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from small_company import AFTERWARDS, SmallCompany, span

from salescli.reports import recommended
from salescli.reports.commission import staff_of
from salescli.reports.recommended import Recommendation
from salescli.rules.standards import Finding

D = date
PLAN = """
[[appraisal]]
post = "rep"
period = "quarter"
grades = [ { from = "90", grade = "A" }, { from = "60", grade = "B" }, { from = "0", grade = "D" } ]
[[appraisal.item]]
method = "feedback"
measure = "satisfaction"
weight = "100"
score = "rating"
"""


def standard(when: str, recommend: str = "training", periods: int = 1, key: str = "s", more: str = "") -> str:
    """A standard as the policy writes it."""
    head = f'\n[[standard]]\nkey = "{key}"\ntitle = {{ en = "Rule {key}", zh = "标准{key}" }}\nwhen = "{when}"\n'
    return f'{head}for_periods = {periods}\nrecommend = "{recommend}"\n{more}\n'


class StandardCompany(SmallCompany):
    """One rep zw, and what is asked of the standards."""

    def __init__(self, path: Path, policy: str, plan: str = PLAN) -> None:
        super().__init__(path / "l.db", plan + policy)
        self.hire("zw")
        self.customer("c1", D(2023, 1, 1))

    def stars(self, over: str, stars: int, rep: str = "zw") -> None:
        """Satisfaction of a period."""
        self.feedback(rep, span(over).start, "c1", "rating", stars)

    def assess(self, day: date, score: str, rep: str = "zw", **more: Any) -> None:
        """A mark of an interview, out of 10."""
        given = {"method": "interview", "purpose": "promotion", "rater": "manager", **more}
        self.append("assessment", day, rep_id=self.ids[rep], score=score, out_of="10", **given)

    def base(self, day: date, minor: int, rep: str = "zw") -> None:
        """The rep's own base from a day on."""
        self.append("rep_change", day, rep_id=self.ids[rep], act="raise", base=minor)

    @contextmanager
    def _history(self, over: str, on: date) -> Iterator[recommended.History]:
        with self.view(on) as view, recommended.history_of(view, span(over), staff_of(view)) as history:
            yield history

    def finding(self, over: str, rep: str = "zw", on: date = AFTERWARDS) -> Finding:
        """The first standard, as it is with a rep."""
        with self._history(over, on) as history:
            return recommended.findings_of(history, rep)[0]

    def met(self, over: str, rep: str = "zw", on: date = AFTERWARDS) -> bool | None:
        """Whether it is met."""
        return self.finding(over, rep, on).met

    def recommended(self, over: str, rep: str = "zw", on: date = AFTERWARDS) -> list[Recommendation]:
        """What is recommended for a rep."""
        with self.view(on) as view:
            return list(recommended.recommendations_of(view, span(over), staff_of(view)).get(rep, ()))
