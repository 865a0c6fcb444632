#!/bin/sh
# A tour of the example team: makes its ledger beside this checkout, then shows reminders, funnel and appraisal.
set -eu
dir=${1:-demo-ledger}
rm -rf "$dir"
salescli demo "$dir"
SALESCLI_LEDGER=$dir/ledger.db SALESCLI_TODAY=2024-12-31
export SALESCLI_LEDGER SALESCLI_TODAY

tell() {
    printf '\n$ %s\n' "$*"
    "$@"
}
tell salescli remind --team north
tell salescli funnel
tell salescli appraise --period 2024Q4
printf '\nGo on with:\n  export SALESCLI_LEDGER=%s SALESCLI_TODAY=2024-12-31\n  .venv/bin/salescli --help\n' "$SALESCLI_LEDGER"
