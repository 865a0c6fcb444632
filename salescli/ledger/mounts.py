"""Whether a path lies on a folder of another machine, told from the text of /proc/mounts; what is done about it is said elsewhere."""

import os
import re
from pathlib import Path

MOUNTS = Path("/proc/mounts")
NETWORK = frozenset(
    ("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "ceph", "davfs", "lustre", "gpfs", "beegfs")
)
LOCAL_FUSE = frozenset(("fuse.fuse-overlayfs", "fuse.ntfs-3g", "fuse.exfat", "fuse.lxcfs"))
"""File systems of this machine's own disks that a program serves."""


def network_of(path: str, mounts: str) -> str:
    """The kind of network file system that an absolute path without links lies on; "" for a disk of this machine.

    Args:
        mounts: as /proc/mounts: a line per mount, with what is mounted, where and of which kind; of two at one place
            the later hides the earlier.
    """
    deepest, found = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        place = _plain(fields[1]).rstrip("/")
        if len(place) >= deepest and (path == place or path.startswith(f"{place}/")):
            deepest, found = len(place), fields[2]
    return found if _is_network(found) else ""


def network_under(path: Path) -> str:
    """As network_of, of any path on this machine now; "" where it keeps no list of mounts."""
    try:
        return network_of(os.path.realpath(path), MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return ""


def _is_network(kind: str) -> bool:
    return kind in NETWORK or (kind not in LOCAL_FUSE and kind.split(".")[0] == "fuse")


def _plain(field: str) -> str:
    """A field with its escapes (\\040 is a space) as the signs that they stand for."""
    return re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), field)
