"""How long a quarter's appraisal and pay of 1,000 reps take on a large ledger, beside the same on one without its earlier years.

Usage: python bench/appraise.py FOLDER [RUNS] [COMMAND …]. It makes the two ledgers in the folder where they are not there (some
minutes): 1,000 reps, 50,000 customers, a million follow-ups in four years; and the same with the last year's alone, as much in a
year. The quarter before is closed in both, as it is in a company that pays by it; `OPEN=1` leaves it open, so that what a
standard over two periods looks back on is reckoned too. The ratio of the two is to be near 1: what was done in past years
costs nothing. A bare Typer app is the yardstick: a shared machine is noisy, so look at the ratios and at the processor's
seconds, not at the wall's.
"""

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
SALESCLI = [sys.executable, "-c", "from salescli.main import run; run()"]
COMMANDS = ("appraise", "pay")
BARE = [sys.executable, str(HERE / "bare.py"), "华北机械", "asked for a quote", "--by", "phone"]
LEDGERS = {"four years": ("1000000", "4"), "one year": ("250000", "1")}
OPEN = os.environ.get("OPEN") == "1"
Taken = tuple[float, float]
"""Seconds on the wall, and of the processor."""


def seconds(command: list[str], env: dict[str, str]) -> Taken:
    began, before = time.perf_counter(), _processor()
    subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began, _processor() - before


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def made(folder: Path, name: str) -> Path:
    follow_ups, years = LEDGERS[name]
    path = folder / f"{name.replace(' ', '-')}-1000{'-open' if OPEN else ''}.db"
    if not path.exists():
        words = [str(HERE / "ledger.py"), str(path), "--reps", "1000", "--follow-ups", follow_ups, "--years", years]
        subprocess.run([sys.executable, *words], check=True)
        if not OPEN:
            close = [*SALESCLI, "--ledger", str(path), "--as", "bench", "close", "2024Q3"]
            subprocess.run(close, env=os.environ | {"SALESCLI_TODAY": "2024-12-31"}, check=True)
    return path


def said(taken: list[Taken]) -> str:
    wall, processor = (statistics.median(column) for column in zip(*taken, strict=True))
    return f"{wall:.2f} s, of the processor {processor:.2f} s (median of {len(taken)}, best {min(taken)[0]:.2f} s)"


def main() -> None:
    folder, runs = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5
    folder.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "SALESCLI_TODAY": "2024-12-31", "LC_ALL": "en_US.UTF-8"}
    envs = {name: {**env, "SALESCLI_LEDGER": str(made(folder, name))} for name in LEDGERS}
    for command in sys.argv[3:] or COMMANDS:
        taken: dict[str, list[Taken]] = {name: [] for name in (*LEDGERS, "bare Typer app")}
        for _run in range(runs):  # in turn, so that a busy moment hits all alike
            for name, surroundings in envs.items():
                taken[name].append(seconds([*SALESCLI, command, "--period", "2024Q4"], surroundings))
            taken["bare Typer app"].append(seconds(BARE, env))
        for name, each in taken.items():
            print(f"{command}, {name}: {said(each)}")
        large, small = (statistics.median(each[1] for each in taken[name]) for name in LEDGERS)
        print(f"{command}, four years to one: {large / small:.2f}")


main()
