"""What a person types means one fact, or the sentence says which it may be; nothing typed breaks the look-up."""

import builtins
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from one_of_each import DAY, new, reading, writing

from salescli.errors import NotFound, SalescliError, WrongUse
from salescli.ledger import names
from salescli.ledger.names import Kind
from salescli.ledger.store import Ledger

CUSTOMERS = [
    "华北机械",  # 1
    "华北电子",
    "江南化工",
    "重庆银行",
    "ＡＢＣ Trading",
    "acme",
    "Acme North",
    "1042",
    "印象12号",
    "Straße & Söhne",  # 10
    "老王\x1b[31m",
    "同名",
    "同名",
    "100%",
    "a_b",  # 15
    "' OR 1=1 --",
    "ǅungla",
    "行行行",
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """CUSTOMERS, by their place; then two reps, a team, a product, opportunities with contracts, a contact."""
    path = new(tmp_path_factory.mktemp("names") / "ledger.db", origin=77)
    with writing(path) as ledger, ledger.write():
        ids = [ledger.append("customer", DAY, name=name) for name in CUSTOMERS]
        ledger.append("rep", DAY, code="li", name="王五", candidate=False)
        ledger.append("rep", DAY, code="wang", name="li", candidate=False)
        ledger.append("team", DAY, code="north", name="华北区")
        ledger.append("product", DAY, code="GTX", name="GTX Pro")
        first = ledger.append("opportunity", DAY, name="风机改造", customer_id=ids[0])
        second = ledger.append("opportunity", DAY, code="O-2", name="锅炉", customer_id=ids[0])
        ledger.append("contract", DAY, code="HT-1", opportunity_id=first, amount=1)
        ledger.append("contract", DAY, opportunity_id=second, amount=1)
        ledger.append("contact", DAY, customer_id=ids[0], name="李娜")
        gone = ledger.append("customer", DAY, name="作废公司")
        ledger.void(gone, DAY, "a slip")
    return path


Find = Callable[..., str]


@pytest.fixture
def find(path: Path) -> Find:
    """The id, as people see it, of what a text means."""

    def one(text: str, kind: Kind = "customer") -> str:
        with reading(path) as ledger:
            return ledger.show_id(names.find(ledger, kind, text).id)

    return one


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("华北机械", "1"),
        (" 华北机械 ", "1"),
        ("机械", "1"),
        ("江南", "3"),
        ("5", "5"),
        ("#5", "5"),
        ("0000" + "02d-5", "5"),  # as another copy shows it
        ("1042", "8"),  # a customer of that name wins over any id
        ("12号", "9"),
        ("acme", "6"),
        ("ACME", "6"),  # the whole name but for capitals wins over a part
        ("acme n", "7"),
        ("abc", "5"),  # full width and half are one
        ("ａｂｃ", "5"),
        ("ＡＢＣ", "5"),
        ("strasse", "10"),
        ("SÖHNE", "10"),
        ("100%", "14"),
        ("%", "14"),  # no wildcard
        ("_", "15"),
        ("' OR 1=1 --", "16"),
        ("--", "16"),
        ("ǆ", "17"),
        ("老王", "11"),
    ],
)
def test_what_is_meant(find: Find, text: str, id: str) -> None:
    assert find(text) == id


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("hbjx", "1"),
        ("HBJX", "1"),
        ("jx", "1"),
        ("jnhg", "3"),
        ("cqyh", "4"),  # 重 is chóng here and zhòng elsewhere, 行 háng and xíng
        ("zqyx", "4"),
        ("yx", "9"),  # 银行 could be read so, 印象 is
        ("xxx", "18"),
    ],
)
def test_pinyin_initials(find: Find, text: str, id: str) -> None:
    pytest.importorskip("pypinyin")
    assert find(text) == id


def test_without_the_extra_there_are_no_initials(find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("pypinyin"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(NotFound, match="There is no customer 'hbjx'"):
        find("hbjx")


@pytest.mark.parametrize(
    ("kind", "text", "id"),
    [
        ("rep", "li", "19"),  # a code wins over another's name
        ("rep", "王五", "19"),
        ("rep", "WANG", "20"),
        ("team", "north", "21"),
        ("team", "华北", "21"),
        ("product", "gtx", "22"),
        ("product", "GTX Pro", "22"),
        ("opportunity", "O-2", "24"),
        ("opportunity", "风机", "23"),
        ("contract", "HT-1", "25"),
        ("contract", "ht-", "25"),
        ("contract", "风机改造", "25"),  # by its opportunity
        ("contract", "O-2", "26"),
        ("contract", "#26", "26"),
        ("contact", "李娜", "27"),
    ],
)
def test_every_kind_that_can_be_named(find: Find, kind: Kind, text: str, id: str) -> None:
    assert find(text, kind) == id


def test_several_are_listed_with_their_ids(find: Find) -> None:
    with pytest.raises(NotFound) as caught:
        find("华北")
    assert str(caught.value) == (
        "'华北' may mean several: 华北机械 (#1); 华北电子 (#2). Type more of the customer, or its id."
    )
    with pytest.raises(NotFound, match=r"同名 \(#12\); 同名 \(#13\)"):
        find("同名")


def test_of_many_the_first_few_are_listed(tmp_path: Path) -> None:
    path = new(tmp_path / "ledger.db")
    with writing(path) as ledger, ledger.write():
        for number in range(20):
            ledger.append("customer", DAY, name=f"公司{number}")
    with reading(path) as ledger, pytest.raises(NotFound, match=r"公司7 \(#8\) and 12 more\."):
        names.find(ledger, "customer", "公司")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("华北机器", "Did you mean 华北机械"),
        ("Acme Nort h", "Did you mean Acme North"),
        ("zzzz", "`salescli customer list`"),
    ],
)
def test_an_unknown_name_says_what_is_near(find: Find, text: str, hint: str) -> None:
    with pytest.raises(NotFound, match=f"There is no customer '{text}'") as caught:
        find(text)
    assert hint in str(caught.value)


def test_a_name_of_before_is_said_to_be_one(tmp_path: Path) -> None:
    """Nothing is recorded for what is called otherwise now; whoever types the old name is told the new one."""
    with writing(new(tmp_path / "ledger.db")) as ledger, ledger.write():
        id = ledger.append("customer", DAY, name="华北机械")
        ledger.append("customer", DAY, name="华北机车")
        ledger.append("correction", DAY, fact_id=id, field="name", value="北方重工", why="sold")
        with pytest.raises(NotFound) as caught:
            names.find(ledger, "customer", "华北机械")
        assert str(caught.value) == "There is no customer '华北机械'. What was called so once is 北方重工 now."
        once = names.once_called(ledger, "华北机", "customer")
        assert [(one.called, one.name) for one in once] == [("华北机械", "北方重工"), ("华北机车", "华北机车")]
        assert names.once_called(ledger, "华北机械", "rep", "opportunity") == []


def test_a_voided_fact_is_not_found(find: Find) -> None:
    for text in ("作废公司", "#28", "28"):
        with pytest.raises(NotFound):
            find(text)


def test_an_id_of_another_kind_is_not_taken(find: Find) -> None:
    with pytest.raises(NotFound):
        find("#21")


NASTY = ["", " ", "\0", "华北\0机械", "\x1b[31m", "\u202e", "a" * 10_000_000, "华" * 10_000_000, "[", "(?i", "\\", "*", "?",
         "'", '"', "\n", "-", "#", "#-1", "99999999999999999999", "0", "é" * 5000, "\U0010ffff", "=1+1", "ﷺ" * 900]  # fmt: skip


@pytest.mark.parametrize("text", NASTY, ids=lambda text: repr(text[:12]))
def test_whatever_is_typed_ends_in_a_sentence(find: Find, text: str) -> None:
    """Short, printable, and soon: a text of ten megabytes is compared whole, and with nothing else."""
    try:
        assert text in CUSTOMERS[int(find(text)) - 1]
    except NotFound as error:
        assert str(error).isprintable() and len(str(error)) < 900


@pytest.mark.parametrize("text", ["\ud800", "华北\udfff", "\udce4"])
def test_half_a_character_is_said_to_be_one(find: Find, text: str) -> None:
    with pytest.raises(WrongUse, match="half a character"):
        find(text)


def test_no_sign_of_a_name_reaches_a_terminal(find: Find) -> None:
    for text in ("老王[", "[31m]"):
        with pytest.raises(SalescliError) as caught:
            find(text)
        assert str(caught.value).isprintable()


def test_a_name_that_is_found_is_found_by_an_index(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All names are read only when nothing else has found one: never for a code, a name, a part or an id."""
    asked: list[tuple[str, Any]] = []
    real = Ledger.read

    def noted(self: Ledger, query: str, row: Any, **parameters: Any) -> Any:
        asked.append((query, parameters.get("text")))
        return real(self, query, row, **parameters)

    monkeypatch.setattr(Ledger, "read", noted)
    with reading(path) as ledger:
        for text in ("华北机械", "#5", "江南"):
            names.find(ledger, "customer", text)
        assert ("names_customer_part", "") not in asked
        for kind in ("customer", "opportunity", "contract", "contact", "product", "rep", "team"):
            for query, parameters in ((f"names_{kind}", {"text": "x"}), (f"names_{kind}_of_id", {"id": 5})):
                plan = _plan(ledger, query, parameters)
                assert kind in ("rep", "team") or not [step for step in plan if step.startswith("SCAN")]


def _plan(ledger: Ledger, query: str, parameters: dict[str, Any]) -> list[str]:
    from salescli.ledger import shelf

    rows = ledger._connection.execute(f"EXPLAIN QUERY PLAN {shelf.sql(query)}", parameters)
    return [row[3] for row in rows]
