"""Whatever is recorded, taken back and put right, in any order, the ledger is sound and says what a simple model says."""

import json
import os
import sqlite3
import tempfile
from contextlib import closing, redirect_stderr, redirect_stdout
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from salescli.ledger import files
from salescli.ledger.store import Who
from salescli.main import main

WHO = Who("clerk", "clerk@here")
FIRST = date(2024, 1, 2)
WHY = ("--why", "as it was")
yuan = st.integers(1, 2000)


@dataclass
class Model:
    """What should count.

    Attributes:
        contracts: the amount by code; ids: their ids.
        money: each receipt (above 0) and refund (below) that was ever recorded, by id: its contract's code and amount.
        days: when each of them happened: what stands in another's place, on that one's day.
        void: the ids of those that count no more.
        voids: by the id of a void what it speaks of, and whether it took back.
        names: the customers' names by id.
    """

    contracts: dict[str, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    money: dict[int, tuple[str, int]] = field(default_factory=dict)
    void: set[int] = field(default_factory=set)
    days: dict[int, date] = field(default_factory=dict)
    voids: dict[int, tuple[int, bool]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    def collected(self, code: str) -> int:
        return sum(amount for id, (of, amount) in self.money.items() if of == code and id not in self.void)

    def totals(self) -> dict[str, tuple[str, str]]:
        return {code: (f"{amount}.00", f"{self.collected(code)}.00") for code, amount in self.contracts.items()}


class Company(RuleBasedStateMachine):
    """A clerk at work: a day passes with each step, so that any evening can be asked for again."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "ledger.db"
        self.kept = dict(os.environ)
        os.environ |= {"SALESCLI_LEDGER": str(self.path), "USER": "clerk", "LANGUAGE": "en"}
        os.environ.pop("SALESCLI_ACTOR", None)
        self.day = FIRST
        self.model = Model()
        self.evenings: dict[date, Model] = {}

    def teardown(self) -> None:
        os.environ.clear()
        os.environ.update(self.kept)
        self.folder.cleanup()

    # What a person does.

    @initialize()
    def begins(self) -> None:
        """A rep, and a contract of his, whose receipts and refunds the rest is about."""
        self.does("rep", "add", "zw", "张伟", "--post", "rep", "--hired", "2024-01-02")
        self.signs(1000)

    @rule(amount=yuan)
    def signs(self, amount: int) -> None:
        number = len(self.model.contracts)
        customer = self.does("customer", "add", f"c{number}", "--owner", "zw")
        self.model.names[customer] = f"c{number}"
        self.does("opportunity", "open", f"o{number}", "--customer", f"#{customer}", "--owner", "zw")
        self.model.ids[f"HT-{number}"] = self.does(
            "contract", "sign", f"o{number}", str(amount), "--code", f"HT-{number}"
        )
        self.model.contracts[f"HT-{number}"] = amount

    @rule(data=st.data(), amount=yuan)
    def receives(self, data: st.DataObject, amount: int) -> None:
        code = data.draw(st.sampled_from(sorted(self.model.contracts)))
        id = self.does("receipt", code, str(amount))
        self.model.money[id], self.model.days[id] = (code, amount), self.day

    @rule(data=st.data(), amount=yuan)
    def refunds(self, data: st.DataObject, amount: int) -> None:
        """Never more than was collected."""
        code = data.draw(st.sampled_from(sorted(self.model.contracts)))
        id = self.does("refund", code, str(amount), unless=amount > self.model.collected(code))
        if id:
            self.model.money[id], self.model.days[id] = (code, -amount), self.day

    @precondition(lambda self: self.model.money)
    @rule(data=st.data())
    def takes_back(self, data: st.DataObject) -> None:
        """A receipt or refund, once; not a receipt whose refund stands."""
        said = data.draw(st.sampled_from(sorted(self.model.money)))
        after = deepcopy(self.model)
        after.void.add(said)
        id = self.does("void", str(said), *WHY, unless=said in self.model.void or self.below(after))
        if id:
            after.voids[id] = said, True
            self.model = after

    @precondition(lambda self: self.model.voids)
    @rule(data=st.data())
    def takes_back_what_took_back(self, data: st.DataObject) -> None:
        """What a void said is turned round, while it holds."""
        void = data.draw(st.sampled_from(sorted(self.model.voids)))
        said, away = self.model.voids[void]
        after = deepcopy(self.model)
        (after.void.discard if away else after.void.add)(said)
        holds = (said in self.model.void) == away
        id = self.does("void", str(void), *WHY, unless=not holds or self.below(after))
        if id:
            after.voids[id] = said, not away
            self.model = after

    @precondition(lambda self: self.model.money)
    @rule(data=st.data(), amount=yuan)
    def corrects_an_amount(self, data: st.DataObject, amount: int) -> None:
        """What was received or refunded, not what is void; the right one stands in its place."""
        said = data.draw(st.sampled_from(sorted(self.model.money)))
        code, before = self.model.money[said]
        after = deepcopy(self.model)
        after.void.add(said)
        after.money[0], after.days[0] = (code, amount if before > 0 else -amount), self.model.days[said]
        no = said in self.model.void or abs(before) == amount or self.below(after)
        id = self.does("correct", str(said), f"amount={amount}", *WHY, unless=no)
        if id:
            after.money[id], after.days[id] = after.money.pop(0), after.days.pop(0)
            after.voids[id - 1] = said, True
            self.model = after

    @rule(data=st.data(), amount=yuan)
    def corrects_a_contract(self, data: st.DataObject, amount: int) -> None:
        code = data.draw(st.sampled_from(sorted(self.model.contracts)))
        same = self.model.contracts[code] == amount
        if self.does("correct", str(self.model.ids[code]), f"amount={amount}", *WHY, unless=same):
            self.model.contracts[code] = amount

    @rule(data=st.data(), text=st.sampled_from(["甲", "乙", "=1+1", "\x1b[31m"]))
    def corrects_a_name(self, data: st.DataObject, text: str) -> None:
        id = data.draw(st.sampled_from(sorted(self.model.names)))
        if self.does("correct", str(id), f"name={text}", *WHY, unless=self.model.names[id] == text):
            self.model.names[id] = text

    # What holds all the time.

    @invariant()
    def the_chain_is_whole_and_nothing_hangs_in_the_air(self) -> None:
        if not self.path.exists():
            return
        with files.open_for_reading(self.path, WHO) as ledger:
            assert ledger.verify_chain() == []
        with closing(sqlite3.connect(self.path)) as connection:
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]

    @invariant()
    def the_lists_say_what_the_model_says(self) -> None:
        if self.model.contracts:
            assert self.listed() == (self.model.totals(), sorted(self.model.names.values()))
            assert not self.below(self.model)
            self.evenings[self.day] = deepcopy(self.model)

    @precondition(lambda self: self.evenings)
    @rule(data=st.data())
    def asks_for_an_evening(self, data: st.DataObject) -> None:
        day = data.draw(st.sampled_from(sorted(self.evenings)))
        then = self.evenings[day]
        assert self.listed("--as-of", day.isoformat()) == (then.totals(), sorted(then.names.values()))

    # How it is done.

    def does(self, *words: str, unless: bool = False) -> int:
        """The id of what is recorded on a new day; 0 where it is rightly refused."""
        self.day += timedelta(days=1)
        code, out, err = self.runs(*words, "--json")
        assert (code in (2, 4)) if unless else (code == 0), (words, err)
        return 0 if code else int(json.loads(out)["id"])

    def runs(self, *words: str) -> tuple[int, str, str]:
        os.environ["SALESCLI_TODAY"] = self.day.isoformat()
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main([*words, "--lang", "en"])
        return code, out.getvalue(), err.getvalue()

    def listed(self, *words: str) -> tuple[dict[str, tuple[str, str]], list[str]]:
        contracts = self.rows("contract", "list", *words)
        customers = self.rows("customer", "list", *words)
        return {one["contract"]: (one["amount"], one["collected"]) for one in contracts}, sorted(
            one["customer"] for one in customers
        )

    def rows(self, *words: str) -> list[dict[str, Any]]:
        code, out, err = self.runs(*words, "--format", "json")
        assert code == 0, err
        found: list[dict[str, Any]] = json.loads(out)["rows"]
        return found

    @staticmethod
    def below(model: Model) -> bool:
        """Whether a contract would have given back more than it had, on any day."""
        for code in model.contracts:
            left = 0
            for id in sorted((i for i in model.money if i not in model.void), key=lambda i: model.days[i]):
                of, amount = model.money[id]
                left += amount if of == code else 0
                if left < 0:
                    return True
        return False


TestCompany = Company.TestCase
TestCompany.settings = settings(
    max_examples=8,
    stateful_step_count=12,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
