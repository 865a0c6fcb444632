"""What a thing of the policy is called, in the two languages; no other text belongs here."""

from dataclasses import dataclass


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
