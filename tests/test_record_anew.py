"""record/anew.py: a fact that is recorded anew is held to what the command of its kind refuses, in the command's words."""

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Facts, Refused, Run, surroundings

from salescli.ledger import files
from salescli.ledger.store import Who
from salescli.main import main
from salescli.record import anew
from salescli.record.correct import NEVER

Adds = Callable[..., str]


@pytest.fixture
def adds(company: Path, run: Run) -> Adds:
    """Record something in the company, which boss leads whose post approves; gives its id."""
    assert run("rep", "add", "boss", "王总", "--post", "manager", "--hired", "2024-01-08").code == 0  # 18, 19
    assert run("team", "change", "north", "--lead", "boss", "--on", "2024-01-08").code == 0  # 20

    def once(*words: str) -> str:
        answer = run(*words, "--json")
        assert answer.code == 0, answer
        return str(json.loads(answer.out)["id"])

    return once


@pytest.fixture
def corrects(refused: Refused) -> Callable[..., str]:
    """Correct something that must be refused with this exit code; gives the sentence."""
    return lambda code, *words: refused(code, "correct", *words, "--why", "x")


Corrects = Callable[..., str]


# Requests.


@pytest.fixture
def asked_for(adds: Adds) -> str:
    """zw's request for 440."""
    return adds("expense", "request", "440", "--category", "office", "--as", "zw")


def test_no_more_is_approved_than_was_asked_for(adds: Adds, asked_for: str, corrects: Corrects, run: Run) -> None:
    id = adds("expense", "approve", asked_for, "--as", "boss")
    said = "99,999.00 CNY is more than the 440.00 CNY asked for; approve as much or less."
    assert corrects(4, id, "amount=99999") == said
    assert corrects(4, id, "amount=99999", "--as", "boss") == said
    assert "The amount must be above 0" in corrects(2, id, "amount=0")
    assert run("correct", id, "amount=400", "--why", "x").code == 0


def test_who_decided_is_somebody_who_may(adds: Adds, asked_for: str, corrects: Corrects) -> None:
    id = adds("expense", "approve", asked_for, "--as", "boss")
    assert corrects(4, id, "rep=ls") == "李四 has no post that approves on 2024-03-15. Who may: boss 王总."
    assert corrects(4, id, "rep=zw").startswith("张伟 does not decide a request of 张伟's own.")
    assert "is no rep's code, and a rep decides" in corrects(4, id, "rep=")
    assert "no post that approves" in corrects(4, id, "amount=400", "--as", "zw")


def test_a_boss_does_not_put_right_what_was_decided_of_his_own_request(
    adds: Adds, corrects: Corrects, run: Run
) -> None:
    adds("rep", "add", "chief", "董事长", "--post", "manager", "--hired", "2024-01-08")
    asked_for = adds("expense", "request", "440", "--category", "office", "--as", "boss")
    adds("team", "add", "top", "全国", "--lead", "chief", "--on", "2024-01-08")
    assert run("team", "change", "north", "--parent", "top", "--on", "2024-01-08").code == 0
    assert run("rep", "move", "boss", "--team", "north", "--on", "2024-01-08").code == 0
    id = adds("expense", "approve", asked_for, "--amount", "40", "--as", "chief")
    assert corrects(4, id, "amount=440", "--as", "boss").startswith("王总 does not decide a request of 王总's own.")
    assert run("correct", id, "amount=440", "--why", "x", "--as", "chief").code == 0


def test_a_verdict_is_one_of_two_and_a_rejection_has_a_reason(
    adds: Adds, asked_for: str, corrects: Corrects, run: Run, facts: Facts
) -> None:
    id = adds("expense", "approve", asked_for, "--as", "boss")
    assert corrects(2, id, "verdict=banana") == "The verdict is one of approved, rejected, not 'banana'."
    assert corrects(2, id, "verdict=rejected") == "The reason is empty; write it down."
    out = run("correct", id, "verdict=rejected", "why=no reason given", "--why", "x").out
    assert "verdict approved → rejected, amount 440.00 → empty, why empty → no reason given" in out
    assert facts("decision_in_force", "verdict", "amount") == [("rejected", None)]


def test_a_decision_before_it_was_asked_for(adds: Adds, asked_for: str, corrects: Corrects) -> None:
    id = adds("expense", "approve", asked_for, "--as", "boss")
    said = corrects(4, id, "happened_on=2024-03-01")
    assert said == "It was asked for on 2024-03-15; it is decided on that day or later."


def test_no_more_is_paid_out_than_was_approved_nor_less_approved_than_was_paid(
    adds: Adds, asked_for: str, corrects: Corrects
) -> None:
    decided = adds("expense", "approve", asked_for, "--amount", "400", "--as", "boss")
    paid = adds("expense", "settle", asked_for)
    said = "440.00 CNY is more than the 400.00 CNY approved; pay out as much or less."
    assert corrects(4, paid, "amount=440") == said
    assert "The amount must be above 0" in corrects(2, paid, "amount=0")
    assert "were paid out on 2024-03-15" in corrects(4, decided, "amount=399")
    assert "were paid out on 2024-03-15" in corrects(4, decided, "verdict=rejected", "why=y")


def test_an_expense(adds: Adds, asked_for: str, corrects: Corrects, run: Run, facts: Facts) -> None:
    """Its category is one with a name, whatever its language, or a word of one's own; an opportunity brings its customer."""
    assert "is nearly entertainment" in corrects(2, asked_for, "category=entertanment")
    assert "Spent on whom?" in corrects(2, asked_for, "category=招待费")
    assert "not employed on 2023-01-01" in corrects(4, asked_for, "happened_on=2023-01-01")
    out = run("correct", asked_for, "category=招待费", "opportunity=风机改造", "--why", "x").out
    assert "opportunity empty → 风机改造, customer empty → 华北机械, category office → entertainment" in out
    (new,) = (str(id) for (id,) in facts("expense_in_force", "id"))
    assert "风机改造 is 华北机械's, not 华北电子's" in corrects(4, new, "customer=华北电子")
    assert "says already" in corrects(2, new, "customer=")
    assert "above 0" in corrects(2, new, "amount=0")


def test_a_trip(adds: Adds, corrects: Corrects, run: Run) -> None:
    asks = ["trip", "request", "--opportunity", "风机改造", "--as", "zw", "--to", "太原"]
    id = adds(*asks, "--from-day", "2024-03-18", "--to-day", "2024-03-20", "--cost", "900")
    adds(*asks, "--from-day", "2024-03-25", "--to-day", "2024-03-27")
    assert "before it begins" in corrects(2, id, "to_day=2024-03-17")
    assert "the most is 366" in corrects(2, id, "to_day=2025-06-01")
    assert "the days would count twice" in corrects(4, id, "to_day=2024-03-25")
    assert corrects(2, id, "opportunity=") == "The field opportunity is needed; it cannot be empty."
    reported = adds("trip", "report", id, "they will sign", "--on", "2024-03-18")
    assert "there is nothing to report yet" in corrects(4, reported, "happened_on=2024-03-17")


# Money.


def test_no_more_falls_due_than_was_signed(adds: Adds, corrects: Corrects, facts: Facts) -> None:
    adds("contract", "sign", "风机改造", "1000", "--code", "H", "--instalment", "+30d:500", "--instalment", "+60d:300")
    id = str(facts("instalment", "id")[0][0])
    assert (
        corrects(4, id, "amount=701") == "The instalments sum to 1,001.00 CNY, more than the contract's 1,000.00 CNY."
    )
    assert "above 0" in corrects(2, id, "amount=0")


def test_more_than_is_outstanding_is_taken_with_a_warning(adds: Adds, run: Run) -> None:
    adds("contract", "sign", "风机改造", "1000", "--code", "H")
    id = adds("receipt", "H", "500")
    answer = run("correct", id, "amount=1500", "--why", "x")
    assert answer.code == 0
    assert answer.err == "That is 500.00 CNY more than was outstanding of H 风机改造; recorded all the same.\n"


def test_a_line_sells_a_whole_quantity_at_the_list_price_of_its_product(
    adds: Adds, corrects: Corrects, run: Run, facts: Facts
) -> None:
    adds("product", "add", "B", "--price", "100", "--on", "2024-01-02")
    adds("contract", "sign", "风机改造", "9600", "--code", "H", "--line", "GTX:2:4800")
    id = str(facts("contract_line", "id")[0][0])
    for value in ("0", "1.5", "x", "1000000001"):
        assert "from 1 to 1,000,000,000" in corrects(2, id, f"quantity={value}")
    assert "more than a ledger keeps" in corrects(2, id, "quantity=1000000000", "unit_price=100000000")
    assert "product GTX GTX Pro → B, list_price 4,821.00 → 100.00" in run("correct", id, "product=B", "--why", "x").out


# Evidence.


def test_a_score_lies_between_nothing_and_the_most(adds: Adds, corrects: Corrects) -> None:
    id = adds("assess", "zw", "--method", "exam", "--purpose", "appraisal", "--score", "82", "--out-of", "100")
    assert corrects(2, id, "score=500") == "A score of 500 is more than 100, the most that could be given."
    assert corrects(2, id, "out_of=1") == "A score of 82 is more than 1, the most that could be given."
    assert "lies above 0" in corrects(2, id, "out_of=0")
    assert "is a plain number" in corrects(2, id, "score=-1")
    assert "The method is one of" in corrects(2, id, "method=magic")
    assert "What is the exam for?" in corrects(2, id, "purpose=")
    assert "The rater is one of" in corrects(2, id, "rater=god")


def test_a_self_rating_stays_one_whoever_puts_it_right(adds: Adds, corrects: Corrects, run: Run, facts: Facts) -> None:
    marks = ["--method", "exam", "--purpose", "appraisal", "--out-of", "100", "--score"]
    id = adds("assess", "zw", *marks, "100", "--as", "zw")
    own = "张伟 gave this as a self rating, which it stays; void it, and who rated records it."
    for words in ([], ["--as", "zw"], ["--as", "boss"]):
        assert corrects(4, id, "rater=manager", *words) == own
        assert corrects(4, id, "rater=", *words) == own
        assert corrects(4, id, "rep=ls", *words) == own
    assert "a self rating is entered by 张伟, or by a clerk" in corrects(4, id, "score=1", "--as", "boss")
    assert run("correct", id, "score=90", "--why", "x", "--as", "zw").code == 0
    assert facts("assessment_in_force", "score", "rater") == [("90", "self")]


def test_what_somebody_else_gave_does_not_become_ones_own(adds: Adds, corrects: Corrects, run: Run) -> None:
    """Not even by a boss who may put right what others recorded."""
    marks = ["--method", "exam", "--purpose", "appraisal", "--score", "10", "--out-of", "100"]
    id = adds("assess", "boss", *marks, "--rater", "peer")
    assert "does not assess 王总, but as --rater self" in corrects(4, id, "score=100", "--as", "boss")
    assert run("correct", id, "score=11", "--why", "x").code == 0


def test_how_far_a_goal_is(adds: Adds, corrects: Corrects) -> None:
    goal = adds("goal", "add", "zw", "学会谈判", "--weight", "40", "--due", "2024-12-31")
    assert "above 0 and up to 100" in corrects(2, goal, "weight=101")
    assert "before it is set" in corrects(2, goal, "due_on=2024-03-01")
    id = adds("goal", "progress", goal, "40%")
    assert corrects(2, id, "progress=1.5") == "A progress lies between 0 % and 100 %, not '1.5'; write 40% or 0.4."
    assert "it has no progress on 2024-03-01" in corrects(4, id, "happened_on=2024-03-01")


def test_a_complaint_is_not_settled_before_it_came(adds: Adds, corrects: Corrects, run: Run) -> None:
    complaint = adds("feedback", "add", "华北机械", "nobody comes", "--complaint")
    assert "What is it?" in corrects(2, complaint, "feedback_kind=rating")
    assert "from 1 to 5" in corrects(2, complaint, "rating=6")
    assert "What was said?" in corrects(2, complaint, "content=")
    id = adds("feedback", "close", complaint, "replaced")
    said = f"The feedback {complaint} came on 2024-03-15; it cannot be closed on 2020-01-01, before that."
    assert corrects(4, id, "happened_on=2020-01-01") == said
    assert corrects(2, id, "outcome=") == "The outcome is empty; write it down."


def test_nobody_reviews_his_own_work_by_putting_a_review_right(adds: Adds, corrects: Corrects) -> None:
    spoken = adds("log", "华北机械", "问价", "--as", "boss")
    marks = ["--effectiveness", "1", "--professionalism", "1", "--problem-solving", "1"]
    id = adds("review", spoken, *marks, "--as", "ls")
    assert "王总's own work" in corrects(4, id, "effectiveness=5", "--as", "boss")
    assert "from 1 to 5" in corrects(2, id, "effectiveness=6")
    assert "nothing to review" in corrects(4, id, "happened_on=2024-03-14")


def test_a_task_and_its_end(adds: Adds, corrects: Corrects) -> None:
    task = adds("task", "add", "zw", "回访", "--kind", "service", "--due", "2024-03-20", "--customer", "华北机械")
    assert "The kind of task is one of" in corrects(2, task, "task_kind=banana")
    assert "before it is set" in corrects(2, task, "due_on=2024-03-01")
    assert "风机改造 is 华北机械's" in corrects(4, task, "opportunity=风机改造", "customer=华北电子")
    id = adds("task", "done", task)
    assert "it cannot be done on 2024-03-01" in corrects(4, id, "happened_on=2024-03-01")


def test_nobody_is_away_twice(adds: Adds, corrects: Corrects) -> None:
    id = adds("leave", "add", "zw", "--from-day", "2024-04-01", "--to-day", "2024-04-02")
    adds("leave", "add", "zw", "--from-day", "2024-04-08", "--to-day", "2024-04-09")
    assert "the days would count twice" in corrects(4, id, "to_day=2024-04-08")
    assert "before it begins" in corrects(2, id, "to_day=2024-03-31")
    assert "not employed" in corrects(4, id, "from_day=2023-12-01")


def test_a_follow_up_is_of_one_customer(adds: Adds, corrects: Corrects, run: Run) -> None:
    id = adds("log", "华北机械", "问价", "--with", "李娜", "--opportunity", "风机改造", "--at", "14:30", "--as", "zw")
    assert "风机改造 is 华北机械's, not 华北电子's" in corrects(4, id, "customer=华北电子")
    assert "李娜 is no contact of 华北电子" in corrects(4, id, "customer=华北电子", "opportunity=")
    assert "has no single contact '王五'" in corrects(3, id, "contact=王五")
    assert "is no time of day" in corrects(2, id, "happened_at=25:00")
    assert "The next contact would be on 2024-03-01" in corrects(2, id, "next_on=2024-03-01")
    assert "is yes or no" in corrects(2, id, "answered=maybe")
    out = run("correct", id, "customer=华北电子", "opportunity=", "contact=", "answered=no", "--why", "x").out
    assert "customer 华北机械 → 华北电子" in out and "answered yes → no" in out


# Targets.


def test_a_target(adds: Adds, corrects: Corrects, run: Run, facts: Facts) -> None:
    id = adds("target", "set", "zw", "collected", "2024Q1", "50万")
    assert "There is no measure 'banana'" in corrects(2, id, "measure=banana")
    said = corrects(2, id, "measure=new_customers")
    assert said == "A target of new_customers is a number, not '500000.00'; say that too."
    assert "A target is for a month, quarter, half or year" in corrects(2, id, "ends_on=2024-03-20")
    assert "Whose target is it?" in corrects(2, id, "scope=team")
    assert "cannot be told apart by product" in corrects(2, id, "product=GTX", "measure=new_customers", "number=5")
    assert run("correct", id, "measure=新开发客户数", "number=12", "--why", "x").code == 0
    assert facts("target_in_force", "measure", "amount", "number") == [("new_customers", None, "12")]
    assert run("target", "list").code == 0


def test_a_target_of_a_team_is_of_no_rep(adds: Adds, run: Run, facts: Facts) -> None:
    id = adds("target", "set", "zw", "collected", "2024Q1", "50万")
    out = run("correct", id, "team=north", "--why", "x").out
    assert "scope rep → team, rep zw 张伟 → empty, team empty → north 华北区" in out
    assert facts("target_in_force", "scope", "rep_id", "team_id") == [("team", None, 2)]


# People, teams and owners.


def test_a_job(adds: Adds, corrects: Corrects) -> None:
    assert corrects(4, "4", "act=move", "happened_on=2023-01-01").startswith("zw 张伟 is not employed on 2023-01-01")
    assert "The act is one of hire, move, raise, depart" in corrects(2, "4", "act=fire")
    assert "Hired as what?" in corrects(2, "4", "post=")
    assert "no post 'king'" in corrects(2, "4", "post=king")
    id = adds("rep", "raise", "zw", "6000")
    assert corrects(4, id, "act=hire", "post=rep").startswith("zw 张伟 is employed already on 2024-03-15")
    assert corrects(2, id, "base=") == "The field base is needed; it cannot be empty."


def test_a_teams_lead_and_the_team_above_it_are_told_by_name(adds: Adds, corrects: Corrects, run: Run) -> None:
    adds("team", "add", "all", "全国")
    out = run("correct", "20", "lead=ls", "parent=全国", "--why", "x").out
    assert "parent empty → all 全国, lead boss 王总 → ls 李四" in out
    id = adds("team", "change", "all", "--lead", "boss")
    assert "cannot stand under" in corrects(4, id, "parent=north")


def test_an_owner(adds: Adds, corrects: Corrects, run: Run) -> None:
    """A rep is shown by code and name, and nobody is given what is his as it is."""
    assert "owner of a customer 8: rep zw 张伟 → ls 李四" in run("correct", "8", "rep=ls", "--why", "x").out
    id = adds("customer", "assign", "华北机械", "zw")
    assert corrects(4, id, "rep=ls") == "华北机械 is 李四's already on 2024-03-15."


# Whatever is typed.


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example team's ledger."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as monkeypatch:
        surroundings(folder / "none.db", monkeypatch)
        monkeypatch.setenv("SALESCLI_TODAY", "2024-12-31")
        assert main(["demo", str(folder / "story"), "--lang", "en"]) == 0
    return folder / "story" / "ledger.db"


def test_no_field_of_any_kind_is_refused_in_the_databases_words(
    story: Path, ledger: Path, run: Run, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence that names what would be right, and never a fault of the program."""
    shutil.copy(story, ledger)
    monkeypatch.setenv("SALESCLI_TODAY", "2025-01-05")
    with closing(files.open_for_reading(ledger, Who("clerk", "here"))._connection) as connection:
        kinds = [kind for (kind,) in connection.execute("SELECT DISTINCT kind FROM fact")]
        last = {
            kind: connection.execute(f'SELECT max(id) FROM "{kind}_in_force"').fetchone()[0]
            for kind in kinds
            if kind not in NEVER
        }
        fields = {kind: [row[1] for row in connection.execute(f'PRAGMA table_info("{kind}")')][1:] for kind in last}
    tried = 0
    for kind, columns in fields.items():
        for column in columns:
            for value in ("banana", "-1", ""):
                answer = run(
                    "correct", str(last[kind] & 0xFFFFFFFF), f"{column.removesuffix('_id')}={value}", "--why", "x"
                )
                assert answer.code in (0, 2, 3, 4), (kind, column, value, answer)
                assert "constraint" not in answer.err and "own rules" not in answer.err, (kind, column, value, answer)
                tried += 1
                if answer.code == 0:
                    shutil.copy(story, ledger)
    assert tried > 400


def test_every_kind_is_held_to_something_or_takes_what_is_said(company: Path) -> None:
    from salescli.ledger import chain

    with closing(files.open_for_reading(company, Who("clerk", "here"))._connection) as connection:
        kinds = set(chain.kinds_in(connection))
    free = {"customer", "contact", "product_price", "stage_change", "share", "share_part"}
    assert kinds - set(NEVER) == set(anew.RULES) | free
