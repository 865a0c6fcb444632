"""Which late facts moved a figure: every one that did, and no other."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from salescli.rules.true_up import moves

Traced = tuple[int, tuple[int, ...]]
"""A figure, and what it is made of."""


def figure(changes: list[int]) -> Callable[[int], Traced]:
    return lambda count: (sum(changes[:count]), tuple(change for change in changes[:count] if change))


@given(st.lists(st.integers(-5, 5), max_size=60))
def test_the_moves_sum_to_what_all_late_facts_together_changed(changes: list[int]) -> None:
    assert sum(new[0] - old[0] for _place, old, new in moves(figure(changes), len(changes))) == sum(changes)


@given(st.lists(st.integers(-5, 5), max_size=60))
def test_each_that_moves_is_named_also_where_they_cancel_out(changes: list[int]) -> None:
    """As the figure says what it is made of, a receipt and a refund of the same amount are told apart from nothing."""
    found = [place for place, _old, _new in moves(figure(changes), len(changes))]
    assert found == [place for place, change in enumerate(changes, start=1) if change]


@given(st.integers(0, 2000), st.integers(1, 3000))
def test_of_thousands_the_one_that_moves_is_found_without_asking_for_each(place: int, count: int) -> None:
    changes = [0] * count
    changes[place % count] = 7
    asked = []

    def after(known: int) -> int:
        asked.append(known)
        return sum(changes[:known])

    assert [found for found, _old, _new in moves(after, count)] == [place % count + 1]
    assert len(asked) == len(set(asked)) <= 16


def test_nothing_late_moves_nothing() -> None:
    assert list(moves(lambda _count: 1, 0)) == []
