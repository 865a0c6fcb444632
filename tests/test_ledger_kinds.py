"""Every kind of fact has a word, in both languages."""

import pytest
from conftest import Run
from one_of_each import EACH

from salescli.ledger import kinds


@pytest.mark.parametrize("kind", [kind for kind in EACH if kind != "fact"])
def test_every_kind_has_a_word(kind: str) -> None:
    assert kind in kinds._words()


def test_a_sentence_names_the_kind_in_the_persons_language(run: Run, company: object) -> None:
    assert run("expense", "approve", "9999", "--lang", "zh").err == "salescli: 没有编号为 '9999' 的费用。\n"
