"""Ids: origin << 32 | sequence, and how people see and type them; nothing here reads a ledger."""

DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


def span(origin: int) -> tuple[int, int]:
    """The half-open range of the ids that an origin can give; the first one itself is never given."""
    return origin << 32, (origin + 1) << 32


def show(id: int, home: int) -> str:
    """`1042` for a fact of the home origin, `0k7f2q9-1042` for another's (seven digits of base 32)."""
    origin, sequence = id >> 32, id & 0xFFFFFFFF
    return str(sequence) if origin == home else f"{origin_text(origin)}-{sequence}"


def origin_text(origin: int) -> str:
    """An origin as seven characters without i, l, o, u."""
    return "".join(DIGITS[origin >> shift & 31] for shift in range(30, -1, -5))


def parse(text: str, home: int) -> int | None:
    """The id behind what a person typed, or None where it cannot be one."""
    prefix, _dash, number = text.strip().lstrip("#").lower().rpartition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 10) or any(c not in DIGITS for c in prefix):
        return None
    if prefix and len(prefix) != 7:
        return None
    origin = 0
    for character in prefix:
        origin = origin << 5 | DIGITS.index(character)
    return (origin if prefix else home) << 32 | int(number)
