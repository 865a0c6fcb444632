#!/bin/sh
# A Salesforce export with its stage history: a ledger, the import, and what it shows. Stops at the first error.
#
#   sh run.sh [DATA [LEDGER]]
#
# DATA    the folder with account.csv, lead.csv, opportunity.csv, OpportunityHistory.csv, case.csv, CaseHistory2.csv,
#         Product2.csv, PricebookEntry.csv and UserRole.csv (default: ../shared/data/salesforce-export, seen from the project)
# LEDGER  where the new ledger is to be (default: a temporary place, removed at the end)
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
project=$(CDPATH='' cd -- "$here/../.." && pwd)
data=${1:-$project/../shared/data/salesforce-export}
ledger=${2:-}

PATH=$PATH:$project/.venv/bin
command -v salescli >/dev/null || { echo "run.sh: salescli is not installed; \`make install\` does it" >&2; exit 1; }
[ -f "$data/OpportunityHistory.csv" ] || { echo "run.sh: there is no OpportunityHistory.csv in $data" >&2; exit 1; }

if [ -z "$ledger" ]; then
    place=$(mktemp -d)
    trap 'rm -rf "$place"' EXIT
    trap 'exit 1' HUP INT TERM
    ledger=$place/ledger.db
fi
SALESCLI_LEDGER=$ledger
SALESCLI_ACTOR=salesforce-import
export SALESCLI_LEDGER SALESCLI_ACTOR
rejects=${ledger%.db}-rejects.csv
last=2023-10-28                       # the day on which all records of the export were made
slipped=006Hp000015Yh8AIAS            # United Oil Plant Standby Generators, the largest one that is open

say() { printf '\n── %s\n\n' "$*"; }

say "A new ledger with Salesforce's stages"
salescli init --currency USD --timezone America/New_York --with-policy "$here/policy.toml"

say "What would come of the import"
salescli import "$data" --profile "$here/profile.toml" --rejects "$rejects" --dry-run

say "The import"
salescli import "$data" --profile "$here/profile.toml" --rejects "$rejects"

say "The import again: nothing is new"
salescli import "$data" --profile "$here/profile.toml" --rejects "$rejects"

say "Where the open opportunities stand"
salescli funnel --on "$last"

say "How far they came in 2023"
salescli funnel --period 2023 --on "$last"

say "One whose close date slipped, change by change"
salescli history "$slipped" --on "$last"

say "What was signed in the third quarter"
salescli explain contract_amount owner-1 --period 2023Q3 --on "$last"

say "Complaints that are open"
salescli feedback list --open --on "$last"

say "What is to be done three weeks later"
salescli remind --all --on 2023-11-18
