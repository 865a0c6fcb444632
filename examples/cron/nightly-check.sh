#!/bin/sh
# Asks whether anything is due and, where it is, hands the list to a command: a chat's robot, a printer, a file.
#
#   sh nightly-check.sh [COMMAND [WORD …]]
#
# COMMAND  gets the list as markdown on its standard input (default: cat, and cron mails what is printed)
#
# `salescli remind --check` exits with 10 when something is due and with 0 when nothing is; anything else is an error.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/mail.sh"
[ $# -gt 0 ] || set -- cat
code=0
"$salescli" remind --all --check --format markdown >"$place/list" || code=$?
case $code in
0) ;;
10) "$@" <"$place/list" ;;
*) exit "$code" ;;
esac
