"""What a thing of the policy is called, in the two languages; no other text belongs here."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Title:
    """A title as the policy writes it; at least one language is there (policy.md, `title`)."""

    en: str | None
    zh: str | None

    def text(self, lang: str) -> str:
        """The title in `lang` ("en", "zh", "zh_CN"), else in the other language."""
        first, second = (self.zh, self.en) if lang.startswith("zh") else (self.en, self.zh)
        return first or second or ""


def plain_title(text: str) -> Title:
    """The same words in both languages."""
    return Title(text, text)


def written_title(written: str | Mapping[str, str]) -> Title:
    """A title of a policy's text that was validated when it was loaded."""
    return plain_title(written) if isinstance(written, str) else Title(written.get("en"), written.get("zh"))


@lru_cache(maxsize=64)
def title_of(text: str, lang: str) -> str | None:
    """What a policy's text calls itself, without reading the rest of it; None: it is no policy any more."""
    try:
        return written_title(tomllib.loads(text.removeprefix("\ufeff"))["policy"]["title"]).text(lang)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None  # another program changed it, as `salescli verify` says
