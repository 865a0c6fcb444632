"""The rules of the house, read from the imports: which room may see which, and what stands in one room alone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "salescli"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))

# What each room may import of salescli, beside itself. What is not listed here is forbidden.
GROUND = {"terms", "measure", "errors", "money", "period", "phones", "spelling", "unfinished"}
MAY_SEE = {
    "terms": set(),
    "measure": set(),
    "errors": set(),
    "money": {"errors"},
    "period": {"terms", "errors", "money"},
    "phones": {"errors"},
    "spelling": set(),
    "unfinished": set(),
    "calendar": GROUND,
    "facts": GROUND,
    "policy": GROUND | {"calendar"},
    "ledger": GROUND | {"facts", "policy"},
    "asked": GROUND | {"ledger"},
    "exchange": GROUND | {"facts", "policy"},
    "rules": GROUND | {"calendar", "facts", "policy"},
    "reports": GROUND | {"calendar", "facts", "policy", "rules", "ledger", "asked"},
    "render": GROUND | {"reports"},
    "record": GROUND | {"calendar", "facts", "policy", "ledger", "asked", "exchange", "reports"},
    "locale": set(),
    "spoken": {"render"},
    "given": {"errors", "money"},
    "main": GROUND | {"asked", "record", "reports", "render", "spoken", "given"},
    "__main__": {"main"},
    "__init__": set(),
}
ONLY_IN = {
    "sqlite3": ("ledger",),
    "sqlite_utils": ("ledger",),
    "typer": ("main", "record", "reports/registration", "locale"),
    "rich": ("render", "record/importing"),
    "tabulate": ("render",),
    "xlsxwriter": ("render",),
    "openpyxl": ("exchange",),
    "pyarrow": ("exchange/parquet",),
    "tomllib": ("policy", "exchange", "record"),
    "pydantic": ("policy", "exchange"),
    "babel": ("locale",),
}


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


def room(path: Path) -> str:
    return place(path).split("/")[0]


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "salescli":
                yield from (f"salescli.{name.name}" for name in node.names)


def rooms_seen(path: Path) -> set[str]:
    parts = (module.split(".") for module in imports(path))
    return {part[1] for part in parts if part[0] == "salescli" and len(part) > 1} - {room(path)}


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_room_sees_only_what_it_may(path: Path) -> None:
    assert rooms_seen(path) <= MAY_SEE[room(path)]


@pytest.mark.parametrize("path", [path for path in MODULES if room(path) == "render"], ids=place)
def test_render_knows_no_report_by_name(path: Path) -> None:
    seen = {module for module in imports(path) if module.startswith("salescli.reports")}
    assert seen <= {"salescli.reports", "salescli.reports.report"}


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_package_stands_in_its_own_rooms_alone(path: Path) -> None:
    for module in imports(path):
        homes = ONLY_IN.get(module.split(".")[0])
        if homes:
            assert any(place(path) == home or place(path).startswith(f"{home}/") for home in homes), module


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_module_says_in_a_sentence_what_belongs_there(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert said and len(said.split()) >= 5


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_the_day_is_read_and_figures_are_rounded_in_one_place(path: Path) -> None:
    """`date.today()` and a bare `datetime.now()` only in period; round() and quantize() only in money."""
    called = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    names = {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in called}
    texts = {ast.unparse(func) for func in called}
    assert room(path) == "period" or not texts & {"date.today", "datetime.now", "datetime.today", "time.time"}
    assert room(path) == "money" or not names & {"round", "quantize"}


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_statements_stand_on_the_shelf(path: Path) -> None:
    """No SQL in Python outside the ledger."""
    if room(path) == "ledger":
        return
    texts = (
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    assert not [text for text in texts if re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|WITH)\s", text)]


def test_no_circle() -> None:
    """Rooms import one another in one direction: the table above, too, has no circle."""
    left = {name: set(seen) & set(MAY_SEE) for name, seen in MAY_SEE.items()}
    while left:
        free = [name for name, seen in left.items() if not seen & set(left)]
        assert free, f"a circle among {sorted(left)}"
        for name in free:
            del left[name]


def test_no_room_for_odds_and_ends() -> None:
    """No utils, helpers, manager, service, common."""
    assert not {path.stem for path in MODULES} & {
        "utils",
        "util",
        "helpers",
        "helper",
        "manager",
        "service",
        "common",
        "misc",
    }


def test_the_glossary_is_kept() -> None:
    """Names of tables, queries and modules use none of the words that the glossary excludes."""
    excluded = {
        "deal",
        "account",
        "client",
        "agent",
        "activity",
        "touch",
        "pipeline",
        "quota",
        "salary",
        "fine",
        "payment_plan",
    }
    tables = re.findall(r"CREATE TABLE (\w+)", (ROOT / "schema.sql").read_text(encoding="utf-8"))
    names = {*tables, *(path.stem for path in PACKAGE.rglob("*.sql")), *(path.stem for path in MODULES)}
    assert not {name for name in names if set(name.split("_")) & excluded}
