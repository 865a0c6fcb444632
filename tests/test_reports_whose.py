"""reports/whose.py: how a sentence names a few people, and how many."""

from salescli.reports.whose import several


def test_a_few_names_stand_there_all_each_once() -> None:
    assert several(["zw", "ls", "zw"]) == "zw, ls"
    assert several(f"r{number}" for number in range(12)).endswith("r10, r11")


def test_of_many_names_the_first_ones_and_how_many_more() -> None:
    assert several(f"r{number}" for number in range(13)) == "r0, r1, r2, r3, r4, r5, r6, r7, r8, r9 and 3 more"
    assert several(f"r{number}" for number in range(1000)).endswith("r9 and 990 more")
