"""The starter policy that a new ledger gets, as shipped with the package; reading it is parse's business."""

import tomllib
from importlib.resources import files


def starter_text() -> str:
    """The text of starter.toml; it names no first day, so it counts from ever."""
    return (files("salescli.policy") / "starter.toml").read_text(encoding="utf-8")


def title(lang: str) -> str:
    """The starter policy's title in a language, en or zh, as a version of it is listed."""
    return str(tomllib.loads(starter_text())["policy"]["title"][lang])


text = starter_text  # beside title(), for callers that say starter.text()
