"""On which day something costs how much (figures.md §6): days, shares, versions of the policy, the n-th time, waivers."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from salescli.facts.penalised import Entertainment, TripTravelled, WaiverRow
from salescli.policy.kinds import PenaltyKey
from salescli.policy.versions import Versions, version_of
from salescli.rules import penalties as rule
from salescli.rules import penalty_reasons
from salescli.rules.missed import Missed
from salescli.rules.penalties import Lapse, PenaltyLine
from salescli.rules.reasons import mistakes

D = date
HEAD = '[policy]\ntitle = "P"\n[[stage]]\nkey = "won"\ncloses = "won"\n[[stage]]\nkey = "lost"\ncloses = "lost"\n'
LATE = '[[penalty]]\nkey = "late_trip_report"\nafter_days = 5\namount = "20.00"\n'
DAILY = LATE + 'per = "day"\n'
DINNER = '[[penalty]]\nkey = "entertainment_without_close"\nafter_days = 90\nshare = "0.30"\n'
MISSED = '[[penalty]]\nkey = "overdue_contact"\namount = "50.00"\npoints = "1"\n'
OVER = '[[penalty]]\nkey = "trip_over_limit"\namount = "200.00"\n'
LIMIT = (
    '[[limit]]\nkind = "trips"\nover = "penalise"\nrows = [{ probability_from = "0", amount_from = "0", most = 1 }]\n'
)
JAN, FEB, MAR, APR = (D(2024, month, 1) for month in (1, 2, 3, 4))
YEAR = (JAN, D(2025, 1, 1))


def versions(*texts: str | tuple[date, str]) -> Versions:
    found = []
    for number, text in enumerate(texts):
        starts, body = text if isinstance(text, tuple) else (None, text)
        found.append(version_of(number, HEAD + body, starts))
    return Versions(found)


def always(_rep: str, start: date, end: date) -> Iterable[tuple[date, date]]:
    return [(start, end)]


def lines(
    policies: Versions,
    lapses: Iterable[Lapse],
    start: date,
    end: date,
    waivers: Iterable[WaiverRow] = (),
    employed: rule.Employed = always,
) -> list[PenaltyLine]:
    blocks = {key: rule.blocks_of(policies, key, end) for key in PenaltyKey}
    found = rule.lines_of(lapses, blocks, waivers, employed, start, end)
    for each in found.values():
        assert mistakes(penalty_reasons.reason(each, "why")) == []
    return [line for each in found.values() for line in each]


def trip(ended: date, reported: date | None = None, fact: int = 1, **also: Any) -> TripTravelled:
    made = TripTravelled(fact, "zw", "太原", ended, ended, ended, None, "approved", reported, 100000)
    return made._replace(**also)


def late(policies: Versions, *trips: TripTravelled, over: tuple[date, date] = YEAR, **also: Any) -> list[PenaltyLine]:
    return lines(policies, rule.of_trips(trips, policies, over[1]), *over, **also)


def days_and_amounts(found: Iterable[PenaltyLine]) -> list[tuple[date, int]]:
    return [(line.happened_on, line.amount) for line in found]


# The day.


@pytest.mark.parametrize(
    ("reported", "costs"),
    [(D(2024, 3, 15), []), (D(2024, 3, 16), [(D(2024, 3, 16), 2000)]), (None, [(D(2024, 3, 16), 2000)])],
)
def test_a_report_is_late_on_the_day_after_its_last_one(reported: date | None, costs: list[tuple[date, int]]) -> None:
    """The trip ends on the 10th, five days: on the 15th in time, on the 16th late."""
    assert days_and_amounts(late(versions(LATE), trip(D(2024, 3, 10), reported))) == costs


def test_a_trip_that_nobody_approved_owes_no_report() -> None:
    trips = [trip(D(2024, 3, 10), verdict=verdict) for verdict in (None, "rejected")]
    assert late(versions(LATE), *trips) == []


def test_an_occurrence_is_charged_in_its_own_month_alone() -> None:
    trips = [trip(D(2024, 2, 25))]
    assert [days_and_amounts(late(versions(LATE), *trips, over=over)) for over in ((FEB, MAR), (MAR, APR))] == [
        [],
        [(D(2024, 3, 2), 2000)],
    ]


def test_day_by_day_over_a_months_end() -> None:
    """Late from 28 February (a leap year) to 3 March, the day of the report: 2 days and 3 days, 40.00 and 60.00."""
    trips = [trip(D(2024, 2, 22), D(2024, 3, 3))]
    february, march, quarter = (
        late(versions(DAILY), *trips, over=over) for over in ((FEB, MAR), (MAR, APR), (JAN, APR))
    )
    assert days_and_amounts(february) == [(D(2024, 2, 28), 4000)]
    assert days_and_amounts(march) == [(MAR, 6000)]
    assert days_and_amounts(quarter) == [(D(2024, 2, 28), 10000)]


def test_points_go_off_once_with_the_first_day() -> None:
    trips = [trip(D(2024, 2, 22))]
    policy = versions(DAILY + 'points = "2"\n')
    points = [[line.points for line in late(policy, *trips, over=over)] for over in ((FEB, MAR), (MAR, APR), YEAR)]
    assert points == [[2], [0], [2]]


def test_nothing_is_charged_for_days_after_leaving() -> None:
    def left(_rep: str, start: date, end: date) -> list[tuple[date, date]]:
        last = min(end, D(2024, 3, 17))
        return [(start, last)] if start < last else []

    trips = [trip(D(2024, 3, 10)), trip(D(2024, 3, 12), fact=2)]
    assert days_and_amounts(late(versions(DAILY), *trips, employed=left)) == [(D(2024, 3, 16), 2000)]


# Entertainment.


def dinner(day: date, fact: int = 1, **also: Any) -> Entertainment:
    return Entertainment(fact, "zw", day, "风机改造", 48800, None, None)._replace(**also)


def dinners(policies: Versions, *each: Entertainment, over: tuple[date, date] = YEAR) -> list[tuple[date, int]]:
    return days_and_amounts(lines(policies, rule.of_entertainments(each), *over))


def test_no_contract_after_the_days() -> None:
    """On 10 January, 90 days: a contract on 9 April is in time, on 10 April it is too late. 30 % of 488.00."""
    day = D(2024, 1, 10)
    assert dinners(versions(DINNER), dinner(day, signed_on=day + timedelta(days=90))) == []
    for signed in (day + timedelta(days=91), None):
        assert dinners(versions(DINNER), dinner(day, signed_on=signed)) == [(D(2024, 4, 10), 14640)]


def test_the_opportunity_lost_counts_on_its_day() -> None:
    lost = D(2024, 1, 20)
    assert dinners(versions(DINNER), dinner(D(2024, 1, 10), lost_on=lost)) == [(lost, 14640)]
    without_days = versions(DINNER.replace("after_days = 90\n", ""))
    assert dinners(without_days, dinner(D(2024, 1, 10), lost_on=lost)) == [(lost, 14640)]
    assert dinners(without_days, dinner(D(2024, 1, 10))) == []


def test_lost_after_the_days_counts_when_they_are_over() -> None:
    assert dinners(versions(DINNER), dinner(D(2024, 1, 10), lost_on=D(2024, 6, 1))) == [(D(2024, 4, 10), 14640)]


def test_from_the_third_on() -> None:
    """In the order of the penalty's days, each rep and each calendar year for itself."""
    policy = versions(DINNER + "times = 3\n")
    each = [dinner(D(2024, 1, day), day, lost_on=D(2024, 2, 20 - day)) for day in (1, 2, 3, 4)]
    other = each[0]._replace(id=9, rep="ls")
    earlier = dinner(D(2023, 1, 1), 8, lost_on=D(2023, 6, 1))
    found = lines(policy, rule.of_entertainments([earlier, *each, other]), *YEAR)
    assert [(line.fact, line.happened_on) for line in found] == [(2, D(2024, 2, 18)), (1, D(2024, 2, 19))]


def test_the_third_of_a_year_is_the_third_in_whatever_period_it_is_looked_at() -> None:
    policy = versions(DINNER + "times = 3\n")
    each = [dinner(D(2024, month, 1), month, lost_on=D(2024, month, 15)) for month in (1, 2, 3)]
    assert dinners(policy, *each, over=(MAR, APR)) == [(D(2024, 3, 15), 14640)]
    assert dinners(policy, *each, over=(FEB, MAR)) == []


def test_a_share_is_rounded_half_away_from_zero_and_added_to_the_amount() -> None:
    policy = versions(DINNER.replace("0.30", "0.05") + 'amount = "1.00"\n')
    assert dinners(policy, dinner(D(2024, 1, 10), spent=10)) == [(D(2024, 4, 10), 101)]


# Missed contacts and trips over the limit.


def missed(first: date, days: int, fact: int = 1, deadline: date = D(2024, 3, 1), grace: int = 1) -> Missed:
    return Missed(1, "华北机械", fact, "zw", deadline, deadline + timedelta(days=grace + 1), first, days)


def missed_lines(policies: Versions, each: list[Missed]) -> list[PenaltyLine]:
    blocks = rule.blocks_of(policies, PenaltyKey.OVERDUE_CONTACT, YEAR[1])
    return lines(policies, rule.of_missed(each, blocks), *YEAR)


def test_a_missed_contact_costs_once_on_its_day() -> None:
    found = missed_lines(versions(MISSED), [missed(D(2024, 3, 3), 10)])
    assert [(line.happened_on, line.amount, line.points) for line in found] == [(D(2024, 3, 3), 5000, 1)]


def test_what_was_missed_at_another_owner_is_no_occurrence_but_its_days_are_days() -> None:
    later = [missed(D(2024, 3, 8), 4)]
    assert missed_lines(versions(MISSED), later) == []
    daily = missed_lines(versions(MISSED + 'per = "day"\n'), later)
    assert [(line.happened_on, line.amount, line.points) for line in daily] == [(D(2024, 3, 8), 20000, 0)]


def test_a_trip_over_a_limit_costs_where_the_limit_penalises() -> None:
    over = trip(D(2024, 3, 10), D(2024, 3, 11), limit_note="the second of 1", asked_on=D(2024, 3, 1))
    assert days_and_amounts(late(versions(OVER + LIMIT), over)) == [(D(2024, 3, 10), 20000)]
    assert late(versions(OVER + LIMIT.replace("penalise", "approve")), over) == []
    assert late(versions(OVER + LIMIT), over._replace(verdict="rejected")) == []
    assert late(versions(OVER + LIMIT), over._replace(limit_note=None)) == []


def test_a_note_that_names_its_limits_says_itself_which_is_penalised() -> None:
    """Whatever the policy says of limits afterwards; a note in a person's own words goes by the policy of its day."""
    over = trip(D(2024, 3, 10), D(2024, 3, 11), asked_on=D(2024, 3, 1))
    notes = {
        "trips: 2 of 1 · penalise": [(D(2024, 3, 10), 20000)],
        "trips: 2 of 1 · approve; trip_days: 4 of 3 · penalise": [(D(2024, 3, 10), 20000)],
        "trips: 2 of 1 · approve": [],
    }
    for policy in (OVER, OVER + LIMIT):
        for note, charged in notes.items():
            assert days_and_amounts(late(versions(policy), over._replace(limit_note=note))) == charged


def test_the_limit_is_that_of_the_day_of_the_request_and_the_price_that_of_the_trip() -> None:
    over = trip(D(2024, 3, 10), D(2024, 3, 11), limit_note="the second of 1", asked_on=D(2024, 2, 20))
    dearer = OVER.replace("200.00", "300.00")
    assert days_and_amounts(late(versions(OVER + LIMIT, (MAR, dearer)), over)) == [(D(2024, 3, 10), 30000)]
    assert late(versions(OVER, (MAR, OVER + LIMIT)), over) == []


# Versions of the policy.


def test_the_policy_of_the_penaltys_day_decides() -> None:
    policies = versions(LATE, (D(2024, 3, 16), LATE.replace("20.00", "30.00")))
    assert days_and_amounts(late(policies, trip(D(2024, 3, 9)), trip(D(2024, 3, 10), fact=2))) == [
        (D(2024, 3, 15), 2000),
        (D(2024, 3, 16), 3000),
    ]


def test_a_kind_that_begins_later_takes_nothing_that_was_late_before() -> None:
    policies = versions("", (D(2024, 3, 16), DAILY))
    assert [line.fact for line in late(policies, trip(D(2024, 3, 9)), trip(D(2024, 3, 10), fact=2))] == [2]


def test_a_longer_wait_charges_no_second_time() -> None:
    policies = versions(LATE, (D(2024, 3, 20), LATE.replace("5", "30")))
    assert days_and_amounts(late(policies, trip(D(2024, 3, 10)))) == [(D(2024, 3, 16), 2000)]


def test_a_shorter_wait_charges_on_its_first_day_what_still_waited() -> None:
    policies = versions(LATE.replace("5", "30"), (D(2024, 3, 20), LATE))
    assert days_and_amounts(late(policies, trip(D(2024, 3, 1)), trip(D(2024, 3, 18), fact=2))) == [
        (D(2024, 3, 20), 2000),
        (D(2024, 3, 24), 2000),
    ]


def test_each_day_costs_what_its_own_policy_says() -> None:
    """16 to 19 March at 20.00, 20 March to the report on the 22nd at 25.00."""
    policies = versions(DAILY, (D(2024, 3, 20), DAILY.replace("20.00", "25.00")))
    found = late(policies, trip(D(2024, 3, 10), D(2024, 3, 22)))
    assert days_and_amounts(found) == [(D(2024, 3, 16), 4 * 2000 + 3 * 2500)]


# Waivers.


def test_a_waiver_cancels_one_and_stays_visible() -> None:
    waiver = WaiverRow(5, 1, "late_trip_report", D(2024, 4, 2), "boss", "was ill")
    found = late(
        versions(LATE + 'points = "1"\n'), trip(D(2024, 3, 10)), trip(D(2024, 3, 11), fact=2), waivers=[waiver]
    )
    assert [(line.fact, line.amount, line.points, line.waived) for line in found] == [
        (1, 0, 0, True),
        (2, 2000, 1, False),
    ]
    assert (found[0].imposed, found[0].imposed_points, found[0].waiver) == (2000, 1, waiver)


def test_a_waiver_of_one_kind_leaves_another_kind_of_the_same_fact() -> None:
    both = trip(D(2024, 3, 10), limit_note="the second of 1")
    policy = versions(LATE + OVER + LIMIT)
    for kind, left in (("late_trip_report", 20000), ("trip_over_limit", 2000), (None, 0)):
        waiver = WaiverRow(5, 1, kind, D(2024, 4, 2), "boss", "agreed")
        assert sum(line.amount for line in late(policy, both, waivers=[waiver])) == left


def test_a_waived_one_counts_towards_the_third() -> None:
    policy = versions(DINNER + "times = 3\n")
    each = [dinner(D(2024, 1, day), day, lost_on=D(2024, 2, day)) for day in (1, 2, 3, 4)]
    waiver = WaiverRow(5, 3, None, D(2024, 4, 2), "boss", "the ministry asked for it")
    found = lines(policy, rule.of_entertainments(each), *YEAR, waivers=[waiver])
    assert [(line.fact, line.waived) for line in found] == [(3, True), (4, False)]
