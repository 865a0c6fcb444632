# What the scripts beside this one share, to be sourced with $here set: where salescli and the mailer are, and what a mail of
# theirs looks like. Needs a POSIX shell, awk, base64 and mktemp; speaks to sendmail, or to mail where there is no sendmail.

PATH=$PATH:${HOME:-}/.local/bin:$here/../../.venv/bin:/usr/local/bin:/usr/sbin:/usr/lib # cron's own is short
export PATH
salescli=${SALESCLI:-salescli}
mailer=${MAILER:-}

complain() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

# A text as it may be repeated in a message: short, and nothing in it acts on a terminal.
shown() { printf '%s' "$1" | tr -d '[:cntrl:]' | cut -c 1-60; }

command -v "$salescli" >/dev/null || {
    complain "salescli is not installed; name it with SALESCLI"
    exit 1
}

need_mailer() {
    for one in ${mailer:+"$mailer"} sendmail mail mailx; do
        if command -v "$one" >/dev/null; then
            mailer=$one
            return
        fi
        [ -z "$mailer" ] || break # the one that was named, and no other
    done
    complain "there is no mailer ${mailer:-sendmail}; name one with MAILER"
    exit 1
}

# One mail address, or a user of this machine; nothing that a mailer could take for an option or for two addresses.
is_address() {
    case $1 in
    '' | -* | *@*@* | @* | *@ | *[!A-Za-z0-9.@_%+-]*) return 1 ;;
    esac
}

# A header's text in encoded words (RFC 2047), each on a line behind a space; a character of UTF-8 is never torn apart.
encoded() {
    printf '%s' "$1" | LC_ALL=C awk '
        { text = text (NR > 1 ? " " : "") $0 }
        END {
            for (i = 1; i <= length(text); i++) {
                byte = substr(text, i, 1)
                if (size >= 40 && byte !~ /[\200-\277]/) { printf "\n"; size = 0 }
                printf "%s", byte
                size++
            }
            printf "\n"
        }' | while IFS= read -r part; do
        printf ' =?UTF-8?B?%s?=\n' "$(printf '%s' "$part" | base64 | tr -d '\n')"
    done
}

# One way of reading the mail: its type, and the file it is in. No line of base64 has a _ in it, as the boundary has.
part() {
    printf '%s\n' '--=_salescli' "Content-Type: $1; charset=UTF-8" 'Content-Transfer-Encoding: base64' ''
    base64 <"$2" | tr -d '\n' | fold -w 76
    printf '\n\n'
}

# The whole mail: address, subject, the file with the text and the one with the page.
message() {
    [ -z "${MAIL_FROM:-}" ] || printf 'From: %s\n' "$MAIL_FROM"
    printf 'To: %s\nSubject:%s\n' "$1" "$(encoded "$2")"
    printf '%s\n' 'MIME-Version: 1.0' 'Auto-Submitted: auto-generated' \
        'Content-Type: multipart/alternative; boundary="=_salescli"' ''
    part text/plain "$3"
    part text/html "$4"
    printf '%s\n' '--=_salescli--'
}

# Hand a mail to the mailer, as message takes it. `mail` knows no headers: it gets the text alone.
send() {
    case ${mailer##*/} in
    mail | mailx) LC_ALL=C.UTF-8 "$mailer" -s "$(encoded "$2" | tr -d '\n' | cut -c 2-)" "$1" <"$3" ;;
    *) message "$@" | "$mailer" -oi -t ;;
    esac
}

# Mail a list of reminders where there is something on it: to whom, and whose list, as `salescli remind` takes it.
mail_reminders() {
    to=$1
    shift
    code=0
    "$salescli" remind "$@" --check --format plain >"$place/text" </dev/null || code=$?
    case $code in
    0) return 0 ;; # nothing is due
    10) ;;
    *) return "$code" ;; # and salescli has said why
    esac
    "$salescli" remind "$@" --format html >"$place/page" </dev/null || return
    subject=$(head -n 1 "$place/text")
    send "$to" "${subject% · [A-Z][A-Z][A-Z]}" "$place/text" "$place/page" || {
        complain "the mail to $to was not taken by $mailer"
        return 1
    }
}

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
trap 'exit 1' HUP INT TERM
