"""reports/workload.py: what everybody did, counted as the measures count it."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import Refused, Run
from small_company import AFTERWARDS, SmallCompany, span

from salescli.measure import MeasureKey
from salescli.reports import workload
from salescli.reports.commission import staff_of
from salescli.reports.measured import measured
from salescli.reports.report import Report
from salescli.terms import Channel

D = date
MARCH = [D(2024, 3, day) for day in range(32)[1:]]  # the first is a Friday; 21 are working days


class Company(SmallCompany):
    """zw and ls in north, which is in all; boss in all; three customers of zw's."""

    def __init__(self, path: Path, policy: str = "") -> None:
        super().__init__(path, policy)
        self.team("all")
        self.team("north", parent="all")
        self.hire("boss", post="manager", team="all")
        self.hire("zw", team="north")
        self.hire("ls", team="north")
        for name in ("c1", "c2", "c3"):
            self.customer(name, D(2023, 5, 1), "zw")

    def talk(self, code: str, on: date, customer: str, by: str = "phone", deal: str | None = None, **more: Any) -> int:
        fields = {"customer_id": self.ids[customer], "opportunity_id": self._id(deal), "answered": True} | more
        return self.append("follow_up", on, rep_id=self.ids[code], channel=by, **fields)

    def trip(self, code: str, first: date, last: date, *verdicts: str) -> None:
        about = {"rep_id": self.ids[code], "destination": "太原", "from_day": first, "to_day": last}
        self._decide(self.append("trip", first, **about), first, verdicts)

    def expense(self, code: str, on: date, yuan: int, *verdicts: str, approved: int | None = None) -> None:
        about = {"rep_id": self.ids[code], "category": "travel", "amount": yuan * 100}
        self._decide(self.append("expense", on, **about), on, verdicts, approved)

    def _decide(self, request: int, on: date, verdicts: tuple[str, ...], approved: int | None = None) -> None:
        for verdict in verdicts:
            minor = approved * 100 if approved is not None else None
            self.append("decision", on, request_id=request, verdict=verdict, amount=minor, rep_id=self.ids["boss"])


@pytest.fixture
def ours(tmp_path: Path) -> Company:
    return Company(tmp_path / "l.db")


def build(company: SmallCompany, over: str = "2024-03", on: date = AFTERWARDS, **whose: str) -> Report:
    with company.view(on) as view:
        return workload.build(view, span(over), **whose)


def row(report: Report, code: str) -> dict[str, Any]:
    (found,) = (dict(row) for row in report.rows if row["rep"] == code)
    return found


# Communication.


def test_follow_ups_by_channel(ours: Company) -> None:
    """All of them by channel; unanswered ones are among them and reach nobody; what they took."""
    ours.talk("zw", MARCH[3], "c1", minutes=10)
    ours.talk("zw", MARCH[3], "c1", "visit", minutes=90)
    ours.talk("zw", MARCH[4], "c2")
    ours.talk("zw", MARCH[4], "c3", answered=False, minutes=1)
    ours.talk("ls", MARCH[4], "c3", "wechat")
    zw = row(build(ours), "zw")
    assert (zw["follow_ups"], zw["customers"], zw["minutes"], zw["unanswered"]) == (4, 2, 101, 1)
    assert {str(one): zw[one] for one in Channel if zw[one]} == {"phone": 3, "visit": 1}
    assert zw["detail"] == "phone 3 · visit 1 · unanswered 1 · 101 minutes"
    assert zw["contacts_per_day"] == Fraction(2, 21)


def test_the_first_and_the_last_day_belong_to_it(ours: Company) -> None:
    for day in (D(2024, 2, 29), MARCH[0], MARCH[-1], D(2024, 4, 1)):
        ours.talk("zw", day, "c1")
    assert row(build(ours), "zw")["follow_ups"] == 2
    assert row(build(ours, on=MARCH[0]), "zw")["follow_ups"] == 1


def test_it_is_what_the_measures_say(ours: Company) -> None:
    """Follow-ups, contacts per day and contracts, of everybody and of all together."""
    for number, day in enumerate(MARCH):
        ours.talk(("zw", "ls")[number % 2], day, f"c{number % 3 + 1}", answered=number % 5 > 0)
    ours.leave("ls", MARCH[10], MARCH[14])
    ours.opportunity("o", MARCH[0], "zw")
    ours.share("o", MARCH[0], zw="70", ls="30")
    ours.contract(MARCH[5], 100, name="o")
    asked = [(key, None) for key in (MeasureKey.FOLLOW_UPS, MeasureKey.CONTACTS_PER_DAY, MeasureKey.CONTRACT_COUNT)]
    report = build(ours)
    with ours.view() as view:
        found = measured(view, span("2024-03"), asked, staff_of(view))
    for code in ("boss", "zw", "ls"):
        one = row(report, code)
        assert [one["follow_ups"], one["contacts_per_day"], one["contracts"]] == [
            found.of_rep(code, key).value for key in asked
        ]
    totals = report.totals
    assert [totals["follow_ups"], totals["contacts_per_day"], totals["contracts"]] == [
        found.of_company(key).value for key in asked
    ]
    assert row(report, "zw")["contracts"] == Fraction(7, 10) and totals["contracts"] == 1


# People.


def test_whoever_was_employed_has_a_row(ours: Company) -> None:
    """A joiner, a leaver, one who came back; not who left before, comes later or is a candidate, unless with work done."""
    ours.hire("joins", D(2024, 3, 25), team="north")
    ours.hire("later", D(2024, 4, 1))
    ours.hire("left")
    ours.job("left", D(2024, 2, 28), "depart")
    ours.hire("leaves")
    ours.job("leaves", D(2024, 3, 8), "depart")
    ours.ids["cand"] = ours.append("rep", D(2024, 2, 1), code="cand", name="CAND", candidate=True)
    assert [one["rep"] for one in build(ours).rows] == ["boss", "joins", "leaves", "ls", "zw"]
    ours.talk("left", MARCH[0], "c1")
    assert [one["rep"] for one in build(ours).rows] == ["boss", "joins", "leaves", "left", "ls", "zw"]
    zeros = row(build(ours), "ls")
    assert {key: zeros[key] for key in workload.SUMS} == dict.fromkeys(workload.SUMS, 0)
    assert (zeros["contacts_per_day"], zeros["detail"]) == (0, "")


def test_the_days_of_a_joiner_a_leaver_and_one_on_leave(ours: Company) -> None:
    """Two contacts of each, over the working days that each was there."""
    ours.hire("joins", D(2024, 3, 25))  # 5 working days
    ours.hire("leaves")
    ours.job("leaves", D(2024, 3, 8), "depart")  # 6
    ours.leave("ls", D(2024, 3, 11), D(2024, 3, 31))  # 6
    for code, day in (("joins", MARCH[25]), ("leaves", MARCH[5]), ("ls", MARCH[5])):
        ours.talk(code, day, "c1")
        ours.talk(code, day, "c2")
    report = build(ours)
    assert [row(report, code)["contacts_per_day"] for code in ("joins", "leaves", "ls")] == [
        Fraction(2, 5),
        Fraction(2, 6),
        Fraction(2, 6),
    ]
    assert report.totals["contacts_per_day"] == Fraction(6, 5 + 6 + 6 + 21 + 21)


def test_without_a_working_day_there_is_no_value(ours: Company) -> None:
    """A weekend, and a month on leave: there is work, and there are no days to divide it by."""
    ours.talk("zw", D(2024, 3, 2), "c1")
    weekend = build(ours, "2024-03-02..2024-03-03")
    assert (row(weekend, "zw")["follow_ups"], row(weekend, "zw")["contacts_per_day"]) == (1, None)
    assert weekend.totals["contacts_per_day"] is None
    ours.leave("ls", MARCH[0], MARCH[-1])
    assert row(build(ours), "ls")["contacts_per_day"] is None
    assert row(build(ours), "zw")["contacts_per_day"] == Fraction(1, 21)


def test_one_rep_or_a_team(ours: Company) -> None:
    """A team with those below it; totals are those of the rows shown."""
    for code, customer in (("zw", "c1"), ("ls", "c1"), ("boss", "c2")):
        ours.talk(code, MARCH[4], customer, minutes=7)
    assert [one["rep"] for one in build(ours, team="north").rows] == ["ls", "zw"]
    north = build(ours, team="north").totals
    assert (north["follow_ups"], north["customers"], north["minutes"]) == (2, 2, 14)
    assert north["contacts_per_day"] == Fraction(2, 42)
    assert build(ours, team="all").totals["follow_ups"] == 3
    assert [one["rep"] for one in build(ours, rep="zw").rows] == ["zw"]
    ours.hire("later", D(2025, 1, 1))
    assert [one["rep"] for one in build(ours, rep="later").rows] == ["later"]  # asked for by name


# Selling.


def test_opportunities_that_were_opened_moved_or_spoken_about(ours: Company) -> None:
    """Each once, whatever was done, at the owner of the day; what was only spoken about at who spoke."""
    for name, opened in (("new", MARCH[2]), ("old", D(2024, 1, 5)), ("idle", D(2024, 1, 5)), ("told", D(2024, 1, 5))):
        ours.opportunity(name, opened, "zw", customer="c1")
        ours.stage(name, opened, "open")
    ours.stage("old", MARCH[5], "lost")
    ours.talk("zw", MARCH[6], "c1", deal="old")
    ours.talk("ls", MARCH[6], "c1", deal="told", answered=False)
    report = build(ours)
    assert (row(report, "zw")["opportunities"], row(report, "ls")["opportunities"]) == (2, 1)


def test_stage_changes_lead_to_another_stage(ours: Company) -> None:
    """Neither the first stage nor a new amount in the same one; at the owner of the day; reopening is one."""
    ours.opportunity("o", MARCH[0], "zw")
    for day, stage in ((1, "open"), (2, "open"), (5, "lost"), (8, "open"), (12, "won")):
        ours.stage("o", MARCH[day], stage)
    ours.append("opportunity_owner", MARCH[8], opportunity_id=ours.ids["o"], rep_id=ours.ids["ls"])
    report = build(ours)
    assert (row(report, "zw")["stage_changes"], row(report, "ls")["stage_changes"]) == (1, 2)
    assert (row(report, "zw")["opportunities"], row(report, "ls")["opportunities"]) == (1, 1)


def test_a_stage_before_the_period_is_known(ours: Company) -> None:
    ours.opportunity("o", D(2024, 1, 2), "zw")
    ours.stage("o", D(2024, 1, 2), "open")
    ours.stage("o", MARCH[0], "open")
    assert row(build(ours), "zw")["stage_changes"] == 0
    ours.stage("o", MARCH[1], "won")
    assert row(build(ours), "zw")["stage_changes"] == 1


# Travelling, spending, tasks.


def test_days_on_trips(ours: Company) -> None:
    """Asked for or approved, not rejected; one that was rejected first and then approved; up to the day looked from."""
    ours.trip("zw", D(2024, 2, 28), D(2024, 3, 1), "approved")
    ours.trip("zw", MARCH[5], MARCH[6])
    ours.trip("zw", MARCH[10], MARCH[12], "rejected")
    ours.trip("ls", MARCH[10], MARCH[12], "rejected", "approved")
    report = build(ours)
    assert (row(report, "zw")["trip_days"], row(report, "ls")["trip_days"]) == (3, 3)
    assert row(report, "zw")["detail"] == "3 days on trips"
    assert row(build(ours, on=MARCH[11]), "ls")["trip_days"] == 2


def test_expenses_are_those_approved(ours: Company) -> None:
    """As approved, else as asked for; the last decision counts; what nobody has decided does not."""
    ours.expense("zw", MARCH[3], 100, "approved", approved=80)
    ours.expense("zw", MARCH[3], 50, "approved")
    ours.expense("zw", MARCH[3], 25)
    ours.expense("zw", MARCH[3], 10, "approved", "rejected")
    ours.expense("zw", D(2024, 2, 29), 7, "approved")
    report = build(ours)
    assert row(report, "zw")["expenses"] == 130_00 == report.totals["expenses"]


def test_tasks_done_count_once(ours: Company) -> None:
    """In time or late, on the first day that says so."""
    ours.task("zw", MARCH[5], MARCH[3])
    ours.task("zw", D(2024, 2, 1), MARCH[3])
    ours.task("zw", MARCH[5])
    for first in (D(2024, 2, 28), MARCH[2]):
        about = {"rep_id": ours.ids["zw"], "task_kind": "service", "title": "x", "due_on": first}
        task = ours.append("task", first, **about)
        ours.append("task_done", first, task_id=task)
        ours.append("task_done", MARCH[20], task_id=task)
    assert row(build(ours), "zw")["tasks_done"] == 3
    assert row(build(ours, "2024-02"), "zw")["tasks_done"] == 1


# On the command line.


@pytest.mark.usefixtures("company")
def test_what_a_person_and_a_script_see(run: Run) -> None:
    """A person reads the channels used; a script gets each of them."""
    run("log", "机械", "要报价", "--by", "visit", "--minutes", "45", "--on", "2024-03-12")
    run("log", "机械", "没人接", "--unanswered", "--on", "2024-03-13")
    shown = run("workload", "--period", "2024-03").out
    assert "phone 1 · visit 1 · unanswered 1 · 45 minutes" in shown and "WeChat" not in shown
    answer = json.loads(run("workload", "--period", "2024-03", "--rep", "zw", "--format", "json").out)
    (zw,) = answer["rows"]
    assert (zw["name"], zw["follow_ups"], zw["visit"], zw["wechat"]) == ("张伟", 2, 1, 0)
    assert (zw["contacts_per_day"], zw["contracts"], zw["expenses"]) == ("0.0909", 0, "0.00")
    assert answer["totals"]["phone"] == 1 and "detail" not in zw
    lines = run("workload", "--period", "2024-03", "--format", "csv").out.splitlines()
    assert lines[0].split(",")[:4] == ["rep", "name", "follow_ups", "customers"] and len(lines) == 3


@pytest.mark.usefixtures("company")
def test_what_is_refused(refused: Refused) -> None:
    assert refused(2, "workload").startswith("The option --period is missing")
    assert refused(2, "workload", "--period", "2024", "--rep", "zw", "--team", "north").startswith("--rep / --team")
    assert refused(3, "workload", "--period", "2024", "--rep", "wang").startswith("There is no rep 'wang'")


def test_an_empty_ledger_has_no_rows(tmp_path: Path) -> None:
    report = build(SmallCompany(tmp_path / "l.db"))
    assert (list(report.rows), dict(report.totals)) == ([], {})
