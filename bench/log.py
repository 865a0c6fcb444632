"""How long `salescli log` takes, beside a bare one-command Typer app, in one run: median of the pairs' ratios.

Usage: python bench/log.py [PAIRS]. The target is 1.5; a shared machine is noisy, so look at the ratio, not at the seconds.
Both run as `python FILE` from compiled modules, the way an installed command starts.
"""

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
YARDSTICK = [sys.executable, str(HERE / "bare.py"), "华北机械", "asked for a quote", "--by", "phone"]
SALESCLI = [sys.executable, "-c", "from salescli.main import run; run()"]
LOG = [*SALESCLI, "log", "华北", "asked for a quote", "--by", "phone"]


def seconds(command: list[str], env: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def main() -> None:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    compileall.compile_dir(HERE.parent / "salescli", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        for lang in ("en_US.UTF-8", "zh_CN.UTF-8"):
            ledger = str(Path(folder) / f"{lang}.db")
            env = os.environ | {"SALESCLI_LEDGER": ledger, "SALESCLI_ACTOR": "zw", "LANG": lang, "LC_ALL": lang}
            for words in (["rep", "add", "zw", "张伟", "--post", "rep"], ["customer", "add", "华北机械"]):
                subprocess.run(
                    [*SALESCLI, *words], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True
                )
            measured = [(seconds(LOG, env), seconds(YARDSTICK, env)) for _ in range(pairs)]
            ours, bare = (statistics.median(column) * 1000 for column in zip(*measured, strict=True))
            ratio = statistics.median(a / b for a, b in measured)
            print(
                f"{lang}: log {ours:.0f} ms, bare Typer app {bare:.0f} ms, ratio {ratio:.2f} (median of {pairs} pairs)"
            )


main()
