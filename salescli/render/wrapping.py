"""A text in lines of a terminal's width: broken between words, and between Chinese characters, which have no spaces.

Signs that close stay with what is before them and signs that open with what follows. A word that is wider than a line is
broken wherever it must be: nothing is ever cut.
"""

from collections.abc import Iterator

CLOSING = "，。、；：？！）》」』】〉…—·％%),.;:?!”’"
OPENING = "（《「『【〈“‘(¥￥"


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes: a Chinese character takes two."""
    from rich.cells import cell_len

    return cell_len(text)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most this width (of a single character's at least); one line, maybe empty, at least."""
    if width_of(text) <= width:
        return [text]
    lines, line = [], ""
    for unit in _units(text):
        if width_of(line + unit.rstrip()) <= width:
            line += unit
            continue
        if line.strip():
            lines.append(line.rstrip())
        *whole, line = _folded(unit, width)
        lines += whole
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _units(text: str) -> Iterator[str]:
    """The pieces between which a line may end; the spaces behind a piece belong to it."""
    unit = ""
    for character in text:
        if unit and _may_part(unit, character):
            yield unit
            unit = ""
        unit += character
    if unit:
        yield unit


def _may_part(unit: str, following: str) -> bool:
    last = unit[-1]
    if following.isspace() or following in CLOSING or last in OPENING or not width_of(following):
        return False
    return last.isspace() or width_of(following) == 2 or width_of(last) == 2


def _folded(unit: str, width: int) -> list[str]:
    """A piece that may be wider than a line, broken into lines; the last one may be continued."""
    lines = [""]
    for character in unit:
        if lines[-1] and width_of(lines[-1] + character) > width and not character.isspace():
            lines[-1:] = [lines[-1].rstrip(), ""]
        lines[-1] += character
    return lines
