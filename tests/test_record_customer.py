"""record/customer.py: who the customers are and whose."""

import json
from datetime import date
from pathlib import Path

import pytest
from conftest import Facts, Refused, Run

from salescli.ledger import files
from salescli.ledger.store import Who

ADD = ["customer", "add"]
HOSTILE = [
    'O\'Brien "& Söhne"',
    "'; DROP TABLE fact; --",
    "[/b] [red]rot[/red]",
    "\x1b[31mred\x07\x1b]0;title\x07",
    "abc\u202edef\u2066",
    "two\nlines\r\ttab",
    "nul\x00byte",
    "👨‍👩‍👧 🏭",
    "%_*?",
    "{name} {0} %s",
    "--owner",
    "长" * 20_000,
]


@pytest.mark.usefixtures("company")
def test_add(run: Run, facts: Facts) -> None:
    details = ["--grade", "A", "--source", "展会", "--phone", "021 7777", "--industry", "化工", "--region", "华东"]
    answer = run(*ADD, "海蓝化工", "--owner", "zw", *details, "--note", "展台", "--on", "last mon")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Added 海蓝化工 · 张伟  #18\n"
    assert facts("customer")[-1] == ("2024-03-04", "海蓝化工", "A", "展会", "021 7777", "化工", "华东")
    assert facts("customer_owner")[-1] == ("2024-03-04", 18, 3)
    assert facts("fact", "kind", "note")[-2:] == [("customer", "展台"), ("customer_owner", None)]


@pytest.mark.usefixtures("company")
def test_whose_a_new_customer_is(run: Run, facts: Facts) -> None:
    """The one named, else the acting rep's, else nobody's yet."""
    assert run(*ADD, "甲", "--owner", "李").out == "Added 甲 · 李四  #18\n"
    assert run(*ADD, "乙", "--as", "zw").out == "Added 乙 · 张伟  #20\n"
    assert run(*ADD, "丙").out == "Added 丙 · nobody's yet  #22\n"
    assert facts("customer_owner", "customer_id", "rep_id")[-2:] == [(18, 5), (20, 3)]


ZW = "华北机械 #7 · 张伟's since 2024-02-01"


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("name", [" 华北机械 ", "华北机械"])
def test_the_same_name_warns(run: Run, name: str) -> None:
    """撞单: it is recorded, and the warning says whose the other one is."""
    answer = run(*ADD, name, "--as", "ls")
    assert (answer.code, answer.err) == (0, f"The same name is known: {ZW}\n")
    assert run(*ADD, "江南化工").err == "The same name is known: 江南化工 #11 · nobody's\n"


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    "name", ["华北机械有限公司", "华北 机械", "（华北机械）集团", "华北机械股份有限公司", "华北机械（集团）有限公司"]
)
def test_a_name_that_is_spelled_otherwise_warns(run: Run, name: str) -> None:
    answer = run(*ADD, name, "--as", "ls")
    assert (answer.code, answer.err) == (0, f"A name like it is known: {ZW}\n")
    assert run(*ADD, "华北机械厂", "--as", "ls").err == ""  # another one


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("phone", ["010-8888", "0108888", "010 88 88", "+86010-8888"])
def test_the_same_phone_warns(run: Run, phone: str) -> None:
    """However it is spaced."""
    assert run(*ADD, "新客户", "--phone", phone).err == f"The same phone is known: {ZW}\n"
    assert run(*ADD, "另一个", "--phone", "010-88889").err == ""


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    "phone",
    [
        "010-8888-6666",
        "01088886666",
        "+86 10 8888 6666",
        "0086 10 88886666",
        "（０１０）８８８８－６６６６",
        "139 0013 0013 / 010 88886666",
    ],
)
def test_one_number_in_many_spellings(run: Run, phone: str) -> None:
    run(*ADD, "江北钢铁", "--phone", "010-8888-6666", "--owner", "ls", "--on", "2024-03-01")
    said = run(*ADD, "新客户", "--phone", phone).err
    assert said == "The same phone is known: 江北钢铁 #18 · 李四's since 2024-03-01\n"
    assert run(*ADD, "另一个", "--phone", "010-8888-6667").err == ""


@pytest.mark.usefixtures("company")
def test_the_phone_of_a_contact_warns_too(run: Run) -> None:
    run("contact", "add", "江南化工", "王强", "--phone", "138 0013 8000")
    assert run(*ADD, "新客户", "--phone", "+8613800138000").err == (
        "The same phone is known: 王强 at 江南化工 #18 · nobody's\n"
    )


@pytest.mark.usefixtures("company")
def test_name_and_phone_of_one_customer_are_one_warning(run: Run) -> None:
    assert run(*ADD, "华北机械", "--phone", "010 8888", "--as", "ls").err == f"The same name is known: {ZW}\n"


@pytest.mark.usefixtures("company")
def test_whose_it_is_and_since_when_follows_its_owners(run: Run) -> None:
    run("customer", "assign", "华北机械", "ls", "--on", "2024-03-10")
    assert run(*ADD, "华北机械").err == "The same name is known: 华北机械 #7 · 李四's since 2024-03-10\n"
    run("customer", "release", "#7")
    assert run(*ADD, "华北机械").err.splitlines()[0] == "The same name is known: 华北机械 #7 · nobody's"


@pytest.mark.usefixtures("company")
def test_what_is_voided_is_not_known(run: Run, ledger: Path) -> None:
    with files.open_for_writing(ledger, Who("boss", "boss@here")) as opened, opened.write():
        opened.void(opened.find_id("7"), date(2024, 3, 1), "twice")
    assert run(*ADD, "华北机械", "--phone", "010-8888").err == ""


@pytest.mark.usefixtures("company")
def test_of_very_many_the_first_are_said(run: Run) -> None:
    for _number in range(10):
        run(*ADD, "江南化工")
    assert run(*ADD, "江南化工").err.splitlines()[8:] == ["… and 3 more."]


@pytest.mark.usefixtures("company")
def test_assign(run: Run, facts: Facts, refused: Refused) -> None:
    """From a day on, back-dated by a word; to give it to its owner is refused."""
    answer = run("customer", "assign", "机械", "李", "--on", "上周五")
    assert (answer.code, answer.out) == (0, "华北机械 is 李四's from 2024-03-08  #18\n")
    assert facts("customer_owner")[-1] == ("2024-03-08", 7, 5)
    assert refused(4, "customer", "assign", "机械", "ls") == "华北机械 is 李四's already on 2024-03-15."
    assert run("customer", "assign", "机械", "ls", "--on", "2024-03-01").code == 0  # it was another's then


@pytest.mark.usefixtures("company")
def test_assigning_to_somebody_who_is_not_there_warns(run: Run) -> None:
    """Who has left, or is not hired yet."""
    run("rep", "depart", "ls", "--on", "2024-03-12")
    assert run("customer", "assign", "江南", "ls").err == "李四 is not employed on 2024-03-15.\n"
    assert run("customer", "assign", "江南", "ls", "--on", "2024-03-11").err == ""
    assert run("customer", "assign", "江南", "zw", "--on", "2024-01-02").err == (
        "张伟 is not employed on 2024-01-02.\n"
        "江南化工 is 李四's since 2024-03-15, which stands; 2024-01-02 is part of its history.\n"
    )


@pytest.mark.usefixtures("company")
def test_an_owner_before_a_later_one_is_history(run: Run) -> None:
    """Whoever back-dates is told that the later owner stands; before the same rep's own later day there is nothing to say."""
    run("customer", "assign", "江南", "ls", "--on", "2024-03-10")
    assert run("customer", "assign", "江南", "zw", "--on", "2024-03-01").err == (
        "江南化工 is 李四's since 2024-03-10, which stands; 2024-03-01 is part of its history.\n"
    )
    assert run("customer", "release", "江南", "--on", "2024-03-05").err == (
        "江南化工 is 李四's since 2024-03-10, which stands; 2024-03-05 is part of its history.\n"
    )
    assert run("customer", "assign", "江南", "ls", "--on", "2024-03-08").err == ""
    run("customer", "release", "江南", "--on", "2024-03-12")
    assert run("customer", "assign", "江南", "zw", "--on", "2024-03-09").err == (
        "江南化工 is nobody's since 2024-03-12, which stands; 2024-03-09 is part of its history.\n"
    )


@pytest.mark.usefixtures("company")
def test_who_owned_it_when_is_shown(run: Run) -> None:
    """The whole history: assigned, released with a reason, assigned anew."""
    run("customer", "release", "机械", "--why", "三个月没有跟进", "--on", "2024-03-05")
    run("customer", "assign", "机械", "ls", "--on", "2024-03-08")
    shown = json.loads(run("customer", "show", "机械", "--format", "json").out)["rows"]
    owners = [(row["happened_on"], row["text"]) for row in shown if row["kind"] == "customer_owner"]
    assert [day for day, _text in owners] == ["2024-02-01", "2024-03-05", "2024-03-08"]
    assert [word in text for word, (_day, text) in zip(["张伟", "三个月没有跟进", "李四"], owners, strict=True)] == [
        True
    ] * 3
    listed = json.loads(run("customer", "list", "--on", "2024-03-06", "--format", "json").out)["rows"]
    assert {row["customer"]: row["rep"] for row in listed}["华北机械"] is None


@pytest.mark.usefixtures("company")
def test_a_new_owner_takes_along_no_credit(run: Run) -> None:
    """What was signed and paid stays whose it was; what is to come stays with the opportunity's owner until it moves."""
    run("contract", "sign", "风机改造", "120000", "--on", "2024-03-04")
    before = run("commission", "--period", "2024Q1", "--format", "json").out
    run("receipt", "风机改造", "50000", "--on", "2024-03-05")
    paid = run("commission", "--period", "2024Q1", "--format", "json").out
    run("customer", "assign", "机械", "ls", "--on", "2024-03-02")
    run("customer", "release", "机械", "--on", "2024-03-09")
    after = run("commission", "--period", "2024Q1", "--format", "json").out
    assert json.loads(before)["rows"] != json.loads(paid)["rows"] == json.loads(after)["rows"]


@pytest.mark.usefixtures("company")
def test_assigning_leaves_the_opportunities(run: Run) -> None:
    """Those that stay with somebody else are named, with the command that moves them."""
    run("opportunity", "open", "阀", "--customer", "华北机械", "--as", "ls")
    assert run("customer", "assign", "华北机械", "ls").err == (
        "1 open opportunity stays with its owner: 风机改造 (张伟). `salescli opportunity assign` moves it.\n"
    )
    run("opportunity", "open", "泵", "--customer", "华北机械", "--as", "zw")
    run("customer", "assign", "华北机械", "zw")
    assert run("customer", "assign", "华北机械", "ls").err.startswith(
        "2 open opportunities stay with their owners: 风机"
    )


@pytest.mark.usefixtures("company")
def test_release(run: Run, facts: Facts, refused: Refused) -> None:
    assert run("customer", "release", "机械").out == "Released 华北机械, till now 张伟's  #18\n"
    assert facts("customer_owner")[-1] == ("2024-03-15", 7, None)
    assert refused(4, "customer", "release", "机械") == "华北机械 is nobody's on 2024-03-15 as it is."
    assert refused(4, "customer", "release", "江南").startswith("江南化工 is nobody's")


@pytest.mark.usefixtures("company")
def test_disqualify(run: Run, facts: Facts, refused: Refused) -> None:
    """A lead that is none has a reason."""
    answer = run("customer", "disqualify", "江南", "--why", "空号", "--on", "-2d")
    assert answer.out == "Disqualified 江南化工: 空号  #18\n"
    assert facts("disqualification") == [("2024-03-13", 11, "空号")]
    assert refused(2, "customer", "disqualify", "江南", "--why", " ") == "The option --why is empty; it needs a value."


@pytest.mark.usefixtures("company")
def test_who_may_buy_is_not_disqualified(run: Run, refused: Refused) -> None:
    """An open opportunity is closed first; who signed a contract is no lead; one that was tried in vain is."""
    words = ["customer", "disqualify", "机械", "--why", "空号"]
    assert refused(4, *words) == (
        "华北机械 has an open opportunity, 风机改造; `salescli stage` closes it as lost first."
    )
    run("contract", "sign", "风机改造", "120000", "--on", "2024-03-04")
    assert refused(4, *words) == (
        "华北机械 signed a contract on 2024-03-04 and is no lead; `salescli customer release` lets it go."
    )
    run("log", "电子", "没人接", "--unanswered")
    assert run("customer", "disqualify", "电子", "--why", "空号").code == 0
    run("opportunity", "open", "泵", "--customer", "江南", "--as", "zw", "--on", "2024-03-02")
    run("stage", "泵", "lost", "--on", "2024-03-03")
    assert run("customer", "disqualify", "江南", "--why", "倒闭").code == 0


@pytest.mark.usefixtures("company")
def test_disqualified_once_until_it_answers(run: Run, refused: Refused) -> None:
    """A second reason is refused with the first; after a contact it is a customer, and may turn out to be none again."""
    words = ["customer", "disqualify", "电子", "--why"]
    run(*words, "空号", "--on", "2024-03-04")
    assert refused(4, *words, "倒闭") == "华北电子 was disqualified on 2024-03-04 already: 空号"
    run("log", "电子", "又打通了", "--on", "2024-03-06")
    listed = json.loads(run("customer", "list", "--format", "json").out)["rows"]
    assert {row["customer"]: row["state"] for row in listed}["华北电子"] == "customer"
    assert run(*words, "倒闭").code == 0


@pytest.mark.usefixtures("company")
def test_list_and_show(run: Run, refused: Refused) -> None:
    """All or one rep's on a day; what happened with one of them."""
    shown = json.loads(run("customer", "list", "--format", "json").out)["rows"]
    assert [row["customer"] for row in shown] == ["华北机械", "华北电子", "江南化工"]
    shown = json.loads(run("customer", "list", "--owner", "张", "--format", "json").out)["rows"]
    assert [row["customer"] for row in shown] == ["华北机械"]
    assert json.loads(run("customer", "list", "--on", "2024-01-31", "--format", "json").out)["rows"] == []
    assert "风机改造" in run("customer", "show", "机械").out
    assert refused(3, "customer", "show", "华北").startswith("'华北' may mean several")
    assert refused(3, "customer", "list", "--owner", "wang").startswith("There is no rep 'wang'.")


@pytest.mark.usefixtures("company")
def test_json(run: Run) -> None:
    lines = [[*ADD, "甲"], ["customer", "assign", "甲", "zw"], ["customer", "release", "甲"]]
    lines.append(["customer", "disqualify", "甲", "--why", "x"])
    assert [json.loads(run(*line, "--json").out) for line in lines] == [{"id": str(id)} for id in (18, 19, 20, 21)]


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (2, ["add", ""], "The customer is empty; give it a name."),
        (2, ["add", " \t　"], "The customer is empty; give it a name."),
        (2, ["add", "a\udcff"], "The customer holds half a character (a lone surrogate); type it again as plain text."),
        (2, ["add", "甲", "--grade", "\udcff"], "A text holds half a character"),
        (3, ["add", "甲", "--owner", "wang"], "There is no rep 'wang'. `salescli rep list` shows those there are."),
        (3, ["add", "甲", "--owner", "张维"], "There is no rep '张维'. Did you mean 张伟?"),
        (2, ["add", "甲", "--on", "someday"], '"someday" is not a day'),
        (3, ["assign", "华北", "zw"], "'华北' may mean several: 华北机械 (#7); 华北电子 (#9)."),
        (3, ["assign", "华北机械", "wang"], "There is no rep 'wang'."),
        (3, ["release", "华北机诫"], "There is no customer '华北机诫'. Did you mean 华北机械"),
        (3, ["disqualify", "#3", "--why", "x"], "There is no customer '#3'."),
    ],
)
def test_what_is_refused(refused: Refused, code: int, words: list[str], said: str) -> None:
    assert refused(code, "customer", *words).startswith(said)


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("name", HOSTILE, ids=[repr(name[:12]) for name in HOSTILE])
def test_hostile_names(run: Run, facts: Facts, refused: Refused, name: str) -> None:
    """Any name goes in as it is, is found whole and by a part, and does nothing to a terminal."""
    added = run(*ADD, "--as", "zw", "--", name)
    assert added.code == 0 and facts("customer", "name")[-1] == (name,)
    logged = run("log", "--as", "zw", "--", name, name)
    assert logged.code == 0 and facts("follow_up", "customer_id", "content")[-1] == (18, name)
    assert run("log", "--as", "zw", "--", name[1:500], "part").code == 0
    listed = run("customer", "list").out + run("customer", "show", "#18").out
    assert listed.count("\n") > 6 and all(line.isprintable() for line in listed.split("\n")), listed
    twice = run(*ADD, "--as", "zw", "--", name)
    several = refused(3, "log", "--as", "zw", "--", name)
    unknown = refused(3, "log", "--as", "zw", "--", name[:200] + "x")
    for shown in (added.out, logged.out, twice.out, twice.err, several, unknown):
        assert shown.removesuffix("\n").isprintable(), shown
    assert facts("follow_up", "customer_id") == [(18,), (18,)]


@pytest.mark.usefixtures("company")
def test_signs_that_the_search_could_take_for_patterns(refused: Refused) -> None:
    """% and _ mean themselves, and so does what stands after a NUL."""
    for part in ("%", "_", "*", "华北%", "华北机械\x00", "\x00"):
        assert refused(3, "log", part, "x", "--as", "zw").startswith("There is no customer ")
