"""A ledger on a folder of another machine is spoken of, from the words of /proc/mounts; one on a disk of this machine is not."""

from pathlib import Path

import pytest
from conftest import Run

from salescli.ledger import mounts

MOUNTS = r"""
/dev/vda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
nas:/sales /mnt/sales nfs4 rw,vers=4.2 0 0
//nas/team /mnt/our\040team cifs rw 0 0
zw@office:/srv /home/zw/office fuse.sshfs rw,user_id=1000 0 0
/dev/sdb1 /media/stick fuseblk rw 0 0
overlay /data fuse.fuse-overlayfs rw 0 0
nas:/old /mnt/back nfs rw 0 0
/dev/vdb1 /mnt/back ext4 rw 0 0
/dev/vdb2 /mnt/sales/local xfs rw 0 0
systemd-1 /mnt/auto autofs rw 0 0
nas:/auto /mnt/auto nfs rw 0 0

broken line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/zw/ledger.db", ""),
        ("/mnt/sales/ledger.db", "nfs4"),
        ("/mnt/sales", "nfs4"),
        ("/mnt/salesman/ledger.db", ""),
        ("/mnt/our team/a/ledger.db", "cifs"),
        ("/home/zw/office/ledger.db", "fuse.sshfs"),
        ("/media/stick/ledger.db", ""),
        ("/data/ledger.db", ""),
        ("/mnt/back/ledger.db", ""),
        ("/mnt/sales/local/ledger.db", ""),
        ("/mnt/auto/ledger.db", "nfs"),
    ],
)
def test_what_a_path_lies_on(path: str, kind: str) -> None:
    """The deepest mount counts, of two at one place the later; a stick's NTFS is a disk of this machine."""
    assert mounts.network_of(path, MOUNTS) == kind


@pytest.mark.parametrize("text", ["", "\n", "x", "x y", "\0", "nas: / "])
def test_a_list_that_says_nothing(text: str) -> None:
    assert mounts.network_of("/a/ledger.db", text) == ""


def test_a_root_on_the_network() -> None:
    assert mounts.network_of("/a/ledger.db", "nas:/ / nfs rw 0 0") == "nfs"


def test_where_no_list_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mounts, "MOUNTS", tmp_path / "none")
    assert mounts.network_under(tmp_path) == ""


def test_it_is_said_once_and_recorded_all_the_same(
    tmp_path: Path, run: Run, company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By commands that record; a link from a local folder hides nothing; a report keeps silent."""
    listed = tmp_path / "mounts"
    listed.write_text(f"nas:/sales {company.parent.resolve()} nfs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(mounts, "MOUNTS", listed)
    link = tmp_path / "link.db"
    link.symlink_to(company)
    for ledger in (company, link):
        answer = run("log", "华北机械", "rang", "--as", "zw", "--ledger", str(ledger))
        assert answer.code == 0 and answer.err == (
            f"The ledger {ledger} is on a network folder (nfs), where two that record at once can damage it; "
            "keep it on a disk of one machine.\n"
        )
    answer = run("customer", "list")
    assert (answer.code, answer.err) == (0, "")
    assert "network folder (nfs)" in run("init", "--ledger", str(tmp_path / "other.db")).err
