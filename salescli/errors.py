"""The one family of errors: each says a full sentence to a person and carries its exit code; nothing else belongs here."""


class SalescliError(Exception):
    """A sentence for stderr: names the thing, what was given and what would be right."""

    exit_code = 1


class WrongUse(SalescliError):
    """What was typed or read cannot be understood (a date, an amount, an option, a policy file)."""

    exit_code = 2


class NotFound(SalescliError):
    """A name that means nothing here, or more than one thing."""

    exit_code = 3


class Refused(SalescliError):
    """Understood, and a rule forbids it; nothing was written."""

    exit_code = 4


class LedgerUnusable(SalescliError):
    """The ledger file is missing, locked, too new, no ledger at all, or cannot be written."""

    exit_code = 5


class NothingInForce(SalescliError):
    """No policy or no target for that day where one is indispensable."""

    exit_code = 6
