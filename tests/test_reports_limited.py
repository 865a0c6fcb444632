"""reports/limited.py: what limits do to requests as they are asked for, in sentences; also when two ask at the same moment."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import Facts, Refused, Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_company import SmallCompany, fen

from salescli.facts.names import Named
from salescli.facts.requested import SpentOn
from salescli.ledger import files
from salescli.ledger.store import Ledger, Who
from salescli.policy.kinds import LimitKind
from salescli.policy.versions import Versions, version_of
from salescli.reports import limited
from salescli.reports.limited import Checked
from salescli.reports.view import View
from salescli.rules import limits

D = date
Ask = tuple[int, int, str | None, int]
"""Days of a trip (0: a dinner), yuan asked for, what is decided, yuan granted."""
ROOT = Path(__file__).parents[1]
DINNER = ["expense", "request", "--category", "entertainment", "--opportunity", "风机"]
TRIP = ["trip", "request", "--opportunity", "风机", "--to", "太原", "--from-day"]
POLICY = """
[policy]
title = "Limits"
[[stage]]
key = "open"
probability = "0.5"
[[stage]]
key = "won"
closes = "won"
[[stage]]
key = "lost"
closes = "lost"
[[limit]]
kind = "trips"
over = "{trips}"
rows = [ {{ probability_from = "0", amount_from = "0", most = 1 }} ]
[[limit]]
kind = "trip_days"
over = "{days}"
rows = [ {{ probability_from = "0", amount_from = "0", most = 3 }} ]
[[limit]]
kind = "entertainment"
over = "{dinners}"
rows = [
  {{ probability_from = "0", amount_from = "0", most = "500.00" }},
  {{ probability_from = "0.5", amount_from = "100000", most = "3000.00" }},
]
[post.rep]
title = "Rep"
[post.manager]
title = "Manager"
approves = true
[[penalty]]
key = "trip_over_limit"
amount = "200"
"""


def _policy(run: Run, path: Path, trips: str = "approve", days: str = "approve", dinners: str = "refuse") -> None:
    file = path.parent / "limits.toml"
    file.write_text(POLICY.format(trips=trips, days=days, dinners=dinners), encoding="utf-8")
    assert run("policy", "load", str(file), "--from", "2024-01-01").code == 0


# Refused.


def test_a_request_over_a_limit_that_refuses(company: Path, run: Run, refused: Refused, facts: Facts) -> None:
    """The starter policy: 500.00 on a small chance. It names the limit, what is used, and what this would make."""
    run(*DINNER, "300")
    said = refused(4, *DINNER, "200.01")
    assert said == (
        "The limit of entertainment on 风机改造 is 500.00 CNY at a win probability of 10% and an amount of 120,000.00 CNY; "
        "300.00 CNY used, and this would make 500.01 CNY."
    )
    assert run(*DINNER, "200").code == 0
    assert facts("expense", "amount", "limit_note") == [(30_000, None), (20_000, None)]


def test_trips_that_are_refused(company: Path, run: Run, refused: Refused) -> None:
    _policy(run, company, trips="refuse")
    run(*TRIP, "2024-03-18")
    assert refused(4, *TRIP, "2024-03-25").endswith("CNY; 1 used, and this would make 2.")


@pytest.mark.parametrize(
    ("stage", "is_let_in"),
    [
        (["--amount", "100000", "--probability", "50%"], True),
        (["--amount", "99999.99", "--probability", "50%"], False),
        (["--amount", "100000", "--probability", "0.4999"], False),
    ],
)
def test_on_the_border(company: Path, run: Run, stage: list[str], is_let_in: bool) -> None:
    """3,000.00 from a probability of 0.5 and 100,000.00 on; a cent or a hair under either, 500.00."""
    _policy(run, company)
    run("stage", "风机", "open", *stage)
    assert run(*DINNER, "3000").code == (0 if is_let_in else 4)


def test_the_probability_is_the_changes_own_else_the_stages(company: Path, run: Run) -> None:
    """Opened with 120,000.00 in prospecting, which this policy does not know; then open, 0.5 by the policy."""
    _policy(run, company)
    assert run(*DINNER, "501").code == 4
    run("stage", "风机", "open")
    assert run(*DINNER, "501").code == 0


def test_the_stage_of_the_requests_day(company: Path, run: Run) -> None:
    _policy(run, company)
    run("stage", "风机", "open", "--on", "2024-03-10")
    assert run(*DINNER, "501", "--on", "2024-03-09").code == 4
    assert run(*DINNER, "501", "--on", "2024-03-10").code == 0


def test_an_earlier_day_is_no_way_round(company: Path, run: Run) -> None:
    """What is known of the opportunity counts, whatever its day."""
    run(*DINNER, "500")
    assert run(*DINNER, "1", "--on", "2024-03-05").code == 4


def test_what_no_limit_is_about(company: Path, run: Run) -> None:
    """Another category, a customer without an opportunity, another opportunity."""
    run(*DINNER, "500")
    run("opportunity", "open", "扩产", "--customer", "华北机械")
    for words in (
        ["--category", "sample", "--opportunity", "风机"],
        ["--category", "entertainment", "--customer", "华北机械"],
        ["--category", "entertainment", "--opportunity", "扩产"],
    ):
        assert run("expense", "request", "400", *words).code == 0


def test_without_a_policy_in_force_there_is_no_limit(tmp_path: Path) -> None:
    company = SmallCompany(tmp_path / "l.db")
    company.opportunity("deal", D(2024, 1, 1))
    with company.view(D(2024, 2, 1)) as view:
        bare = replace(view, versions=Versions([]))
        assert limited.expense(bare, Named(company.ids["deal"], "", "deal"), "entertainment", fen(9_000)) == Checked()


# Let in.


def test_a_limit_that_needs_a_decision(company: Path, run: Run, facts: Facts) -> None:
    """It goes in with a note, and who asks is told."""
    run(*TRIP, "2024-03-18")
    answer = run(*TRIP, "2024-03-25")
    assert answer.code == 0 and answer.out.startswith("Requested a trip to 太原")
    assert answer.err.splitlines() == [
        "Over the limit, trips 2 of 1: it needs a decision that says so (--over-limit --why).",
        "Nobody who may decide it stands above 张伟.",
    ]
    assert facts("trip", "limit_note") == [(None,), ("trips: 2 of 1 · approve",)]


def test_only_the_penalised_limit_that_is_broken_is_charged(company: Path, run: Run, facts: Facts) -> None:
    """Trips need a decision, their days are penalised: the second trip is over in number alone, the third in days too."""
    _policy(run, company, days="penalise")
    for first, last in (("01", "01"), ("08", "08"), ("11", "13")):
        assert run(*TRIP, f"2024-03-{first}", "--to-day", f"2024-03-{last}").code == 0
    assert facts("trip", "limit_note")[1:] == [
        ("trips: 2 of 1 · approve",),
        ("trips: 3 of 1 · approve; trip_days: 5 of 3 · penalise",),
    ]
    rows = json.loads(run("penalties", "--period", "2024-03", "--rep", "zw", "--format", "json").out)["rows"]
    charged = [row for row in rows if row["key"] == "trip_over_limit"]
    assert [(row["happened_on"], row["amount"]) for row in charged] == [("2024-03-11", "200.00")]


def test_a_refusal_stands_above_a_decision(company: Path, run: Run, refused: Refused) -> None:
    _policy(run, company, trips="approve", days="refuse")
    run(*TRIP, "2024-03-18", "--to-day", "2024-03-20")
    assert refused(4, *TRIP, "2024-03-25").startswith("The limit of days on trips on 风机改造 is 3 ")


def test_what_is_rejected_or_voided_or_cut_makes_room(company: Path, run: Run) -> None:
    """A manager approves 200.00 of 500.00: 300.00 are left; rejects that: 300.00 again."""
    run("rep", "add", "boss", "王总", "--post", "manager", "--team", "north", "--hired", "2024-01-08")
    run("team", "change", "north", "--lead", "boss", "--on", "2024-01-08")
    first = json.loads(run(*DINNER, "500", "--json").out)["id"]
    assert run(*DINNER, "1").code == 4
    decided = run("expense", "approve", first, "--amount", "200", "--as", "boss")
    assert decided.code == 0, decided
    assert run(*DINNER, "300.01").code == 4
    second = json.loads(run(*DINNER, "300", "--json").out)["id"]
    run("expense", "reject", second, "--why", "x", "--as", "boss")
    assert run(*DINNER, "300").code == 0


# In words.


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (
            "trips: 3 of 2 · penalise; entertainment: 560.00 of 500.00 · approve",
            "trips 3 of 2, penalised · entertainment 560.00 CNY of 500.00 CNY, needs a decision that says so",
        ),
        ("the second of 1", "the second of 1"),
        (None, None),
    ],
)
def test_a_note_in_words(note: str | None, words: str | None) -> None:
    """One in a person's own words stays as it is."""
    assert limited.words(note, "CNY") == words


# For every order of requests and decisions.


def _asked(ledger: Ledger, versions: Versions, deal: Named, rep: int, request: Ask) -> None:
    """One request as a command makes it, inside a transaction: checked, then entered, and perhaps decided."""
    days, yuan, verdict, granted = request
    view, about = View(ledger, D(2024, 2, 1), "en", versions), {"rep_id": rep, "opportunity_id": deal.id}
    first, last = D(2024, 2, 1), D(2024, 2, max(days, 1))
    if days and limited.trip(view, deal, first, last).refusal is None:
        id = ledger.append("trip", first, destination="x", from_day=first, to_day=last, **about)
    elif not days and limited.expense(view, deal, "entertainment", fen(yuan)).refusal is None:
        id = ledger.append("expense", first, category="entertainment", amount=fen(yuan), **about)
    else:
        return
    if verdict:
        amount = min(fen(granted), fen(yuan)) if verdict == "approved" else None
        ledger.append("decision", first, request_id=id, verdict=verdict, amount=amount)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 3), st.integers(1, 400), st.sampled_from([None, "approved", "rejected"]), st.integers(1, 400)
        ),
        max_size=10,
    )
)
def test_what_is_used_never_exceeds_a_limit_that_refuses(company: Path, requests: list[Ask]) -> None:
    """Whatever is asked for, approved in part and rejected, in whatever order."""
    text = POLICY.format(trips="refuse", days="refuse", dinners="refuse")
    versions = Versions([version_of(0, text.replace('most = "3000.00"', 'most = "500.00"'))])
    with files.open_for_writing(company, Who("zw", "here")) as ledger, ledger.write():
        rep, id = ledger.find_id("3"), ledger.append("opportunity", D(2024, 1, 1), name="deal")
        for request in requests:
            _asked(ledger, versions, Named(id, "", "deal"), rep, request)
            used = limits.used(ledger.read("requests_of_opportunity", SpentOn, opportunity_id=id))
            assert used[LimitKind.TRIPS] <= 1 and used[LimitKind.TRIP_DAYS] <= 3
            assert used[LimitKind.ENTERTAINMENT] <= fen(500)


def test_two_who_ask_at_the_same_moment_cannot_both_pass(company: Path, run: Run, facts: Facts) -> None:
    """Eight processes ask for 200.00 of 500.00 at once: two get it, six are told what is used."""
    words = [sys.executable, "-m", "salescli", *DINNER, "200"]
    children = [
        subprocess.Popen(words, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _number in range(8)
    ]
    answers = [child.communicate() for child in children]
    assert sorted(child.returncode for child in children) == [0, 0, 4, 4, 4, 4, 4, 4], answers
    assert all("400.00 CNY used" in said for out, said in answers if not out)
    assert facts("expense", "amount") == [(20_000,), (20_000,)]
