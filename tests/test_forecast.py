"""rules/forecast.py: months, rows, historical win rates, and what was won without a contract."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from salescli.facts.tracked import StageMove
from salescli.period import Period
from salescli.rules import forecast, stages
from salescli.rules.forecast import Experience, Prospect, Win
from salescli.rules.stages import Ladder

ON = date(2024, 6, 15)
LADDER = Ladder({"first": 0, "second": 1, "third": 2})
Told = list[tuple[date, str]]


def history(
    *told: tuple[date, str], of: int = 1, amount: int | None = None, signed: int | None = None
) -> list[StageMove]:
    closes = {"won": "won", "lost": "lost"}
    return [StageMove(of, day, key, closes.get(key), amount, signed) for day, key in told]


def prospect(stage: str | None, amount: int | None, close: date | None = None, chance: str | None = None) -> Prospect:
    return Prospect(
        stage, None if amount is None else Fraction(amount), None if chance is None else Decimal(chance), close
    )


def test_the_months_of_a_period() -> None:
    """Whole ones of a quarter; of any other span the first and last as far as they lie inside."""
    assert [m.name for m in forecast.months(Period(date(2024, 4, 1), date(2024, 7, 1), "2024Q2"))] == [
        "2024-04",
        "2024-05",
        "2024-06",
    ]
    parts = forecast.months(Period(date(2024, 4, 20), date(2024, 6, 3), "x"))
    assert [(m.start, m.end) for m in parts] == [
        (date(2024, 4, 20), date(2024, 5, 1)),
        (date(2024, 5, 1), date(2024, 6, 1)),
        (date(2024, 6, 1), date(2024, 6, 3)),
    ]


def test_the_row_an_opportunity_stands_in() -> None:
    """Its month's; a close of yesterday is overdue, of today it is not; one that was never said has no date."""
    closes = (date(2024, 6, 14), ON, date(2024, 8, 1), None)
    assert [forecast.place(close, ON) for close in closes] == ["overdue", "2024-06", "2024-08", "no_date"]


def test_the_rates_rest_on_who_reached_the_stage_and_closed() -> None:
    """One won straight from the first, one lost in the second, one lost in the first, one open in the third, one lost, reopened, won."""
    found = forecast.experiences(
        [
            history((date(2024, 1, 1), "first"), (date(2024, 2, 1), "won")),
            history((date(2024, 1, 1), "first"), (date(2024, 2, 1), "second"), (date(2024, 3, 1), "lost")),
            history((date(2024, 1, 1), "first"), (date(2024, 2, 1), "lost")),
            history((date(2024, 1, 1), "third")),
            history((date(2024, 1, 1), "first"), (date(2024, 2, 1), "lost"), (date(2024, 3, 1), "second"), (ON, "won")),
        ],
        ON,
        LADDER,
    )
    assert found == {"first": Experience(2, 4), "second": Experience(2, 3), "third": Experience(2, 2)}
    assert found["second"].rate == Fraction(2, 3)


def test_the_rates_look_two_years_back() -> None:
    """Closed 730 days ago: no more; 729 days ago, and today: still."""
    assert forecast.looked_back(ON) == (date(2022, 6, 17), date(2024, 6, 16))
    closes = [date(2022, 6, 16), date(2022, 6, 17), ON]
    found = forecast.experiences([history((date(2020, 1, 1), "first"), (day, "won")) for day in closes], ON, LADDER)
    assert found["first"] == Experience(2, 2)


def test_no_rate_is_no_value_and_not_zero() -> None:
    """An amount in a stage from which nothing closed: no value; no amount there: nothing lacks; a rate of 0: 0."""
    rates = {"first": Experience(0, 0), "second": Experience(0, 3), "third": Experience(3, 4)}
    assert forecast.by_experience([prospect("first", 100), prospect("third", 100)], rates) is None
    assert forecast.by_experience([prospect("first", None), prospect("third", 100)], rates) == 75
    assert forecast.by_experience([prospect("second", 100)], rates) == 0
    assert forecast.by_experience([prospect("bygone", 100)], rates) is None
    assert forecast.by_experience([], rates) == 0


def test_what_was_won_without_a_contract() -> None:
    """Won on its first day said, by the amount last stated; with a contract, lost again, or won before: not."""
    start, end = date(2024, 4, 1), date(2024, 7, 1)
    won = history((date(2024, 1, 1), "first"), (date(2024, 4, 2), "won"), (date(2024, 6, 2), "won"), amount=500)
    wins = forecast.unsigned_wins(
        [
            won,
            history((date(2024, 4, 2), "won"), of=2, amount=500, signed=400),
            history((date(2024, 4, 2), "won"), (date(2024, 4, 3), "lost"), of=3, amount=500),
            history((date(2024, 3, 31), "won"), of=4, amount=500),
        ],
        start,
        end,
    )
    assert wins == [Win(1, date(2024, 4, 2), 500)]


PROSPECTS = st.lists(
    st.builds(
        prospect,
        st.sampled_from(["first", "second", "third", None]),
        st.none() | st.integers(0, 10**9),
        st.none() | st.dates(date(2023, 1, 1), date(2026, 1, 1)),
        st.sampled_from([None, "0", "0.333", "1"]),
    )
)


@given(PROSPECTS)
def test_no_opportunity_is_dropped_and_none_counts_twice(prospects: list[Prospect]) -> None:
    """Any open opportunities: each is in one row or outside the period, and the months are those of the period."""
    period = Period(date(2024, 4, 1), date(2024, 10, 1), "x")
    rows, outside = forecast.placed(prospects, period, ON)
    assert sum(map(len, rows.values())) + len(outside) == len(prospects)
    assert set(rows) <= {month.name for month in forecast.months(period)} | {"overdue", "no_date"}
    whole = sum((one.expected for one in prospects), Fraction(0))
    apart = [one for own in (*rows.values(), outside) for one in own]
    assert sum((one.expected for one in apart), Fraction(0)) == whole


@given(st.lists(st.lists(st.tuples(st.integers(1, 28), st.sampled_from([*LADDER.steps, "won", "lost"])), min_size=1)))
def test_rates_lie_between_0_and_1_and_later_stages_have_fewer_behind_them(told: list[list[tuple[int, str]]]) -> None:
    """Any histories: who reached a stage reached all before it."""
    histories = [
        history(*((date(2024, 5, day), key) for day, key in sorted(one, key=lambda pair: pair[0])), of=number)
        for number, one in enumerate(told)
    ]
    found = [forecast.experiences(histories, ON, LADDER)[key] for key in LADDER.steps]
    assert all(0 <= one.won <= one.closed for one in found)
    assert sorted((one.closed for one in found), reverse=True) == [one.closed for one in found]
    assert {one.won for one in found} == {sum(stages.visits(one)[-1].closes == "won" for one in histories)}
