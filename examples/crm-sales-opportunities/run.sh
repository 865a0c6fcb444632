#!/bin/sh
# The whole job on a CRM's export: a ledger, the import, targets, and what they show of 2017. Stops at the first error.
#
#   sh run.sh [DATA [LEDGER]]
#
# DATA    the folder with sales_pipeline.csv, sales_teams.csv, accounts.csv and products.csv
#         (default: ../shared/data/crm-sales-opportunities, seen from the project)
# LEDGER  where the new ledger is to be (default: a temporary place, removed at the end)
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
project=$(CDPATH='' cd -- "$here/../.." && pwd)
data=${1:-$project/../shared/data/crm-sales-opportunities}
ledger=${2:-}

PATH=$PATH:$project/.venv/bin
command -v salescli >/dev/null || { echo "run.sh: salescli is not installed; \`make install\` does it" >&2; exit 1; }
[ -f "$data/sales_pipeline.csv" ] || { echo "run.sh: there is no sales_pipeline.csv in $data" >&2; exit 1; }

if [ -z "$ledger" ]; then
    place=$(mktemp -d)
    trap 'rm -rf "$place"' EXIT
    trap 'exit 1' HUP INT TERM
    ledger=$place/ledger.db
fi
SALESCLI_LEDGER=$ledger
SALESCLI_ACTOR=crm-import
export SALESCLI_LEDGER SALESCLI_ACTOR
rejects=${ledger%.db}-rejects.csv
last=2017-12-31

say() { printf '\n── %s\n\n' "$*"; }

say "A new ledger with the company's rules"
salescli init --currency USD --timezone America/New_York --with-policy "$here/policy.toml"

say "What would come of the import"
salescli import "$data" --profile "$here/profile.toml" --rejects "$rejects" --dry-run

say "The import"
salescli import "$data" --profile "$here/profile.toml" --rejects "$rejects"

say "The import again: nothing is new"
salescli import "$data" --profile "$here/profile.toml" --rejects "$rejects"

say "The targets of 2017"
salescli target import "$here/targets.csv" --on 2017-01-01

say "Where the open opportunities stand"
salescli funnel --on "$last"

for period in 2017Q1 2017Q2 2017Q3 2017Q4; do
    say "$period: won and lost, target and actual, commission"
    salescli funnel --period "$period" --on "$last"
    echo
    salescli targets --period "$period" --on "$last"
    echo
    salescli commission --period "$period" --on "$last"
done

say "The appraisal of the last quarter"
salescli appraise --period 2017Q4 --on "$last"
