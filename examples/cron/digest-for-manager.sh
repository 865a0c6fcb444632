#!/bin/sh
# One mail with everything that is due in a team, the most urgent first, and whose each is. Nothing due, no mail.
#
#   sh digest-for-manager.sh ADDRESS [TEAM]
#
# TEAM  a team's code; its list has that of the teams below it too (default: everybody's)
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/mail.sh"
need_mailer
is_address "${1:-}" || {
    complain "the first word is the manager's mail address, not $(shown "${1:-nothing}")"
    exit 2
}
if [ $# -gt 1 ]; then
    mail_reminders "$1" --team="$2"
else
    mail_reminders "$1" --all
fi
