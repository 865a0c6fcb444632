"""Which late facts moved a closed figure, and by how much (补差, figures.md §10): pure search over the facts in their order."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeVar

T = TypeVar("T")
ONE_BY_ONE = 16
"""Up to so many facts each is tried; among more, a stretch whose ends are equal is taken to have moved nothing."""


def moves(after: Callable[[int], T], count: int) -> Iterator[tuple[int, T, T]]:
    """Every fact that moves a figure: its place from 1 on, the figure before it and after it, in order.

    Args:
        after: the figure once the first n late facts are known; n from 0 to count.
    """
    figure = cache(after)
    yield from _between(figure, 0, count)


def _between(figure: Callable[[int], T], low: int, high: int) -> Iterator[tuple[int, T, T]]:
    if high - low > ONE_BY_ONE and figure(low) == figure(high):
        return
    if high - low == 1:
        if figure(low) != figure(high):
            yield high, figure(low), figure(high)
        return
    if high > low:
        middle = (low + high) // 2
        yield from _between(figure, low, middle)
        yield from _between(figure, middle, high)
