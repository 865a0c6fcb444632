"""A small company that sells: opportunities move through first, second and third to won or lost, in short words."""

from datetime import date
from pathlib import Path
from typing import Any

from small_company import SmallCompany, fen

from salescli.policy.versions import digest_of

D = date
POLICY = """
[policy]
title = "Stages"
[[stage]]
key = "first"
title = { en = "First", zh = "第一步" }
probability = "10%"
stuck_after_days = 10
[[stage]]
key = "second"
title = "Second"
probability = "50%"
stuck_after_days = 20
[[stage]]
key = "third"
title = "Third"
[[stage]]
key = "won"
title = "Won"
closes = "won"
[[stage]]
key = "lost"
title = "Lost"
closes = "lost"
"""


class SellingCompany(SmallCompany):
    """zw and ls sell; whatever is moved is zw's unless said; facts are entered at noon of the day they happened unless said."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._minute = 0
        first = D(2023, 1, 2)
        self.append("policy", first, starts_on=first, title="Stages", body=POLICY, digest=digest_of(POLICY))
        self.hire("zw")
        self.hire("ls")

    def append(self, kind: str, day: date, /, **fields: Any) -> int:
        entered = fields.pop("entered", None) or day
        self._minute = getattr(self, "_minute", 0) + 1
        at = f"{entered.isoformat()}T04:{self._minute // 60 % 60:02}:{self._minute % 60:02}.000000Z"
        return super().append(kind, day, **{"recorded_at": at, **fields})

    def move(self, name: str, on: date, stage: str, yuan: float | None = None, **said: Any) -> int:
        """A stage change, of a new opportunity where the name is new; said: what else it states, and `entered`."""
        if name not in self.ids:
            self.opportunity(name, on, said.pop("owner", "zw"), said.pop("customer", None))
        closes = stage if stage in ("won", "lost") else None
        amount = None if yuan is None else fen(yuan)
        of = self.ids[name]
        return self.append("stage_change", on, opportunity_id=of, stage=stage, closes=closes, amount=amount, **said)

    def told(self, name: str, *path: tuple[date, str]) -> None:
        """Several changes, each from its day."""
        for on, stage in path:
            self.move(name, on, stage)

    def signed(self, on: date, yuan: float, owner: str = "zw") -> None:
        """An opportunity won with a contract, all on one day."""
        name = f"won {len(self.ids)}"
        self.move(name, on, "won", owner=owner)
        self.contract(on, yuan, name=name)
