"""record/opportunity.py: opening, owning and sharing one sale."""

import json

import pytest
from conftest import Facts, Refused, Run

OPENED = ["opportunity", "open"]
SHARE = ["opportunity", "share", "风机改造"]


@pytest.mark.usefixtures("company")
def test_open(run: Run, facts: Facts) -> None:
    """Opened today for the customer's owner, in the policy's first open stage, with all that was said of it."""
    answer = run(
        *OPENED, "泵", "--customer", "华北机械", "--amount", "1.2万", "--close", "fri", "--rate", "4%", "--code", "P1"
    )
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Opened 泵 · 张伟 · prospecting · 12,000.00 CNY  #18\n"
    assert facts("opportunity")[-1] == ("2024-03-15", "P1", "泵", 7, "0.04")
    assert facts("opportunity_owner")[-1] == ("2024-03-15", 18, 3)
    assert facts("stage_change")[-1] == ("2024-03-15", 18, "prospecting", None, 1_200_000, None, "2024-03-22", None)


@pytest.mark.usefixtures("company")
def test_open_with_nothing_but_a_name(run: Run, facts: Facts) -> None:
    """Neither customer nor amount is known yet: it is the acting rep's."""
    assert run(*OPENED, "泵", "--as", "ls").out == "Opened 泵 · 李四 · prospecting  #18\n"
    assert facts("opportunity", "customer_id", "rate")[-1] == (None, None)
    assert facts("stage_change", "amount")[-1] == (None,)


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("words", "rep"),
    [
        (["--customer", "华北机械"], 3),  # its owner's
        (["--customer", "华北机械", "--as", "ls"], 5),  # the acting rep's before the owner's
        (["--customer", "华北机械", "--as", "小刘"], 3),  # who acts and is no rep only records
        (["--customer", "江南化工", "--owner", "李"], 5),  # the one named before all
    ],
)
def test_whose_it_is(run: Run, facts: Facts, words: list[str], rep: int) -> None:
    assert run(*OPENED, "泵", *words).code == 0
    assert facts("opportunity_owner", "rep_id")[-1] == (rep,)


@pytest.mark.usefixtures("company")
def test_the_owner_is_the_customers_on_that_day(run: Run, facts: Facts) -> None:
    """Back-dated to before the customer changed hands, it is the former owner's."""
    run("customer", "assign", "华北机械", "ls", "--on", "2024-03-10")
    run(*OPENED, "泵", "--customer", "华北机械", "--on", "last fri")
    run(*OPENED, "阀", "--customer", "华北机械", "--on", "yesterday")
    assert facts("opportunity_owner")[-2:] == [("2024-03-08", 19, 3), ("2024-03-14", 22, 5)]


@pytest.mark.usefixtures("company")
def test_open_in_another_stage(run: Run, facts: Facts) -> None:
    """A stage by the beginning of its key or its Chinese title; what closes is known from the policy of the day."""
    assert run(*OPENED, "泵", "--as", "zw", "--stage", "neg").out == "Opened 泵 · 张伟 · negotiation  #18\n"
    run(*OPENED, "阀", "--as", "zw", "--stage", "赢单")
    assert facts("stage_change", "stage", "closes")[-2:] == [("negotiation", None), ("won", "won")]


@pytest.mark.usefixtures("company")
def test_the_same_name_warns(run: Run) -> None:
    """Two opportunities may have one name; whoever opens the second learns of it."""
    answer = run(*OPENED, "风机改造", "--customer", "华北电子")
    assert answer.code == 0
    assert answer.err == "An opportunity of this name is there already: 风机改造 #15\n"


@pytest.mark.usefixtures("company")
def test_json(run: Run) -> None:
    assert json.loads(run(*OPENED, "泵", "--as", "zw", "--json").out) == {"id": "18"}
    assert json.loads(run(*SHARE, "zw=100", "--json").out) == {"id": "21"}
    assert json.loads(run("opportunity", "assign", "风机", "ls", "--json").out) == {"id": "23"}


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (2, [], "Whose is it? 'clerk' is no rep's code and nobody owns it; say who with --as CODE."),
        (2, ["--customer", "江南化工"], "Whose is it? 'clerk' is no rep's code"),
        (3, ["--customer", "华北"], "'华北' may mean several: 华北机械 (#7); 华北电子 (#9)."),
        (3, ["--customer", "华北机诫"], "There is no customer '华北机诫'. Did you mean 华北机械"),
        (2, ["--customer", ""], "The option --customer is empty;"),
        (3, ["--as", "zw", "--owner", "wang"], "There is no rep 'wang'."),
        (2, ["--as", "zw", "--amount", "-5"], '"-5" is not an amount'),
        (2, ["--as", "zw", "--amount", "1.234"], '"1.234" is not an amount'),
        (2, ["--as", "zw", "--rate", "4"], '"4" is not a rate; right would be 15%'),
        (2, ["--as", "zw", "--rate", "120%"], "The rate 120% is too high"),
        (
            2,
            ["--as", "zw", "--stage", "frob"],
            "There is no stage 'frob' on 2024-03-15; the policy then has prospecting,",
        ),
        (2, ["--as", "zw", "--stage", "pro"], "There is no stage 'pro' on 2024-03-15"),
        (2, ["--as", "zw", "--close", "soon"], '"soon" is not a day'),
        (2, ["--as", "zw", "--on", "2024-02-30"], '"2024-02-30" is not a day'),
        (2, ["--as", "zw", "--code", "a b"], "The code 'a b' does not do"),
    ],
)
def test_what_cannot_be_opened(refused: Refused, code: int, words: list[str], said: str) -> None:
    assert refused(code, *OPENED, "泵", *words).startswith(said)


@pytest.mark.usefixtures("company")
def test_a_name_is_needed_and_a_code_is_new(run: Run, refused: Refused) -> None:
    assert refused(2, *OPENED, " ", "--as", "zw") == "The opportunity is empty; give it a name."
    run(*OPENED, "泵", "--as", "zw", "--code", "P1")
    assert refused(4, *OPENED, "阀", "--as", "zw", "--code", "P1") == "The opportunity code P1 is there already: 泵."


@pytest.mark.usefixtures("company")
def test_shares(run: Run, facts: Facts) -> None:
    """Four parts that binary arithmetic would not bring to 100; reps by code, name or part, with a percent sign or without."""
    run("rep", "add", "w5", "王五", "--post", "rep")
    run("rep", "add", "z6", "赵六", "--post", "rep")
    answer = run(*SHARE, "zw=72.68", "李四=10.93%", "w5＝2.73", "赵=13.66 %", "--on", "2024-03-04")
    assert (
        answer.out == "风机改造 is shared from 2024-03-04 · 张伟 72.68% · 李四 10.93% · 王五 2.73% · 赵六 13.66%  #22\n"
    )
    assert facts("share") == [("2024-03-04", 15)]
    assert facts("share_part", "share_id", "rep_id", "percent") == [
        (22, 3, "72.68"),
        (22, 5, "10.93"),
        (22, 18, "2.73"),
        (22, 20, "13.66"),
    ]


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("code", "parts", "said"),
    [
        (4, ["zw=60", "ls=39.99"], "The shares sum to 99.99, not to 100; change one of them."),
        (4, ["zw=60", "ls=40.0000000001"], "The shares sum to 100.0000000001, not to 100; change one of them."),
        (4, ["zw=100", "ls=100"], "The shares sum to 200, not to 100; change one of them."),
        (4, ["zw=60", "张伟=40"], "zw has two shares; give each rep one."),
        (2, ["zw=100", "ls=0"], "A share is a rep and a percentage above 0, for instance zw=60, not 'ls=0'."),
        (2, ["zw=120", "ls=-20"], "A share is a rep and a percentage above 0, for instance zw=60, not 'ls=-20'."),
        (2, ["zw"], "A share is a rep and a percentage above 0, for instance zw=60, not 'zw'."),
        (2, ["=100"], "A share is a rep and a percentage above 0, for instance zw=60, not '=100'."),
        (2, ["zw=nan"], "A share is a rep and a percentage above 0, for instance zw=60, not 'zw=nan'."),
        (2, ["zw=1e2"], "A share is a rep and a percentage above 0, for instance zw=60, not 'zw=1e2'."),
        (3, ["zhang=100"], "There is no rep 'zhang'."),
    ],
)
def test_shares_that_do_not_do(refused: Refused, code: int, parts: list[str], said: str) -> None:
    assert refused(code, *SHARE, *parts).startswith(said)


@pytest.mark.usefixtures("company")
def test_shares_after_signing(run: Run) -> None:
    """Whoever shares after the signing learns that the contract's credit does not move; on the day itself nothing is said."""
    run("contract", "sign", "风机", "12万", "--code", "HT1", "--on", "2024-03-10")
    assert run(*SHARE, "zw=60", "ls=40", "--on", "2024-03-10").err == ""
    assert run(*SHARE, "zw=60", "ls=40").err.startswith(
        "A contract was signed before: HT1 (2024-03-10). Credit by the day"
    )


@pytest.mark.usefixtures("company")
def test_assign(run: Run, facts: Facts, refused: Refused) -> None:
    """From a day on it is another rep's; to give it to its owner is refused."""
    answer = run("opportunity", "assign", "风机", "ls", "--on", "昨天")
    assert answer.out == "风机改造 is 李四's from 2024-03-14  #18\n"
    assert facts("opportunity_owner")[-1] == ("2024-03-14", 15, 5)
    assert refused(4, "opportunity", "assign", "风机", "ls") == "风机改造 is 李四's already on 2024-03-15."
    assert run("opportunity", "assign", "风机", "ls", "--on", "2024-02-01").code == 0  # nobody's then


@pytest.mark.usefixtures("company")
def test_assigning_does_not_move_shared_credit(run: Run) -> None:
    """The shares stay, and it is said."""
    run(*SHARE, "zw=60", "ls=40")
    answer = run("opportunity", "assign", "风机", "ls")
    assert answer.err == "Its credit stays shared: 张伟 60% · 李四 40%. `salescli opportunity share` changes it.\n"


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("words", [["share", "风扇改造", "zw=100"], ["assign", "风扇改造", "zw"]])
def test_an_unknown_opportunity(refused: Refused, words: list[str]) -> None:
    assert refused(3, "opportunity", *words) == "There is no opportunity '风扇改造'. Did you mean 风机改造?"


@pytest.mark.usefixtures("company")
def test_an_ambiguous_opportunity(run: Run, refused: Refused) -> None:
    """The candidates with their ids; an id chooses."""
    run(*OPENED, "风机改造", "--as", "ls", "--code", "F2")
    said = refused(3, *SHARE, "zw=100")
    assert (
        said
        == "'风机改造' may mean several: 风机改造 (#15); F2 风机改造 (#18). Type more of the opportunity, or its id."
    )
    assert run("opportunity", "share", "#18", "zw=100").code == 0
    assert run("opportunity", "share", "F2", "zw=100").code == 0


@pytest.mark.usefixtures("company")
def test_list_and_show(run: Run, refused: Refused) -> None:
    """The open ones, one rep's, or all; what happened with one of them."""
    run(*OPENED, "泵", "--as", "ls")
    run("stage", "风机改造", "lost")

    def listed(*words: str) -> list[str]:
        return [
            row["opportunity"] for row in json.loads(run("opportunity", "list", *words, "--format", "json").out)["rows"]
        ]

    assert listed() == ["泵"] and sorted(listed("--all")) == ["泵", "风机改造"]
    assert listed("--owner", "张伟") == [] and listed("--owner", "张伟", "--all") == ["风机改造"]
    assert listed("--on", "yesterday") == ["风机改造"]
    assert "120,000.00" in run("opportunity", "show", "风机").out
    assert refused(3, "opportunity", "show", "风扇改造").startswith("There is no opportunity '风扇改造'. Did you mean")
