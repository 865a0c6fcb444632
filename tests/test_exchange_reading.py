"""A profile file is read whole: every fault at once, or a sentence for what is no profile at all."""

from pathlib import Path

import pytest
from test_exchange_profile import GOOD, faults

from salescli.errors import WrongUse
from salescli.exchange.reading import read_profile


def test_all_faults_are_named_at_once_in_the_order_of_the_file() -> None:
    """Those of single values, of blocks among each other, and unknown keys."""
    text = GOOD.replace('key = "crm"', "key = 3").replace('name = "Name"', "").replace('"payment"', '"gift"')
    assert [fault.split(":")[0] for fault in faults(text)] == [
        "profile.key",
        "source[1].fact[1].fields.name",
        "source[2].fact[1].fields.kind.value",
    ]


@pytest.mark.parametrize("text", ["[profile", 'key = "', "[a]\n[a]\n", "\x00"])
def test_what_is_no_toml_is_one_fault(text: str) -> None:
    assert len(faults(text)) == 1


def test_a_file_that_is_none_or_no_text(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_bytes(b"\xff\xfe\x00")
    for path, said in (
        (tmp_path / "p.toml", "UTF-8"),
        (tmp_path, "directory"),
        (tmp_path / "none.toml", "cannot be read"),
    ):
        with pytest.raises(WrongUse, match=said):
            read_profile(path)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text("\ufeff" + GOOD, encoding="utf-8")
    assert read_profile(tmp_path / "p.toml").head.key == "crm"
