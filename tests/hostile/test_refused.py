"""Any text in the place of a name, a day, an amount, a file or a word of a list is refused in one sentence that acts on nothing."""

from pathlib import Path

import pytest
from conftest import Facts
from desk import TEXTS, Desk, acting
from test_evidence import MARKED

VAIN: dict[str, tuple[int, list[str]]] = {
    "kind": (2, ["task", "add", "--kind={}", "--due", "fri", "--", "zw", "{}"]),
    "rep": (3, ["goal", "add", "--", "{}", "{}"]),
    "customer": (3, ["log", "--by", "phone", "--as", "zw", "--", "{}", "{}"]),
    "channel": (2, ["log", "7", "--by={}", "--as", "zw"]),
    "format": (2, ["funnel", "--format={}"]),
    "day": (2, ["log", "7", "--by", "phone", "--as", "zw", "--on={}"]),
    "instant": (2, ["funnel", "--as-of={}"]),
    "amount": (2, ["expense", "request", "--category", "office", "--as", "zw", "--", "{}"]),
    "rate": (2, ["opportunity", "open", "x", "--customer", "7", "--rate={}"]),
    "share": (3, ["opportunity", "share", "--", "15", "{}=100"]),
    "id": (3, ["void", "--why={}", "--", "{}"]),
    "cause": (3, ["waive", "--why={}", "--", "{}"]),
    "subject": (3, ["review", *MARKED, "--", "{}"]),
    "dispute": (3, ["answer", "--", "{}", "{}"]),
    "field": (2, ["correct", "--why={}", "--", "7", "{}=1"]),
    "period": (2, ["close", "--", "{}"]),
    "stage": (2, ["stage", "--", "15", "{}"]),
    "code": (2, ["team", "add", "--", "{}", "x"]),
    "method": (2, ["assess", "zw", "--method={}", "--score", "1", "--out-of", "1"]),
    "score": (2, ["assess", "zw", "--method=exam", "--purpose=training", "--score={}", "--out-of", "1"]),
    "figure": (2, ["dispute", "--period", "2024-02", "--why={}", "--", "{}", "zw"]),
    "measure": (2, ["target", "set", "--", "zw", "{}", "2024Q3", "1"]),
    "policy": (2, ["policy", "load", "--", "{}"]),
    "profile": (2, ["import", "--profile={}", "--", "{}"]),
    "calls": (2, ["import", "calls", "--layout", "asterisk", "--", "{}"]),
    "ledger": (5, ["funnel", "--ledger={}"]),
    "command": (2, ["{}"]),
    "option": (2, ["funnel", "--{}"]),
}
"""Where a name, a day, an amount, a file or a word of a list is asked for, and how it is refused that a text is none."""
MEANT = {
    ("customer", "华北机械"),
    *(("code", text) for text in ("NULL", "None", "nan", "1e309", "华北机械", "𠮷野家", "ｆｕｌｌ", "ﷺ")),
    ("command", "--help"),
}
"""The few texts that are what was asked for after all: letters of any script make a code, a name that there is finds its bearer."""
NO_NUL = ("policy", "profile", "calls", "ledger")
"""Files: no name of one holds NUL."""


@pytest.mark.parametrize("name", VAIN)
def test_what_is_none_is_refused(company: Path, monkeypatch: pytest.MonkeyPatch, facts: Facts, name: str) -> None:
    code, words = VAIN[name]
    monkeypatch.chdir(company.parent)
    desk, before = Desk(), facts("fact", "id")
    for text in TEXTS:
        given = text.replace("\0", "") if name in NO_NUL else text
        right = 0 if (name, text) in MEANT else 2 if not given else code  # an empty word is no ledger, and no name
        desk.types(right, *(word.replace("{}", given) for word in words))
        out, err = desk.told[-2:]
        assert not acting(out + err), text
        assert right == 0 or (out == "" and err.startswith("salescli: ") and err.count("\n") == 1), (text, out, err)
    assert len(facts("fact", "id")) == len(before) + len([one for one in MEANT if one[0] == name and name != "command"])
