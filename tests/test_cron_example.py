"""examples/cron as a machine runs it: real processes, nothing in the environment but HOME and a short PATH, and a mailer
that keeps what it gets.
"""

import base64
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path

import pytest

from salescli.record import example

ROOT = Path(__file__).parents[1]
CRON = ROOT / "examples" / "cron"
SCRIPTS = ["remind-each.sh", "digest-for-manager.sh", "nightly-check.sh"]
SALESCLI = Path(sys.executable).parent / "salescli"
TODAY = "2024-12-31"
MAILER = """#!/bin/sh
kept=$(mktemp {folder}/mail.XXXXXX)
printf '%s\\n' "$@" >"$kept.words"
cat >"$kept"
! grep -q "^To: {refused}" "$kept"
"""

pytestmark = pytest.mark.skipif(not SALESCLI.exists(), reason="salescli is not installed beside this Python")


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of the example team; much is due on the last day of the year."""
    path = tmp_path_factory.mktemp("example") / "ledger.db"
    example.build(path)
    return path


@pytest.fixture
def idle(ledger: Path, run: Callable[..., object]) -> Path:
    """A ledger with a rep in it and nothing to do."""
    run("rep", "add", "zw", "张伟", "--post", "rep", "--hired", "2024-01-08")
    return ledger


@dataclass
class Machine:
    """A home with a ledger and a mailer, in folders whose names have a space and a quote."""

    home: Path
    ledger: Path

    @property
    def mailer(self) -> Path:
        return self.home / "fake mailer"

    @property
    def elsewhere(self) -> Path:
        """Where cron happens to be; nothing belongs there."""
        return self.home.parent / "elsewhere"

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "HOME": str(self.home),
            "PATH": "/usr/bin:/bin",
            "SALESCLI": str(SALESCLI),
            "SALESCLI_LEDGER": str(self.ledger),
            "SALESCLI_TODAY": TODAY,
            "MAILER": str(self.mailer),
        } | more

    def put_mailer(self, path: Path, refused: str = "nobody@") -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        (self.home / "mails").mkdir(exist_ok=True)
        path.write_text(MAILER.format(folder=shlex.quote(str(self.home / "mails")), refused=refused))
        path.chmod(0o755)
        return path

    def run(self, script: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A script as cron runs it."""
        line = ["sh", str(CRON / script), *words]
        return self.shell(line, self.environment(**more))

    def shell(self, line: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            line,
            env=environment,
            cwd=self.elsewhere,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def reps(self, *lines: str) -> str:
        path = self.home / "reps.tsv"
        path.write_bytes("".join(lines).encode())
        return str(path)

    def asked(self, *words: str, **more: str) -> str:
        """What salescli itself says."""
        return self.shell([str(SALESCLI), *words], self.environment(**more)).stdout

    def mails(self) -> dict[str, EmailMessage]:
        """What the mailer got, by address."""
        files = [path for path in (self.home / "mails").iterdir() if path.suffix != ".words"]
        found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
        assert len({mail["To"] for mail in found}) == len(found), "two mails to one address"
        return {mail["To"]: mail for mail in found}  # type: ignore[misc]


@pytest.fixture
def machine(tmp_path: Path, team: Path) -> Iterator[Machine]:
    home = tmp_path / "a 'home' $(touch x)"
    home.mkdir()
    made = Machine(home, team)
    made.elsewhere.mkdir()
    made.put_mailer(made.mailer)
    yield made
    assert not list(made.elsewhere.iterdir())


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None and found.get_content_charset() == "utf-8"
    return str(found.get_content())


def test_each_gets_their_own(machine: Machine) -> None:
    """One mail a rep, as text and as a page, exactly what salescli shows of that rep; nothing is printed."""
    done = machine.run(
        "remind-each.sh",
        machine.reps("zw\tzw@example.com\n", "ln\tli.na+sales@example.com\n"),
        MAIL_FROM="s@example.com",
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    mails = machine.mails()
    assert set(mails) == {"zw@example.com", "li.na+sales@example.com"}
    for rep, name, to in (("zw", "张伟", "zw@example.com"), ("ln", "李娜", "li.na+sales@example.com")):
        mail = mails[to]
        assert (mail["Subject"], mail["From"]) == (f"Reminders of {name} · {TODAY}", "s@example.com")
        assert mail["MIME-Version"] == "1.0" and mail.get_content_type() == "multipart/alternative"
        assert part(mail, "plain") == machine.asked("remind", "--rep", rep, "--format", "plain")
        assert part(mail, "html") == machine.asked("remind", "--rep", rep, "--format", "html")
        assert not mail.defects and all(not one.defects for one in mail.iter_parts())


def test_in_chinese(machine: Machine) -> None:
    """LANG in the crontab is enough, also where the machine has no such locale; what travels is ASCII."""
    done = machine.run("remind-each.sh", machine.reps("zw\tzw@example.com\n"), LANG="zh_CN.UTF-8")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (path,) = [one for one in (machine.home / "mails").iterdir() if one.suffix != ".words"]
    raw = path.read_bytes()
    assert raw.isascii() and max(map(len, raw.splitlines())) <= 78
    mail = machine.mails()["zw@example.com"]
    assert "张伟" in mail["Subject"] and part(mail, "plain").startswith(mail["Subject"])
    assert '<html lang="zh">' in part(mail, "html") and "苏州恒锐精密机械有限公司" in part(mail, "html")


@pytest.mark.parametrize("script", SCRIPTS)
def test_nothing_due(machine: Machine, idle: Path, script: str) -> None:
    """The mailer is not called, the command neither, and nothing is printed."""
    machine.ledger = idle
    words = [machine.reps("zw\tzw@example.com\n")] if script == "remind-each.sh" else ["m@example.com"]
    words = ["touch", str(machine.home / "called")] if script == "nightly-check.sh" else words
    done = machine.run(script, *words, SALESCLI_TODAY="2024-03-15")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not machine.mails() and not (machine.home / "called").exists()


def test_what_is_wrong_with_one_keeps_no_other_from_theirs(machine: Machine) -> None:
    """A code that is none, an address that is none, a mail that is refused: a sentence each, and exit 1."""
    machine.put_mailer(machine.mailer, refused="ln@")
    lines = ["nobody\tn@example.com\n", "ln\tln@example.com\n", "lf\n", "wxm\t-oQ/tmp\n", "zw\tzw@example.com\n"]
    done = machine.run("remind-each.sh", machine.reps(*lines))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "remind-each.sh: there is no rep with the code nobody",
        f"remind-each.sh: the mail to ln@example.com was not taken by {machine.mailer}",
        "remind-each.sh: the mail address of lf is none: ",
        "remind-each.sh: the mail address of wxm is none: -oQ/tmp",
    ]
    assert set(machine.mails()) == {"ln@example.com", "zw@example.com"}


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("content", [None, b"no ledger at all" * 100])
def test_a_broken_ledger(machine: Machine, tmp_path: Path, script: str, content: bytes | None) -> None:
    """One sentence, salescli's own exit code, no mail."""
    machine.ledger = tmp_path / "broken.db"
    if content:
        machine.ledger.write_bytes(content)
    words = [machine.reps("zw\tzw@example.com\n", "ln\tln@example.com\n")] if script == "remind-each.sh" else []
    done = machine.run(script, *(words or ["m@example.com"]))
    assert (done.returncode, done.stdout) == (5, "") and not machine.mails()
    assert done.stderr.startswith("salescli: ") and done.stderr.count("\n") == 1


def test_a_program_that_fails_for_everybody_says_it_once(machine: Machine) -> None:
    """Where the list of reps can still be read: everybody is tried, and the sentence stands there once."""
    broken = machine.home / "salescli"
    working = shlex.quote(str(SALESCLI))
    broken.write_text(f'#!/bin/sh\n[ "$1" = rep ] && exec {working} "$@"\necho "salescli: it hurts" >&2\nexit 5\n')
    broken.chmod(0o755)
    reps = machine.reps("zw\tzw@example.com\n", "ln\tln@example.com\n")
    done = machine.run("remind-each.sh", reps, SALESCLI=str(broken))
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "salescli: it hurts\n") and not machine.mails()


STRANGE = ["$(touch x)", "`touch x`", "; touch x", "--all", "--team=north", "-e", "*", "z", "张伟", "zw ln", "zw,", ".*",
           "zw\x1b[2J", "'", '"', "\\", "%s", "zw\\n", "../x", "rep"]  # fmt: skip


def test_strange_codes_do_no_harm(machine: Machine) -> None:
    """They are no codes: nothing is run, nothing is sent, nothing acts on the terminal of whoever reads the log."""
    before = set(machine.home.iterdir())
    lines = [f"{code}\tx{number}@example.com\n" for number, code in enumerate(STRANGE)]
    done = machine.run("remind-each.sh", machine.reps(*lines))
    assert (done.returncode, done.stdout) == (1, "") and not machine.mails()
    assert done.stderr.count("there is no rep with the code") == len(STRANGE) and "\x1b" not in done.stderr
    assert set(machine.home.iterdir()) - before == {machine.home / "reps.tsv"}


@pytest.mark.parametrize(
    "address", ["a@b@c", "a b@c.d", "a@c.d,e@f.g", "@", "a@", "-t", "a;b@c.d", "$(id)@c.d", "<a@c.d>", ""]
)
def test_strange_addresses_do_no_harm(machine: Machine, address: str) -> None:
    done = machine.run("remind-each.sh", machine.reps(f"zw\t{address}\n"))
    assert (done.returncode, done.stdout) == (1, "") and not machine.mails()
    assert done.stderr.startswith("remind-each.sh: the mail address of zw is none: ")


def test_a_file_from_another_system(machine: Machine) -> None:
    """A byte order mark, line ends of another kind, comments, empty lines, further columns, no end of the last line."""
    reps = machine.reps(
        "\ufeffzw\tzw@example.com\r\n", "# ln\tno@example.com\n\r\n\n", "ln\tln@example.com\t李娜\nsq\tsq@example.com"
    )
    done = machine.run("remind-each.sh", reps)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(machine.mails()) == {"zw@example.com", "ln@example.com", "sq@example.com"}


def test_no_file_and_no_mailer(machine: Machine) -> None:
    """Said before anything is done, with the name that was looked for."""
    done = machine.run("remind-each.sh", "/nowhere/reps.tsv")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "remind-each.sh: there is no file /nowhere/reps.tsv with lines code<TAB>mail address\n"
    done = machine.run("remind-each.sh", MAILER="no-such-mailer")
    assert (done.returncode, done.stderr) == (
        1,
        "remind-each.sh: there is no mailer no-such-mailer; name one with MAILER\n",
    )
    done = machine.run("nightly-check.sh", SALESCLI="no-such-program")
    assert (done.returncode, done.stderr) == (1, "nightly-check.sh: salescli is not installed; name it with SALESCLI\n")


def test_sendmail_on_the_path(machine: Machine) -> None:
    """The system's own, with the words that every sendmail knows."""
    machine.put_mailer(machine.home / "bin" / "sendmail")
    environment = machine.environment(PATH=f"{machine.home}/bin:/usr/bin:/bin")
    del environment["MAILER"]
    done = machine.shell(["sh", str(CRON / "remind-each.sh"), machine.reps("zw\tzw@example.com\n")], environment)
    assert (done.returncode, done.stderr) == (0, "") and set(machine.mails()) == {"zw@example.com"}
    (words,) = (machine.home / "mails").glob("*.words")
    assert words.read_text().split() == ["-oi", "-t"]


def test_mail_where_there_is_no_sendmail(machine: Machine) -> None:
    """It takes the subject and the address as words, and the text alone."""
    mail = machine.put_mailer(machine.home / "bin" / "mail")
    done = machine.run("remind-each.sh", machine.reps("zw\tzw@example.com\n"), MAILER=str(mail))
    assert (done.returncode, done.stderr) == (0, "")
    (words,) = (machine.home / "mails").glob("*.words")
    option, subject, to = words.read_text().splitlines()
    assert (option, to) == ("-s", "zw@example.com")
    assert str(make_header(decode_header(subject))) == f"Reminders of 张伟 · {TODAY}"
    assert words.with_suffix("").read_text("utf-8") == machine.asked("remind", "--rep", "zw", "--format", "plain")


@pytest.mark.parametrize(("words", "same"), [((), ("--all",)), (("north",), ("--team", "north"))])
def test_the_digest(machine: Machine, words: tuple[str, ...], same: tuple[str, ...]) -> None:
    """One mail with everybody's, or a team's."""
    done = machine.run("digest-for-manager.sh", "boss@example.com", *words)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    mail = machine.mails()["boss@example.com"]
    assert mail["Subject"] == f"Reminders · {TODAY}"
    assert part(mail, "plain") == machine.asked("remind", *same, "--format", "plain")
    assert part(mail, "html") == machine.asked("remind", *same, "--format", "html")


def test_a_digest_that_is_asked_for_wrongly(machine: Machine) -> None:
    for words in ([], ["--all"], ["a b"]):
        done = machine.run("digest-for-manager.sh", *words)
        assert (done.returncode, done.stdout) == (2, "") and "mail address" in done.stderr
    done = machine.run("digest-for-manager.sh", "boss@example.com", "no-such-team")
    assert done.returncode == 3 and done.stderr.startswith("salescli: ")
    done = machine.run(
        "digest-for-manager.sh", "boss@example.com", ""
    )  # $TEAM of a crontab that is not set: never everybody
    assert done.returncode == 2 and not machine.mails()


def test_the_nightly_check(machine: Machine) -> None:
    """The list as markdown to whatever command is named, words with spaces too; to cron where none is."""
    listed = machine.asked("remind", "--all", "--format", "markdown")
    assert "|" in listed
    done = machine.run("nightly-check.sh", "tee", "--", str(machine.home / "due list.md"))
    assert (done.returncode, done.stdout, done.stderr) == (0, listed, "")
    assert (machine.home / "due list.md").read_text("utf-8") == listed
    assert machine.run("nightly-check.sh").stdout == listed
    assert machine.run("nightly-check.sh", "false").returncode == 1


SUBJECTS = [
    "",
    "plain",
    "张伟的提醒 · 2024-12-31",
    "一" * 200,
    "a" + "👩" * 60,
    "a?=b =?UTF-8?B?eA==?=",
    "two\nlines",
    "é" * 100,
]


@pytest.mark.parametrize("subject", SUBJECTS, ids=range(len(SUBJECTS)))
def test_subjects(machine: Machine, subject: str) -> None:
    """Encoded words of at most 75 characters, none torn inside a character; no text makes a header of its own."""
    script = 'here=$1; . "$here/mail.sh"; encoded "$2"'
    done = machine.shell(["sh", "-c", script, "sh", str(CRON), subject], machine.environment())
    lines = done.stdout.splitlines()
    assert lines and all(re.fullmatch(r" =\?UTF-8\?B\?[A-Za-z0-9+/=]*\?=", line) and len(line) <= 76 for line in lines)
    words = [base64.b64decode(line[11:-2]).decode("utf-8") for line in lines]
    assert "".join(words) == subject.replace("\n", " ")


def jobs() -> list[str]:
    """The commands of the crontab, each behind its five fields."""
    lines = [line for line in (CRON / "crontab").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    found = [re.fullmatch(r"((?:[\d*,/-]+ ){5})(.*)", line) for line in lines]
    assert found and all(found), "a line that cron cannot read"
    return [match[2] for match in found if match]


def test_the_crontab_runs_as_it_stands(machine: Machine) -> None:
    """With HOME and cron's PATH alone: everybody of the example team and the manager are written to."""
    bin = machine.home / ".local" / "bin"
    machine.put_mailer(bin / "sendmail")
    (bin / "salescli").symlink_to(SALESCLI)
    (machine.home / "salescli").symlink_to(ROOT)
    environment = machine.environment()
    del environment["MAILER"], environment["SALESCLI"]
    for job in jobs():
        assert "%" not in job, "cron ends a command there"
        done = machine.shell(["/bin/sh", "-c", job], environment)
        assert (done.returncode, done.stderr) == (0, ""), job
    listed = [
        line.split("\t") for line in (CRON / "reps.tsv").read_text(encoding="utf-8").splitlines() if line[0] != "#"
    ]
    check = [str(SALESCLI), "remind", "--check", "--rep"]
    due = [to for rep, to in listed if machine.shell([*check, rep], machine.environment()).returncode == 10]
    assert set(machine.mails()) == {*due, "manager@example.com"} and len(due) > 5


@pytest.mark.parametrize("path", sorted(CRON.iterdir()), ids=lambda path: path.name)
def test_the_files_are_at_home_everywhere(path: Path) -> None:
    """No path of one machine; what is run can be run, and stops at the first error."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"/(home|root|work|Users|tmp|opt)/", text)
    if path.name in SCRIPTS:
        assert text.startswith("#!/bin/sh\n") and "\nset -eu\n" in text and os.access(path, os.X_OK)


@pytest.mark.parametrize("shell", ["dash", "bash", "busybox"])
def test_other_shells(machine: Machine, shell: str) -> None:
    """What /bin/sh is differs from system to system."""
    program = shutil.which(shell)
    if not program:
        pytest.skip(f"there is no {shell} here")
    line = [program, *(["sh"] if shell == "busybox" else []), str(CRON / "remind-each.sh")]
    done = machine.shell([*line, machine.reps("zw\tzw@example.com\n", "x\ty\n")], machine.environment())
    assert (done.returncode, done.stderr) == (1, "remind-each.sh: there is no rep with the code x\n")
    assert set(machine.mails()) == {"zw@example.com"}
