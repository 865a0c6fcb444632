#!/bin/sh
# One mail for each rep with something due: what is to be done, what is late, what money is outstanding. Nothing due, no mail.
#
#   sh remind-each.sh [REPS]
#
# REPS  a file of lines code<TAB>mail address; lines that start with # are skipped (default: reps.tsv beside this script)
#
# What goes wrong with one rep keeps no other from theirs; the exit code is then not 0, and what is wrong is said once.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/mail.sh"
need_mailer
reps=${1:-$here/reps.tsv}
[ -r "$reps" ] || {
    complain "there is no file $reps with lines code<TAB>mail address"
    exit 1
}
tab=$(printf '\t')
mark=$(printf '\357\273\277') cr=$(printf '\r') # what editors of other systems leave behind

# The codes there are: `--rep` takes a part of a name too, and a mistyped code must not send one rep's list to another.
"$salescli" rep list --format csv >"$place/list" || exit
sed 1d "$place/list" | cut -d , -f 1 >"$place/codes"

remind() {
    if ! grep -Fqx -e "$1" "$place/codes"; then
        complain "there is no rep with the code $(shown "$1")"
        return 1
    fi
    if ! is_address "$2"; then
        complain "the mail address of $1 is none: $(shown "$2")"
        return 1
    fi
    mail_reminders "$2" --rep="$1"
}

failed=0
while IFS=$tab read -r code address _rest <&3 || [ -n "$code" ]; do
    code=${code#"$mark"} code=${code%"$cr"} address=${address%"$cr"}
    case $code in
    '' | '#'*) ;;
    *) remind "$code" "$address" 2>>"$place/wrong" || failed=1 ;;
    esac
done 3<"$reps"

[ ! -s "$place/wrong" ] || awk '!said[$0]++' "$place/wrong" >&2
exit "$failed"
