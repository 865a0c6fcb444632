"""The example team's policy in its two versions, as facts."""

from datetime import date
from functools import cache

from salescli.policy.versions import digest_of
from salescli.record.example.book import Book, clock
from salescli.record.example.world import text

SECOND_FROM = date(2024, 7, 1)
_CHANGES = (
    (
        "# The rules of the example team, as they count from 2023 on.",
        "# The rules of the example team from July 2024 on.",
    ),
    ("from = 2023-01-01", "from = 2024-07-01"),
    ('zh = "示例团队销售考核与薪酬制度"', 'zh = "示例团队销售考核与薪酬制度（2024年7月修订）"'),
    ('{ from = "0", rate = "0.015" }', '{ from = "0", rate = "0.012" }'),
    ('{ from = "200000", rate = "0.025" }', '{ from = "150000", rate = "0.025" }'),
    ('{ from = "500000", rate = "0.035" }', '{ from = "400000", rate = "0.04" }'),
    ('most = "500.00"', 'most = "800.00"'),
)


def first_version() -> str:
    """The policy as it was written for 2023."""
    return text("policy.toml")


@cache
def second_version() -> str:
    """The policy as it was changed for July 2024: steeper commission, a wider limit on entertainment."""
    body = first_version()
    for before, after in _CHANGES:
        if body.count(before) != 1:
            raise ValueError(f"policy.toml should say {before!r} once")
        body = body.replace(before, after)
    return body


def record(book: Book) -> None:
    """Load both versions, each some days before it counts."""
    for day, starts_on, title, body in (
        (date(2023, 9, 1), date(2023, 1, 1), "示例团队销售考核与薪酬制度", first_version()),
        (date(2024, 6, 20), SECOND_FROM, "示例团队销售考核与薪酬制度（2024年7月修订）", second_version()),
    ):
        book.add(
            "policy", day, clock(day, 9), "lzy", starts_on=starts_on, title=title, body=body, digest=digest_of(body)
        )
