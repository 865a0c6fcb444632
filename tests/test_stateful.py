"""Whatever is recorded, taken back, put right, merged and restored, in any order and whatever the clock says, the ledger is sound
and says what a simple model says."""

import json
import os
import sqlite3
import tempfile
from contextlib import closing, redirect_stderr, redirect_stdout
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from salescli.ledger import ids
from salescli.main import main

Desk = Literal["office", "laptop"]
DESKS: tuple[Desk, ...] = ("office", "laptop")
FIRST = date(2024, 1, 2)
WHY = ("--why", "as it was")
NOTES = {"collected"}
"""What verify may note here: more came in than was signed. Anything else would be a wrong step of a command."""
yuan = st.integers(1, 2000)
desks = st.sampled_from(["office", "office", "laptop"])
back = st.sampled_from([0, 0, 1, 9])
"""By how many days the clock has gone back for one act."""


@dataclass
class Model:
    """What should count of the contracts that one desk keeps; ids are those of the file, the same at every desk.

    Attributes:
        contracts: the amount by code; ids: their ids.
        money: each receipt (above 0) and refund (below) that was ever recorded, by id: its contract's code and amount.
        days: when each of them happened: what stands in another's place, on that one's day.
        void: the ids of those that count no more.
        words: by the id of a void what its act said: of which facts, and whether it took them back.
        anew: by the id of a void the fact that was recorded in the place of the one that it took back.
        place: by the id of such a fact, of which first one it has the place.
        names: the customers' names by id.
    """

    contracts: dict[str, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    money: dict[int, tuple[str, int]] = field(default_factory=dict)
    days: dict[int, date] = field(default_factory=dict)
    void: set[int] = field(default_factory=set)
    words: dict[int, dict[int, bool]] = field(default_factory=dict)
    anew: dict[int, int] = field(default_factory=dict)
    place: dict[int, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    def collected(self, code: str) -> int:
        return sum(amount for id, (of, amount) in self.money.items() if of == code and id not in self.void)

    def totals(self) -> dict[str, tuple[str, str]]:
        return {code: (f"{amount}.00", f"{self.collected(code)}.00") for code, amount in self.contracts.items()}

    def say(self, said: dict[int, bool]) -> None:
        self.void -= set(said)
        self.void |= {id for id, away in said.items() if away}

    def can_be(self) -> bool:
        """Whether no contract gave back more than it had, at the end of any day, and no two facts have one place."""
        counting = sorted((id for id in self.money if id not in self.void), key=lambda id: self.days[id])
        for code in self.contracts:
            left = 0
            for _day, of_day in groupby(counting, key=lambda id: self.days[id]):
                left += sum(self.money[id][1] for id in of_day if self.money[id][0] == code)
                if left < 0:
                    return False
        places = [self.place.get(id, id) for id in counting]
        return len(places) == len(set(places))


class Company(RuleBasedStateMachine):
    """Two clerks at work, each with a copy: a day passes with each step, so that any evening can be asked for again.

    Each keeps contracts of his own and sees the other's as they were when the two copies met last; then a contract may change
    hands.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.kept = dict(os.environ)
        os.environ |= {"USER": "clerk", "LANGUAGE": "en"}
        os.environ.pop("SALESCLI_ACTOR", None)
        self.day = FIRST
        self.number = 0
        self.models: dict[Desk, Model] = {desk: Model() for desk in DESKS}
        self.seen: dict[Desk, Model] = {desk: Model() for desk in DESKS}  # of the other's
        self.newest: dict[Desk, date] = dict.fromkeys(DESKS, FIRST)
        self.evenings: dict[Desk, dict[date, tuple[Any, Any]]] = {desk: {} for desk in DESKS}
        self.touched: set[Desk] = set()

    def teardown(self) -> None:
        os.environ.clear()
        os.environ.update(self.kept)
        self.folder.cleanup()

    # What a person does.

    @initialize()
    def begins(self) -> None:
        """A rep, and contracts of his, whose receipts and refunds the rest is about; the laptop has a copy."""
        self.does("office", "rep", "add", "zw", "张伟", "--post", "rep", "--hired", "2024-01-02")
        self.signs("office", 1000)
        for amount in (700, 300):
            self.receipt("office", "HT-1", amount)
        self.takes("laptop", "office")
        self.meet()
        self.signs("laptop", 1000)

    @rule(desk=desks, amount=yuan)
    def signs(self, desk: Desk, amount: int) -> None:
        self.number += 1
        number, model = self.number, self.models[desk]
        customer = self.does(desk, "customer", "add", f"c{number}", "--owner", "zw")
        model.names[customer] = f"c{number}"
        self.does(desk, "opportunity", "open", f"o{number}", "--customer", f"c{number}", "--owner", "zw")
        code = f"HT-{number}"
        model.ids[code] = self.does(desk, "contract", "sign", f"o{number}", str(amount), "--code", code)
        model.contracts[code] = amount

    @rule(data=st.data(), desk=desks, amount=yuan)
    def receives(self, data: st.DataObject, desk: Desk, amount: int) -> None:
        self.receipt(desk, self.contract(data, desk), amount)

    def receipt(self, desk: Desk, code: str, amount: int) -> None:
        id = self.does(desk, "receipt", code, str(amount))
        self.models[desk].money[id], self.models[desk].days[id] = (code, amount), self.day

    @rule(data=st.data(), desk=desks, amount=yuan)
    def refunds(self, data: st.DataObject, desk: Desk, amount: int) -> None:
        """Never more than was collected."""
        model, code = self.models[desk], self.contract(data, desk)
        id = self.does(desk, "refund", code, str(amount), unless=amount > model.collected(code))
        if id:
            model.money[id], model.days[id] = (code, -amount), self.day

    @rule(data=st.data(), desk=desks, days=back)
    def takes_back(self, data: st.DataObject, desk: Desk, days: int) -> None:
        """A receipt or refund, once; not a receipt whose refund stands, nor half of a correction."""
        model = self.models[desk]
        if not model.money:
            return
        said = data.draw(st.sampled_from(sorted(model.money)))
        after = deepcopy(model)
        after.void.add(said)
        half = said in model.anew.values()
        id = self.does(desk, "void", said, *WHY, unless=said in model.void or half or not after.can_be(), days=days)
        if id:
            after.words[id] = {said: True}
            self.models[desk] = after

    @rule(data=st.data(), desk=desks, days=back)
    def takes_back_what_took_back(self, data: st.DataObject, desk: Desk, days: int) -> None:
        """What a void said is turned round, while it holds; of a correction together with what it recorded anew."""
        model = self.models[desk]
        if not model.words:
            return
        word = data.draw(st.sampled_from(sorted(model.words)))
        said = {id: not away for id, away in model.words[word].items()}
        holds = all((id in model.void) != away for id, away in said.items())
        anew = model.anew.get(word)
        if anew is not None and anew not in model.void:
            said[anew] = True
        after = deepcopy(model)
        after.say(said)
        first = self.does(desk, "void", word, *WHY, unless=not holds or not after.can_be(), days=days)
        if first:
            after.words |= {first + number: said for number in range(len(said))}
            self.models[desk] = after

    @rule(data=st.data(), desk=desks, amount=yuan, days=back)
    def corrects_an_amount(self, data: st.DataObject, desk: Desk, amount: int, days: int) -> None:
        """What was received or refunded, not what is void; the right one stands in its place."""
        model = self.models[desk]
        if not model.money:
            return
        said = data.draw(st.sampled_from(sorted(model.money)))
        code, before = model.money[said]
        after = deepcopy(model)
        after.void.add(said)
        after.money[0], after.days[0] = (code, amount if before > 0 else -amount), model.days[said]
        no = said in model.void or abs(before) == amount or not after.can_be()
        id = self.does(desk, "correct", said, f"amount={amount}", *WHY, unless=no, days=days)
        if id:
            after.money[id], after.days[id] = after.money.pop(0), after.days.pop(0)
            after.words[id - 1], after.anew[id - 1] = {said: True}, id
            after.place[id] = after.place.get(said, said)
            self.models[desk] = after

    @rule(data=st.data(), desk=desks, amount=yuan, days=back)
    def corrects_a_contract(self, data: st.DataObject, desk: Desk, amount: int, days: int) -> None:
        model, code = self.models[desk], self.contract(data, desk)
        same = model.contracts[code] == amount
        if self.does(desk, "correct", model.ids[code], f"amount={amount}", *WHY, unless=same, days=days):
            model.contracts[code] = amount

    @rule(data=st.data(), desk=desks, text=st.sampled_from(["甲", "乙", "=1+1", "\x1b[31m"]), days=back)
    def corrects_a_name(self, data: st.DataObject, desk: Desk, text: str, days: int) -> None:
        model = self.models[desk]
        if not model.names:
            return
        id = data.draw(st.sampled_from(sorted(model.names)))
        if self.does(desk, "correct", id, f"name={text}", *WHY, unless=model.names[id] == text, days=days):
            model.names[id] = text

    @rule(data=st.data(), first=desks, days=back)
    def merge(self, data: st.DataObject, first: Desk, days: int) -> None:
        """The copies meet, whichever takes first; what is known at both may be the other's to go on with from now on."""
        second: Desk = "laptop" if first == "office" else "office"
        self.takes(first, second, days)
        self.takes(second, first, days)
        heads = [self.rows(desk, "verify", "--no-statements")[1] for desk in DESKS]
        assert heads[0] == heads[1]
        if data.draw(st.booleans()):
            self.models = {"office": self.models["laptop"], "laptop": self.models["office"]}
        self.meet()

    @rule(desk=desks, lost=st.sampled_from(["nothing", "file", "content"]))
    def restore(self, desk: Desk, lost: str) -> None:
        """What was backed up is there again, to the head, whatever became of the file."""
        head = self.rows(desk, "verify", "--no-statements")[1]
        path, kept = Path(self.path(desk)), Path(self.folder.name) / "kept.db"
        self.well(desk, "backup", str(kept), "--force")
        if lost != "nothing":
            for ending in ("-wal", "-shm"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
            path.unlink()
        if lost == "content":
            path.write_bytes(b"\xa5" * 5000)
        self.well(desk, "restore", str(kept), *(["--replace"] if lost != "file" else []))
        self.touched.add(desk)
        assert self.rows(desk, "verify", "--no-statements", "--head", head)[1] == head

    # What holds all the time.

    @invariant()
    def verify_finds_no_fault(self) -> None:
        for desk in sorted(self.touched):
            rows, head = self.rows(desk, "verify", "--no-statements")
            assert {(row["state"], row["check"]) for row in rows} <= {("note", check) for check in NOTES}, rows
            with closing(sqlite3.connect(self.path(desk))) as connection:
                assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            assert len(head) == 64

    @invariant()
    def the_lists_say_what_the_model_says(self) -> None:
        for desk in sorted(self.touched):
            assert self.listed(desk) == self.expected(desk)
            assert self.models[desk].can_be()
            self.evenings[desk][self.newest[desk]] = self.expected(desk)
        self.touched.clear()

    @rule(data=st.data(), desk=desks)
    def asks_for_an_evening(self, data: st.DataObject, desk: Desk) -> None:
        """What came of the other desk since, though it was recorded before, was not there yet."""
        if self.evenings[desk]:
            day = data.draw(st.sampled_from(sorted(self.evenings[desk])))
            assert self.listed(desk, "--as-of", day.isoformat()) == self.evenings[desk][day]

    # How it is done.

    def path(self, desk: Desk) -> str:
        return str(Path(self.folder.name) / f"{desk}.db")

    def contract(self, data: st.DataObject, desk: Desk) -> str:
        return data.draw(st.sampled_from(sorted(self.models[desk].contracts)))

    def expected(self, desk: Desk) -> tuple[Any, Any]:
        both = (self.models[desk], self.seen[desk])
        return (
            {code: total for one in both for code, total in one.totals().items()},
            sorted(name for one in both for name in one.names.values()),
        )

    def meet(self) -> None:
        """The copies are equal: each sees of the other's what that has."""
        self.seen = {"office": deepcopy(self.models["laptop"]), "laptop": deepcopy(self.models["office"])}
        self.touched |= set(DESKS)

    def does(self, desk: Desk, *words: str | int, unless: bool = False, days: int = 0) -> int:
        """The id of what is recorded on a new day, or some days before; 0 where it is rightly refused."""
        self.day += timedelta(days=1)
        typed = [word if isinstance(word, str) else ids.show(word, self.origin(desk)) for word in words]
        code, out, err = self.runs(desk, *typed, "--json", days=days)
        assert (code in (2, 4)) if unless else (code == 0), (words, err)
        if code:
            return 0
        self.touched.add(desk)
        self.newest[desk] = max(self.newest[desk], self.day - timedelta(days=days))
        found = ids.parse(str(json.loads(out)["id"]), self.origin(desk))
        assert found is not None
        return found

    def takes(self, desk: Desk, other: Desk, days: int = 0) -> None:
        """What the other copy has, taken on a day that counts if anything came."""
        said = json.loads(self.well(desk, "merge", self.path(other), "--json", days=days))
        if sum(said["taken"].values()):
            self.newest[desk] = max(self.newest[desk], self.newest[other], self.day - timedelta(days=days))

    def well(self, desk: Desk, *words: str, days: int = 0) -> str:
        self.day += timedelta(days=1)
        code, out, err = self.runs(desk, *words, days=days)
        assert code == 0, (words, err)
        return out

    def runs(self, desk: Desk, *words: str, days: int = 0) -> tuple[int, str, str]:
        os.environ["SALESCLI_TODAY"] = (self.day - timedelta(days=days)).isoformat()
        os.environ["SALESCLI_LEDGER"] = self.path(desk)
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main([*words, "--lang", "en"])
        return code, out.getvalue(), err.getvalue()

    def listed(self, desk: Desk, *words: str) -> tuple[Any, Any]:
        contracts = self.rows(desk, "contract", "list", *words)[0]
        customers = self.rows(desk, "customer", "list", *words)[0]
        return {one["contract"]: (one["amount"], one["collected"]) for one in contracts}, sorted(
            one["customer"] for one in customers
        )

    def rows(self, desk: Desk, *words: str) -> tuple[list[dict[str, Any]], str]:
        """A report's rows, and the head."""
        code, out, err = self.runs(desk, *words, "--format", "json")
        assert code == 0, err
        found = json.loads(out)
        return found["rows"], found["head"]

    def origin(self, desk: Desk) -> int:
        if not Path(self.path(desk)).exists():
            return 0
        with closing(sqlite3.connect(self.path(desk))) as connection:
            return int(connection.execute("SELECT origin FROM ledger").fetchone()[0])


TestCompany = Company.TestCase
TestCompany.settings = settings(
    max_examples=10,
    stateful_step_count=25,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
