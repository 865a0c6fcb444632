"""Ids: origin << 32 | sequence, and how people see and type them; nothing here reads a ledger."""

DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
MOST_ORIGIN, MOST_SEQUENCE = (1 << 31) - 1, (1 << 32) - 1


def span(origin: int) -> tuple[int, int]:
    """The half-open range of the ids that an origin can give; the first one itself is never given."""
    return origin << 32, (origin + 1) << 32


def show(id: int, home: int) -> str:
    """`1042` for a fact of the home origin, `0k7f2q9-1042` for another's (seven digits of base 32)."""
    origin, sequence = id >> 32, id & MOST_SEQUENCE
    return str(sequence) if origin == home else f"{origin_text(origin)}-{sequence}"


def origin_text(origin: int) -> str:
    """An origin as seven characters without i, l, o, u."""
    return "".join(DIGITS[origin >> shift & 31] for shift in range(30, -1, -5))


def parse(text: str, home: int) -> int | None:
    """The id behind what a person typed (`1042`, `#1042`, `0k7f2q9-1042`), or None where it cannot be one."""
    prefix, dash, number = text.strip().removeprefix("#").lower().rpartition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 10):
        return None
    origin = _origin(prefix) if dash else home
    sequence = int(number)
    if 1 <= origin <= MOST_ORIGIN and 1 <= sequence <= MOST_SEQUENCE:
        return origin << 32 | sequence
    return None


def _origin(text: str) -> int:
    """The origin that origin_text writes so; 0, which is none, for any other text."""
    if len(text) != 7 or any(character not in DIGITS for character in text):
        return 0
    origin = 0
    for character in text:
        origin = origin << 5 | DIGITS.index(character)
    return origin
