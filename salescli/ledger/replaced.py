"""What was recorded anew: a fact that was taken back and, in the same act, appended as it should have been; which was which."""

from salescli.facts.recorded import Replacement
from salescli.ledger.store import Ledger


def replaced(ledger: Ledger, id: int) -> int | None:
    """The fact that this one says anew, which was voided just before it in the same act; None: it says none anew."""
    return next((one.old_id for one in _around(ledger, id) if one.new_id == id), None)


def standing(ledger: Ledger, id: int) -> int | None:
    """The fact itself while it counts, else the last that says it anew; None: it is void, and nothing stands in its place."""
    seen = {id}
    while ledger.stored(id).voided:
        anew = [one.new_id for one in _around(ledger, id) if one.old_id == id]
        if not anew or anew[-1] in seen:
            return None
        id = anew[-1]
        seen.add(id)
    return id


def imported(ledger: Ledger, source_key: str) -> int | None:
    """What stands of the facts that imports brought in under a key, in any copy; None: all of them are void."""
    found = (standing(ledger, id) for id in ledger.facts_of_source_key(source_key))
    return next((one for one in found if one is not None), None)


def _around(ledger: Ledger, id: int) -> list[Replacement]:
    return ledger.read("replacements", Replacement, id=id)
