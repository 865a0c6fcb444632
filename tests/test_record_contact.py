"""record/contact.py: the people at customers."""

import json

import pytest
from conftest import Facts, Refused, Run

pytestmark = pytest.mark.usefixtures("company")
ADD = ["contact", "add", "华北机械"]


def test_add(run: Run, facts: Facts) -> None:
    details = ["--title", "厂长", "--phone", "138 0000", "--email", "w@example.com", "--note", "展会认识"]
    answer = run(*ADD, " 王强 ", *details, "--on", "前天")
    assert (answer.code, answer.out, answer.err) == (0, "Added 王强 at 华北机械  #18\n", "")
    assert facts("contact")[-1] == ("2024-03-13", 7, "王强", "厂长", "138 0000", "w@example.com")
    assert facts("fact", "note")[-1] == ("展会认识",)


def test_two_of_one_name(run: Run, facts: Facts) -> None:
    """Two people may be called alike, at one customer or at two."""
    assert run(*ADD, "李娜").code == run("contact", "add", "江南化工", "李娜").code == 0
    assert facts("contact", "customer_id", "name") == [(7, "李娜"), (7, "李娜"), (11, "李娜")]


def test_a_name_that_is_known_there_warns(run: Run) -> None:
    """At the same customer; elsewhere people may be called alike."""
    known = "The same name is known: 李娜 at 华北机械 #14 · 张伟's since 2024-02-01\n"
    assert run(*ADD, " 李娜 ").err == known
    assert run("contact", "add", "江南化工", "李娜").err == ""


@pytest.mark.parametrize("phone", ["13800138000", "+86 138 0013 8000", "138-0013-8000"])
def test_a_phone_that_is_known_warns(run: Run, phone: str) -> None:
    """Of another contact, of the same customer or another, and of another customer; whose it is, and since when."""
    run("contact", "add", "华北电子", "王强", "--phone", "138 0013 8000", "--on", "2024-03-01")
    known = "The same phone is known: 王强 at 华北电子 #18 · 李四's since 2024-02-01\n"
    assert run(*ADD, "小王", "--phone", phone).err == known
    assert run("contact", "add", "江南化工", "赵敏", "--phone", "0108888").err == (
        "The same phone is known: 华北机械 #7 · 张伟's since 2024-02-01\n"
    )


def test_a_customers_own_phone_may_be_a_persons_there(run: Run) -> None:
    assert run(*ADD, "老板", "--phone", "010-8888").err == ""


def test_list(run: Run, refused: Refused) -> None:
    """All, or one customer's."""
    run("contact", "add", "江南化工", "王强")
    assert [word in run("contact", "list").out for word in ("李娜", "王强")] == [True, True]
    assert [word in run("contact", "list", "江南").out for word in ("李娜", "王强")] == [False, True]
    assert refused(3, "contact", "list", "华北").startswith("'华北' may mean several")


def test_json(run: Run) -> None:
    assert json.loads(run(*ADD, "王强", "--json").out) == {"id": "18"}


@pytest.mark.parametrize("name", ["[/b]\x1b[31m", "O'Neil\x00; DROP TABLE contact", "👩‍💼", "\u202eliw"])
def test_hostile_names(run: Run, facts: Facts, name: str) -> None:
    added = run(*ADD, name)
    logged = run("log", "华北机械", "x", "--with", name)
    failed = run("log", "华北机械", "x", "--with", "nobody of this name")
    assert (added.code, logged.code, failed.code) == (0, 0, 3)
    assert facts("contact", "name")[-1] == (name,) and facts("follow_up", "contact_id") == [(18,)]
    assert all(shown.removesuffix("\n").isprintable() for shown in (added.out, logged.out, failed.err))


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (2, ["华北机械", " "], "The contact is empty; give it a name."),
        (2, ["华北机械", "\ud800"], "The contact holds half a character"),
        (2, ["华北机械", "王强", "--on", "32 march"], '"32 march" is not a day'),
        (3, ["华北", "王强"], "'华北' may mean several: 华北机械 (#7); 华北电子 (#9)."),
        (3, ["华北机诫", "王强"], "There is no customer '华北机诫'. Did you mean 华北机械"),
    ],
)
def test_what_is_refused(refused: Refused, code: int, words: list[str], said: str) -> None:
    assert refused(code, "contact", "add", *words).startswith(said)
