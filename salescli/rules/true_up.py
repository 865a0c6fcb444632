"""Which late facts moved a closed figure, and by how much (补差, figures.md §10): pure search over the facts in their order."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeVar

T = TypeVar("T")


def moves(after: Callable[[int], T], count: int) -> Iterator[tuple[int, T, T]]:
    """Every fact that moves a figure: its place from 1 on, the figure before it and after it, in order.

    A stretch of facts whose ends are equal is taken to have moved nothing; so the figure should hold what it is made of,
    that facts which cancel each other out leave a trace in it.

    Args:
        after: the figure once the first n late facts are known; n from 0 to count.
    """
    yield from _between(cache(after), 0, count)


def _between(figure: Callable[[int], T], low: int, high: int) -> Iterator[tuple[int, T, T]]:
    if high == low or figure(low) == figure(high):
        return
    if high - low == 1:
        yield high, figure(low), figure(high)
        return
    middle = (low + high) // 2
    yield from _between(figure, low, middle)
    yield from _between(figure, middle, high)
