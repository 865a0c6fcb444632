"""What names have in common however they are spelt; whose they are is not known here."""

import re
import unicodedata

LATIN_FORMS = frozenset(
    ["ag", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "limited", "llc", "ltd", "plc"]
)
CHINESE_FORMS = re.compile("(集团)?(股份)?(有限)?(责任)?公司$|集团$")


def folded(text: str) -> str:
    """The text without capitals, width and the spaces around it."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def core(name: str) -> str:
    """What tells one company's name from another's: without width, capitals, spaces, signs and the company's form.

    Of 华北机械有限公司 and （华北机械） the same; "" of a name that is signs alone.
    """
    words = re.findall(r"\w+", folded(name))
    while len(words) > 1 and words[-1] in LATIN_FORMS:
        words.pop()
    joined = "".join(words)
    return CHINESE_FORMS.sub("", joined) or joined
