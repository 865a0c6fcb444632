"""The front door: binds the language, moves the common options to the front, finds the command's room, and is the one error boundary.

No command's work is done here, and no room is imported before its command is asked for.
"""

import errno
import gc
import os
import sys
from collections.abc import Callable, Hashable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from salescli.reports.report import Report

FLAGS = ("--excel-safe", "--strict")
COMMON = ("--ledger", "--as", "--on", "--as-of", "--lang", "--format", "--out", "--policy")

RECORD = {
    "follow_up": ["log"],
    "beginning": ["init", "demo"],
    "rep": ["rep"],
    "team": ["team"],
    "customer": ["customer"],
    "contact": ["contact"],
    "product": ["product"],
    "opportunity": ["opportunity"],
    "stage": ["stage"],
    "contract": ["contract"],
    "receipt": ["receipt", "refund", "write-off"],
    "expense": ["expense"],
    "trip": ["trip"],
    "target": ["target"],
    "task": ["task"],
    "leave": ["leave"],
    "goal": ["goal"],
    "feedback": ["feedback"],
    "quality_review": ["review"],
    "assessment": ["assess"],
    "waive": ["waive"],
    "void": ["void"],
    "correct": ["correct"],
    "close": ["close"],
    "dispute": ["dispute", "answer"],
    "policy": ["policy"],
    "importing": ["import"],
    "backup": ["backup"],
    "restore": ["restore"],
    "export": ["export"],
    "merge": ["merge"],
}
REPORTS = {
    "daily": ["remind", "history", "search", "workload"],
    "selling": ["funnel", "forecast", "stuck", "expenses", "trips", "profit"],
    "paying": ["targets", "commission", "bonus", "penalties", "pay", "statement", "disputes"],
    "appraising": ["appraise", "standing", "assessments", "measures", "explain"],
    "care": ["verify", "doctor", "journal"],
}
ROOMS = {name: f"salescli.record.{room}" for room, names in RECORD.items() for name in names}
RECORDING = list(ROOMS)
ROOMS.update({name: f"salescli.reports.registration.{use}" for use, names in REPORTS.items() for name in names})
REPORTING = list(ROOMS)[len(RECORDING) :]


def hoisted(words: list[str]) -> list[str]:
    """The words with the common options moved to the front, wherever they stood; after `--` nothing is an option.

    Raises:
        WrongUse: a common option stands last, without its value.
    """
    front: list[str] = []
    rest: list[str] = []
    position = 0
    while position < len(words):
        word = words[position]
        if word == "--":
            rest += words[position:]
            break
        if word in FLAGS:
            front.append(word)
            position += 1
            continue
        if word in COMMON and position + 1 == len(words):
            raise _no_value(word)
        if word in COMMON:
            front += words[position : position + 2]
            position += 2
            continue
        (front if word.split("=", 1)[0] in COMMON and "=" in word else rest).append(word)
        position += 1
    return front + rest


def language(words: list[str]) -> str:
    """zh or en: --lang where it stands in the words, else the locale's."""
    for position, word in enumerate(words):
        if word == "--lang" and position + 1 < len(words):
            return words[position + 1]
        if word.startswith("--lang="):
            return word.partition("=")[2]
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    return "en"


def speak(lang: str) -> None:
    """Bind gettext's own domain before typer is imported, so that typer's sentences are translated too."""
    import gettext

    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain("salescli", str(Path(__file__).parent / "locale"))
    gettext.textdomain("salescli")
    if not hasattr(gettext.find, "__wrapped__"):
        vars(gettext)["find"] = _found_once(gettext.find)


def _found_once(find: Callable[..., Any]) -> Callable[..., Any]:
    """gettext.find that looks for the catalogue of a language once, and not on the disk for every sentence."""
    known: dict[Hashable, Any] = {}

    @wraps(find)
    def found(domain: str, localedir: str | None = None, languages: Any = None, all: bool = False) -> Any:
        place = domain, localedir, os.environ.get("LANGUAGE"), all
        if languages is not None or not place[2]:
            return find(domain, localedir, languages, all)
        if place not in known:
            known[place] = find(domain, localedir, languages, all)
        return known[place]

    return found


def app() -> Any:
    """The command line as click knows it; a command's room is imported when the command is asked for."""
    from gettext import gettext as _

    import typer
    from typer.core import TyperGroup

    from salescli import given, spoken
    from salescli.asked import Asked

    class Rooms(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:
            return list(ROOMS)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            if cmd_name not in ROOMS:
                raise _no_command(cmd_name)
            room = typer.main.get_group(import_module(ROOMS[cmd_name]).app)
            return given.strictly(spoken.brief(room.commands[cmd_name]))

        def make_parser(self, ctx: Any) -> Any:
            return given.watched(super().make_parser)(ctx)

        def format_commands(self, ctx: Any, formatter: Any) -> None:
            for title, names in ((_("Recording"), RECORDING), (_("Reports"), REPORTING)):
                with formatter.section(title):
                    formatter.write_dl(
                        [(name, self.get_command(ctx, name).get_short_help_str(formatter.width)) for name in names]
                    )

    context: Any = Rooms.context_class
    context.formatter_class = spoken.formatter(context.formatter_class)
    line = typer.Typer(
        cls=Rooms,
        no_args_is_help=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=_("Tracks a sales team's work in a local ledger and computes its appraisal and pay."),
        epilog=_(
            'The options above may stand anywhere on the line. Example: salescli log 华北机械 "asked for a quote" --by phone'
        ),
    )

    @line.callback(invoke_without_command=True)
    def common(
        ctx: typer.Context,
        ledger: Path | None = typer.Option(
            None, "--ledger", readable=False, help=_("the ledger's file (or SALESCLI_LEDGER)")
        ),  # whether it can be read is the ledger's to say
        actor: str | None = typer.Option(None, "--as", help=_("who acts: a rep's code or a name (or SALESCLI_ACTOR)")),
        on: str | None = typer.Option(None, "--on", help=_("the day in the world, instead of today")),
        as_of: str | None = typer.Option(None, "--as-of", help=_("show the ledger as it was known then")),
        lang: str = typer.Option("", "--lang", help=_("en or zh, instead of the locale's")),
        format: str | None = typer.Option(None, "--format", help=_("table, plain, markdown, csv, json, html or xlsx")),
        out: Path | None = typer.Option(None, "--out", help=_("write the report to this file")),
        policy: Path | None = typer.Option(None, "--policy", help=_("what if: compute with this policy file")),
        excel_safe: bool = typer.Option(False, "--excel-safe", help=_("csv for a spreadsheet: no text is a formula")),
        strict: bool = typer.Option(False, "--strict", help=_("record nothing that lies in a closed period")),
        version: bool = typer.Option(False, "--version", help=_("print the version and exit")),
    ) -> None:
        asked = Asked(ledger, actor, on, as_of, lang or language([]), format, out, policy, excel_safe, strict)
        asked.show = lambda report: _show(report, asked)
        ctx.obj = asked
        if format:
            _check_format(format)
        if version:
            print(_version())
        elif ctx.invoked_subcommand is None:
            _my_day(ctx, asked)

    return line


def main(words: list[str] | None = None) -> int:
    """Run one command line; gives the exit code and never a traceback for what a person can mend."""
    from salescli.errors import SalescliError

    gc.enable()  # a report turns it off for what is left of its process
    words = sys.argv[1:] if words is None else words
    lang = language(words)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a cron job without a locale still writes Chinese
            stream.reconfigure(
                encoding="utf-8", errors="backslashreplace" if stream is sys.stderr else "surrogateescape"
            )
    speak(lang if lang in ("en", "zh") else "en")
    try:
        code = _run(words, lang)
        sys.stdout.flush()
        return code
    except SalescliError as error:
        print(f"salescli: {_harmless(str(error))}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # `salescli funnel | head`: the reader has left, nothing is wrong
        _give_up_stdout()
        return 0
    except Exception as fault:
        if isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT) and fault.filename is None:
            return _cannot_answer(fault)
        return _own_up(fault)


def _give_up_stdout() -> None:
    """What is still to be written goes nowhere, so that Python's own end says nothing of it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _cannot_answer(error: OSError) -> int:
    """Say that what came of the command cannot be written where stdout leads; gives the exit code."""
    from gettext import gettext as _

    _give_up_stdout()
    print("salescli: " + _("The answer cannot be written: {reason}.").format(reason=error.strerror), file=sys.stderr)
    return 1


def _own_up(fault: Exception) -> int:
    """Say that the program is at fault and where, without a word of what it was working on; gives the exit code.

    A traceback may hold customers' data: SALESCLI_DEBUG=1 asks for it.
    """
    from gettext import gettext as _

    if os.environ.get("SALESCLI_DEBUG") == "1":
        import traceback

        traceback.print_exception(fault)
        return 1
    said = _(
        "A fault of salescli: {kind} in {place}; please report it. (SALESCLI_DEBUG=1 shows more, maybe customers' data.)"
    )
    print("salescli: " + said.format(kind=type(fault).__name__, place=_place_of(fault)), file=sys.stderr)
    return 1


def _place_of(fault: Exception) -> str:
    """The last line of the package that a fault went through, as reports/pay.py:123."""
    package, found, step = Path(__file__).parent, "main.py", fault.__traceback__
    while step:
        path = Path(step.tb_frame.f_code.co_filename)
        if path.is_relative_to(package):
            found = f"{path.relative_to(package).as_posix()}:{step.tb_lineno}"
        step = step.tb_next
    return found


def _run(words: list[str], lang: str) -> int:
    if lang not in ("en", "zh"):
        from gettext import gettext as _

        from salescli.errors import WrongUse

        raise WrongUse(_("--lang is en or zh, not {given}.").format(given=repr(lang[:40])))
    try:
        return int(app()(hoisted(words), prog_name="salescli", standalone_mode=False) or 0)
    except SystemExit as leaving:
        if isinstance(leaving.__context__, BrokenPipeError):  # what click makes of a reader who has left
            raise leaving.__context__ from None
        return int(leaving.code or 0)
    except Exception as error:
        from salescli import spoken

        said = spoken.refusal(error)
        if said is None:
            raise
        print(_harmless(said), file=sys.stderr)
        return int(getattr(error, "exit_code", 1))


def _harmless(said: str) -> str:
    """What is said on a terminal, with whatever would act on it visible: the last door for file names and others' words."""
    return "".join(
        sign if sign.isprintable() or sign in "\n\u3000" else sign.encode("unicode_escape").decode("ascii")
        for sign in said
    )


def run() -> None:
    """The console script."""
    gc.set_threshold(200_000)  # else a tenth of what `log` takes goes into collecting while modules load
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started this: what is said goes nowhere
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 (open to the end)
    _leave(main())


def _leave(code: int) -> NoReturn:
    """End the process at once: what was recorded is kept, every file is closed, what was said is written.

    Python would take itself and all that it holds apart first, which is a sixth of what `log` takes.
    """
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except OSError:  # the reader has left, or there is no room: whoever reads the code learns of it
        code = code or 1
    os._exit(code)


def _no_value(option: str) -> Exception:
    from gettext import gettext as _

    from salescli.errors import WrongUse

    return WrongUse(_("The option {name} needs a value.").format(name=option))


def _no_command(typed: str) -> Exception:
    import difflib
    from gettext import gettext as _

    from salescli.errors import WrongUse

    near = difflib.get_close_matches(typed[:40], list(ROOMS), n=3)
    hint = _(" Did you mean {names}?").format(names=" / ".join(near)) if near else ""
    return WrongUse(
        _("There is no command {given}; `salescli --help` lists them.").format(given=repr(typed[:40])) + hint
    )


def _show(report: "Report", asked: Any) -> None:
    from salescli.render import show

    show.show(report, asked.format, asked.out, asked.excel_safe)


def _check_format(format: str) -> None:
    """Refuse a format that is none before any work is done."""
    from salescli.render import show

    show.chosen(format, None)


def _my_day(ctx: Any, asked: Any) -> None:
    if not sys.stdout.isatty():
        print(ctx.get_help())
        return
    from gettext import gettext as _

    from salescli.errors import WrongUse
    from salescli.reports import my_day
    from salescli.reports.view import looking

    if asked.format or asked.out:
        raise WrongUse(
            _("--format and --out belong to one report, for instance: salescli remind --format json --out due.json.")
        )
    with looking(asked) as view:
        for number, report in enumerate(my_day.build(view)):
            print(end="\n" if number else "")
            asked.show(report)


def _version() -> str:
    from importlib.metadata import version

    return f"salescli {version('salescli')}"
