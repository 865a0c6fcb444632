"""What a closed window of commission ended with, as it was closed (figures.md §5): it picks the tier of the next one and moves no more.

A window is closed when all its months are; what counts is how it stood when the last of them was.
"""

from collections.abc import Callable, Sequence
from functools import cache

from salescli.facts.closed import Closing
from salescli.period import Period
from salescli.reports.closed import as_closed, calendar_of
from salescli.reports.view import View
from salescli.rules.commission.plan import Terms
from salescli.rules.commission.setting import Ended
from salescli.rules.commission.walk import Levels

LevelsOf = Callable[[View, Sequence[Terms], Period], Levels]
"""What a window ended with for everybody, as a view shows it."""


class Frozen:
    """Gives what closed windows ended with; each is reckoned once, when somebody asks for it."""

    def __init__(self, view: View, plans: Sequence[Terms], levels_of: LevelsOf) -> None:
        """`plans`: whose tiers are asked for; those of the window before count."""
        self._view = view
        self._plans = [terms for terms in plans if terms.table.of_previous]
        self._levels_of = levels_of
        self._closings = calendar_of(view)
        self._levels = cache(self._read)

    def __call__(self, rep: str, terms: Terms, _by: str, window: Period) -> Ended | None:
        """What a window ended with; None: it is open."""
        closing = self._closed(window)
        if closing is None:
            return None
        return Ended(self._levels(window, closing).get((rep, terms)), closing.closed_on)

    def _closed(self, window: Period) -> Closing | None:
        """The closing with which the last open month of a window was closed."""
        by = [self._closings.months.get(month) for month in window.months()]
        if None in by:
            return None
        return [closing for closing in self._closings.closings if closing in by][-1]

    def _read(self, window: Period, closing: Closing) -> Levels:
        kind = [terms for terms in self._plans if terms.window.value == window.kind]
        with as_closed(self._view, closing) as closed:
            return self._levels_of(closed, kind, window)
