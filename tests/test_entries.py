"""rules/entries.py: how full, how timely and how right a rep's entries are, and the latest ratings."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from salescli.facts.measured import CompetenceRating, CustomerEntry, EntryCount, FollowUpEntry
from salescli.measure import MeasureKey
from salescli.rules import entries
from salescli.rules.measures import MEASURES, Part, rolled_up

D = date
DAY = D(2024, 3, 1)


def _customer(phone: str | None, industry: str | None) -> CustomerEntry:
    return CustomerEntry(1, 7, DAY, "A", None, phone, industry, None)


def _follow_up(recorded_at: str, at: str | None = None) -> FollowUpEntry:
    return FollowUpEntry(1, 7, DAY, at, recorded_at, None, None, None, "x", None, None)


def _happened(day: date, at: str | None) -> datetime:
    start = datetime.combine(day, time(), UTC)
    return start + timedelta(days=1) if at is None else start.replace(hour=int(at[:2]), minute=int(at[3:]))


def test_wanted_fields_of_a_kind_and_those_that_are_none() -> None:
    wanted = ["customer.phone", "follow_up.next_on", "customer.shoe_size", "customer.rep_id"]
    assert entries.wanted_fields(wanted, "customer") == ["phone"]
    assert entries.known_fields("customer") == ["grade", "source", "phone", "industry", "region"]
    assert entries.known_fields("nothing") == []


def test_an_empty_text_is_not_filled() -> None:
    given = [_customer("010", "steel"), _customer("", None)]
    parts = [part for _rep, part in entries.completeness(given, lambda _day: ["phone", "industry"])]
    assert [(int(part.numerator), int(part.denominator)) for part in parts] == [(2, 2), (0, 2)]
    assert [part.lacks for part in parts] == [[], ["phone", "industry"]]
    assert not list(entries.completeness(given, lambda _day: []))


@pytest.mark.parametrize(
    ("recorded", "at", "in_time"),
    [
        pytest.param("2024-03-02T10:30:00.000000Z", "10:30", 1, id="24 hours after"),
        pytest.param("2024-03-02T10:30:00.000001Z", "10:30", 0, id="a moment more"),
        pytest.param("2024-03-02T23:59:59.000000Z", None, 1, id="no time said: from the day's end"),
        pytest.param("2024-03-03T00:00:01.000000Z", None, 0, id="after that"),
    ],
)
def test_entered_within_the_hours(recorded: str, at: str | None, in_time: int) -> None:
    ((rep, part),) = entries.timeliness([_follow_up(recorded, at)], lambda _day: 24, _happened)
    assert (rep, int(part.numerator), int(part.denominator)) == (1, in_time, 1)


def test_without_hours_in_the_policy_nothing_is_late_or_in_time() -> None:
    assert not list(entries.timeliness([_follow_up("2024-03-02T10:30:00.000000Z")], lambda _day: None, _happened))


def test_accuracy_is_what_was_left_standing() -> None:
    """Three of a day and one voided: three quarters."""
    tally = MEASURES[MeasureKey.DATA_QUALITY].tally()
    for _rep, part in entries.accuracy([EntryCount(1, None, DAY, 3, 0), EntryCount(1, 9, DAY, 1, 1)]):
        tally.add(part)
    assert tally.mean("accuracy") == Fraction(3, 4)


def test_the_latest_rating_up_to_each_reps_own_last_day() -> None:
    """Rated 60 of 100 and then 4 of 5 on 1 March; who left in February keeps the first, a candidate has none."""

    def rated(rep: int, day: date, score: str, out_of: str) -> CompetenceRating:
        return CompetenceRating(rep, day.day, day, "mastery", Decimal(score), Decimal(out_of))

    given = [
        rated(rep, day, *mark) for rep in (1, 2, 3) for day, mark in ((D(2024, 1, 9), ("60", "100")), (DAY, ("4", "5")))
    ]
    found = dict(entries.ratings(given, {1: D(2024, 3, 31), 2: D(2024, 2, 9)}))
    assert {rep: part.numerator for rep, part in found.items()} == {1: Fraction(4, 5), 2: Fraction(3, 5)}
    assert found[2].happened_on == D(2024, 2, 9)


def test_a_composite_is_composed_after_its_parts_are_rolled_up() -> None:
    """zw filled 9 of 10, ls 0 of 90: together 9 %, not the mean of the two; timeliness is 1 of 2; no accuracy: two parts."""
    measure = MEASURES[MeasureKey.DATA_QUALITY]
    tallies = {"zw": measure.tally(), "ls": measure.tally()}
    for code, of, above, below in (
        ("zw", "completeness", 9, 10),
        ("ls", "completeness", 0, 90),
        ("zw", "timeliness", 1, 1),
        ("ls", "timeliness", 0, 1),
    ):
        tallies[code].add(Part(1, DAY, Fraction(above), Fraction(below), of))
    whole = rolled_up(tallies, "ratio", mean_of=measure.mean_of)
    assert (whole.numerator, int(whole.denominator)) == (Fraction(9, 100) + Fraction(1, 2), 2)
    assert whole.value == Fraction(59, 200)


def test_data_quality_is_one_part_of_competence() -> None:
    """Proficiency 0.8, data quality (0.6 + 1) ÷ 2, no mastery: the mean of two."""
    tally = MEASURES[MeasureKey.COMPETENCE].tally()
    assert tally.value is None
    for of, above in (("proficiency", Fraction(4, 5)), ("completeness", Fraction(3, 5)), ("accuracy", Fraction(1))):
        tally.add(Part(1, DAY, above, Fraction(1), of))
    assert tally.value == Fraction(4, 5)
