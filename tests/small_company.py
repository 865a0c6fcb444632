"""A ledger for tests of figures: facts in short words, amounts in whole yuan; what a figure should be stands in the tests."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from salescli.ledger import files
from salescli.ledger.store import Ledger, Who
from salescli.period import Period, parse_period
from salescli.policy.versions import Versions, digest_of, version_of
from salescli.record.close import keep
from salescli.reports.view import View, versions_of

D = date
WHO = Who("boss", "boss@here")
LONG_AGO = D(2023, 1, 1)
AFTERWARDS = D(2025, 12, 31)
HEAD = """
[policy]
title = "Test"
[[stage]]
key = "open"
[[stage]]
key = "won"
closes = "won"
[[stage]]
key = "lost"
closes = "lost"
[post.rep]
title = "Rep"
[post.manager]
title = "Manager"
"""


@cache
def _blank() -> bytes:
    """The file of a ledger without a fact: to make it takes longer than most tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        files.create(path, currency="CNY", zone="Asia/Shanghai")
        return path.read_bytes()


def span(text: str) -> Period:
    """A period as it is typed."""
    return parse_period(text, D(2024, 12, 31))


class SmallCompany:
    """A ledger that is written until somebody looks; names stand for ids."""

    def __init__(self, path: Path, policy: str = "") -> None:
        if not path.exists():
            path.write_bytes(_blank())
        self.path = path
        self.ids: dict[str, int] = {}
        self._open = ExitStack()
        self._ledger: Ledger | None = None
        self.policy(policy)

    def append(self, kind: str, day: date, /, **fields: Any) -> int:
        if self._ledger is None:
            ledger = self._open.enter_context(files.open_for_writing(self.path, WHO))
            self._ledger = self._open.enter_context(ledger.write())
        return self._ledger.append(kind, day, **fields)

    @contextmanager
    def view(self, on: date = AFTERWARDS, other: str | None = None, lang: str = "en") -> Iterator[View]:
        """What a report looks from; `other` is a what-if policy."""
        self._open.close()
        self._ledger = None
        with files.open_for_reading(self.path, WHO) as ledger:
            own = versions_of(ledger)
            versions = own if other is None else Versions([version_of(0, HEAD + other)])
            yield View(ledger, on, lang, versions, what_if=None if other is None else own)

    # People.

    def policy(self, text: str, starts: date | None = None) -> None:
        body = HEAD + text
        self.append("policy", LONG_AGO, starts_on=starts, title="Test", body=body, digest=digest_of(body))

    def team(self, code: str, parent: str | None = None, lead: str | None = None) -> None:
        self.ids[code] = self.append("team", LONG_AGO, code=code, name=code.title())
        self.append("team_change", LONG_AGO, team_id=self.ids[code], parent_id=self._id(parent), lead_id=self._id(lead))

    def hire(self, code: str, on: date = LONG_AGO, post: str | None = "rep", team: str | None = None) -> None:
        self.ids[code] = self.append("rep", on, code=code, name=code.upper(), candidate=False)
        self.job(code, on, "hire", post=post, team=team)

    def job(self, code: str, on: date, act: str, post: str | None = None, team: str | None = None) -> None:
        self.append("rep_change", on, rep_id=self.ids[code], act=act, post=post, team_id=self._id(team))

    def leave(self, code: str, first: date, last: date) -> None:
        self.append("leave", first, rep_id=self.ids[code], from_day=first, to_day=last)

    # Selling.

    def product(self, code: str) -> None:
        self.ids[code] = self.append("product", LONG_AGO, code=code, name=code)

    def customer(self, name: str, on: date, owner: str | None = None, owned: date | None = None) -> None:
        self.ids[name] = self.append("customer", on, name=name)
        if owner:
            self.append("customer_owner", owned or on, customer_id=self.ids[name], rep_id=self.ids[owner])

    def opportunity(self, name: str, on: date, owner: str | None = None, customer: str | None = None) -> None:
        self.ids[name] = self.append("opportunity", on, name=name, customer_id=self._id(customer))
        if owner:
            self.append("opportunity_owner", on, opportunity_id=self.ids[name], rep_id=self.ids[owner])

    def share(self, name: str, on: date, **percents: str) -> None:
        share = self.append("share", on, opportunity_id=self.ids[name])
        for code, percent in percents.items():
            self.append("share_part", on, share_id=share, rep_id=self.ids[code], percent=percent)

    def stage(self, name: str, on: date, stage: str) -> None:
        closes = stage if stage in ("won", "lost") else None
        self.append("stage_change", on, opportunity_id=self.ids[name], stage=stage, closes=closes)

    def contract(
        self,
        on: date,
        yuan: float,
        owner: str | None = None,
        name: str | None = None,
        dues: dict[date, float] | None = None,
    ) -> int:
        """A contract, of an opportunity of its own unless one is named."""
        if name is None:
            name = f"opportunity of {on} {yuan} {len(self.ids)}"
            self.opportunity(name, on, owner)
        id = self.append("contract", on, opportunity_id=self.ids[name], amount=fen(yuan))
        for day, part in (dues or {}).items():
            self.append("instalment", on, contract_id=id, due_on=day, amount=fen(part))
        return id

    def line(
        self, contract: int, on: date, product: str, quantity: int, price: float, listed: float | None = None
    ) -> None:
        self.append(
            "contract_line",
            on,
            contract_id=contract,
            product_id=self.ids[product],
            quantity=quantity,
            unit_price=fen(price),
            list_price=None if listed is None else fen(listed),
        )

    def money(self, contract: int, on: date, yuan: float, kind: str = "payment") -> None:
        self.append("receipt", on, contract_id=contract, kind=kind, amount=fen(yuan))

    # Working.

    def follow_up(self, code: str, on: date, customer: str, answered: bool = True) -> int:
        return self.append(
            "follow_up",
            on,
            customer_id=self.ids[customer],
            rep_id=self.ids[code],
            channel="phone",
            answered=answered,
        )

    def review(self, follow_up: int, on: date, *marks: int) -> None:
        keys = ("effectiveness", "professionalism", "problem_solving")
        self.append("quality_review", on, subject_id=follow_up, **dict(zip(keys, marks, strict=True)))

    def feedback(self, code: str, on: date, customer: str, kind: str, rating: int | None = None) -> None:
        self.append(
            "feedback",
            on,
            customer_id=self.ids[customer],
            rep_id=self.ids[code],
            feedback_kind=kind,
            rating=rating,
        )

    def task(self, code: str, due: date, done: date | None = None) -> None:
        task = self.append("task", due, rep_id=self.ids[code], task_kind="service", title="x", due_on=due)
        if done:
            self.append("task_done", done, task_id=task)

    def target(
        self,
        who: str,
        measure: str,
        over: str,
        yuan: float | None = None,
        number: str | None = None,
        product: str | None = None,
        exact: bool = False,
    ) -> None:
        """A target of a rep (or, in capitals, of TEAM:north or COMPANY): yuan or a number."""
        scope = "company" if who == "COMPANY" else "team" if who.startswith("TEAM:") else "rep"
        about = span(over)
        self.append(
            "target",
            LONG_AGO,
            scope=scope,
            rep_id=self.ids[who] if scope == "rep" else None,
            team_id=self.ids[who.removeprefix("TEAM:")] if scope == "team" else None,
            measure=measure,
            product_id=self._id(product),
            starts_on=about.start,
            ends_on=about.end,
            amount=None if yuan is None else fen(yuan),
            number=number,
            exact=exact,
        )

    def _id(self, name: str | None) -> int | None:
        return None if name is None else self.ids[name]


def fen(yuan: float) -> int:
    """Minor units of an amount with at most two decimals."""
    return int(f"{yuan:.2f}".replace(".", ""))


def close(company: SmallCompany, over: str, on: date) -> None:
    """Close a period on a day, with what the ledger holds now; what is refused is tested with the command."""
    with company.view():  # what was written is there
        pass
    with files.open_for_writing(company.path, WHO) as ledger, ledger.write():
        keep(View(ledger, on, "en", versions_of(ledger)), span(over))
