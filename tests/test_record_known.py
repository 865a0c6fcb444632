"""record/known.py: names of companies that are one but for the spelling."""

import pytest

from salescli.spelling import core


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("华北机械", "华北机械有限公司"),
        ("华北机械", "华北机械有限责任公司"),
        ("华北机械", "华北机械集团股份有限公司"),
        ("华北机械", " 华北　机械 "),
        ("华北机械", "(华北机械)"),
        ("ＡＢＣ机械", "abc机械公司"),
        ("Acme Co., Ltd.", "ACME"),
        ("Acme Ltd", "acme Inc."),
        ("Müller GmbH", "MÜLLER"),
        ("O'Brien & Sons", "OBrien Sons"),
    ],
)
def test_one_name_in_two_spellings(one: str, other: str) -> None:
    assert core(one) == core(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("华北机械", "华北机械厂"),
        ("华北机械", "华东机械"),
        ("华北公司", "华北机械公司"),
        ("Texaco", "Texa"),
        ("Acme Tools", "Acme"),
        ("公司", "集团"),
        ("Ltd", "Inc"),
    ],
)
def test_two_names(one: str, other: str) -> None:
    assert core(one) != core(other)


def test_signs_alone_are_like_nothing() -> None:
    assert core("👨‍👩‍👧") == core("——") == ""
