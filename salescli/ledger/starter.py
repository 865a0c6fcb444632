"""A new ledger made ready to work at once: the file, and the starter policy as its first version."""

from pathlib import Path

from salescli import period
from salescli.ledger import files, founding
from salescli.ledger.store import Ledger, Who


def make(
    path: Path,
    who: Who,
    *,
    currency: str = "CNY",
    zone: str = "Asia/Shanghai",
    policy: tuple[str, str] | None = None,
    lang: str = "en",
) -> bool:
    """Make the ledger with a policy that is in force from ever, both or neither, unless there is one.

    Args:
        policy: title and text of an already checked policy; the starter policy if not given, titled in the `lang`.

    Returns:
        Whether it was made.

    Raises:
        LedgerUnusable, WrongUse: as files.create.
    """
    return files.create(
        path, currency=currency, zone=zone, who=who, first=lambda ledger: _append_policy(ledger, policy, lang)
    )


def _append_policy(ledger: Ledger, policy: tuple[str, str] | None, lang: str) -> None:
    import hashlib

    title, text = policy or _starter(lang)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    note = founding.remark(ledger.currency, ledger.zone)
    ledger.append("policy", period.today(ledger.zone), note=note, title=title, body=text, digest=digest)


def _starter(lang: str) -> tuple[str, str]:
    from salescli.policy import starter

    return starter.title(lang), starter.text()
