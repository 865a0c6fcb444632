"""How long `salescli remind --all` takes on a large ledger, beside the same on one without its earlier years, in one run.

Usage: python bench/remind.py FOLDER [RUNS]. It makes the two ledgers in the folder where they are not there (some minutes):
200 reps, 50,000 customers, a million follow-ups in four years; and the same with the last year's alone. The target is
1.5 s on two cores, and a ratio near 1: what was done in past years costs nothing. A bare Typer app is the yardstick.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
REMIND = [sys.executable, "-c", "from salescli.main import run; run()", "remind", "--all"]
BARE = [sys.executable, str(HERE / "bare.py"), "华北机械", "asked for a quote", "--by", "phone"]
LEDGERS = {"four years": ("1000000", "4"), "one year": ("250000", "1")}


def seconds(command: list[str], env: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def made(folder: Path, name: str) -> Path:
    follow_ups, years = LEDGERS[name]
    path = folder / f"{name.replace(' ', '-')}.db"
    if not path.exists():
        words = [str(HERE / "ledger.py"), str(path), "--follow-ups", follow_ups, "--years", years]
        subprocess.run([sys.executable, *words], check=True)
    return path


def main() -> None:
    folder, runs = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 7
    folder.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "SALESCLI_TODAY": "2024-12-31", "LC_ALL": "en_US.UTF-8"}
    envs = {name: {**env, "SALESCLI_LEDGER": str(made(folder, name))} for name in LEDGERS}
    taken: dict[str, list[float]] = {name: [] for name in (*LEDGERS, "bare")}
    for _run in range(runs):  # in turn, so that a busy moment hits all alike
        for name, surroundings in envs.items():
            taken[name].append(seconds(REMIND, surroundings))
        taken["bare"].append(seconds(BARE, env))
    medians = {name: statistics.median(times) for name, times in taken.items()}
    for name, median in medians.items():
        print(f"{name}: {median:.2f} s (median of {runs}, best {min(taken[name]):.2f} s)")
    print(f"four years to one: {medians['four years'] / medians['one year']:.2f}")


main()
