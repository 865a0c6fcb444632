"""A new ledger made ready to work at once: the file, and the starter policy as its first version."""

from pathlib import Path

from salescli import period
from salescli.ledger import files
from salescli.ledger.store import Who


def make(
    path: Path, who: Who, *, currency: str = "CNY", zone: str = "Asia/Shanghai", policy: tuple[str, str] | None = None
) -> None:
    """Make the ledger and append a policy that is in force from ever.

    Args:
        policy: title and text of an already checked policy; the starter policy if not given.

    Raises:
        LedgerUnusable, WrongUse: as files.create.
    """
    import hashlib

    title, text = policy or ("", "")
    if not policy:
        from salescli.policy import starter

        title, text = starter.title(), starter.text()
    files.create(path, currency=currency, zone=zone)
    with files.open_for_writing(path, who) as ledger, ledger.write():
        ledger.append(
            "policy",
            period.today(zone),
            title=title,
            body=text,
            digest=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        )
