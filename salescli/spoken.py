"""Typer's own words in the person's language, and its help in lines that fit a screen: it keeps most of its sentences
outside gettext, so they are said here; no command is known.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from gettext import gettext as _
from typing import Any


def formatter(base: Any) -> Any:
    """The class of help pages' formatter, made of click's: our words, and lines by the width of a screen."""
    if getattr(base, "speaks", False):
        return base

    class Formatter(base):  # type: ignore[misc]
        speaks = True

        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, _("Usage: ") if prefix is None else prefix)

        def write_heading(self, heading: str) -> None:
            self.write(" " * self.current_indent + _("{heading}:").format(heading=heading) + "\n")

        def write_text(self, text: str) -> None:
            from salescli.render.wrapping import wrapped

            indent = " " * self.current_indent
            paragraphs = [" ".join(one.split()) for one in text.split("\n\n")]
            lines = [wrapped(one, self.width - len(indent)) for one in paragraphs]
            self.write("\n\n".join("\n".join(indent + line for line in one) for one in lines) + "\n")

        def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
            from salescli.render.wrapping import width_of, wrapped

            own = _own_words()
            rows = [(first, own.get(second, second)) for first, second in rows]
            column = min(max(width_of(first) for first, _second in rows), col_max) + col_spacing
            for first, second in rows:
                lines = wrapped(second, max(self.width - self.current_indent - column, 10))
                beside = width_of(first) <= column - col_spacing
                start = first + " " * (column - width_of(first)) if beside and lines else first
                self.write(" " * self.current_indent + start + ("" if beside else "\n"))
                hanging = " " * (self.current_indent + column)
                self.write(("" if beside else hanging) + f"\n{hanging}".join(lines) + "\n")

    return Formatter


def brief(command: Any) -> Any:
    """A command whose short help, and that of its sub-commands, is the first sentence of the help.

    Click knows that a sentence ends with a full stop and a space, which a Chinese one does not.
    """
    for one in (command, *getattr(command, "commands", {}).values()):
        sentence, stop, _rest = (one.help or "").partition("。")
        if stop and not one.short_help:
            one.short_help = sentence + stop
    return command


def refusal(error: Exception) -> str | None:
    """What click says of a faulty command line, and which help to read; None where the error is none of click's.

    A prompt that nobody answers is broken off; a group without a command is answered with its help.
    """
    if type(error).__name__ == "Abort":
        return "\n" + _("Aborted!")
    message = getattr(error, "format_message", None)  # what is click's has it, and nothing else
    if message is None:
        return None
    if type(error).__name__ == "NoArgsIsHelpError":
        return str(message())
    said, context = _told(message()), getattr(error, "ctx", None)
    if context is not None:
        said += _(" `{command} -h` shows how it is used.").format(command=context.command_path)
    return f"salescli: {said}"


def _own_words() -> Mapping[str, str]:
    return {
        "Show this message and exit.": _("Show this message and exit."),
        "Install completion for the current shell.": _("Install completion for the current shell."),
        "Show completion for the current shell, to copy it or customize the installation.": _(
            "Show completion for the current shell, to copy it or customize the installation."
        ),
    }


Sentence = Callable[[], str]


def _told(message: str) -> str:
    """Click's message in the person's language; as it is where it is none of those that are known."""
    for pattern, sentence in _MESSAGES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return sentence().format(**found.groupdict()) + _near(found.groupdict().get("near"))
    return message


def _near(names: str | None) -> str:
    return _(" Did you mean {names}?").format(names=names.replace(", ", " / ")) if names else ""


_MESSAGES: Iterable[tuple[str, Sentence]] = (
    (r"Missing argument '(?P<name>.*)'\.", lambda: _("The argument {name} is missing.")),
    (r"Missing option '(?P<name>.*)'\.", lambda: _("The option {name} is missing.")),
    (r"No such option: (?P<name>.*?)(?: \(Possible options: (?P<near>.*)\))?", lambda: _("There is no option {name}.")),
    (r"Option '(?P<name>.*)' requires an argument\.", lambda: _("The option {name} needs a value.")),
    (r"Option '(?P<name>.*)' does not take a value\.", lambda: _("The option {name} takes no value.")),
    (
        r"Got unexpected extra arguments?(?:\(s\))? \((?P<words>.*)\)",
        lambda: _("More was typed than is taken: {words}."),
    ),
    (
        r"Invalid value for '(?P<name>.*)': (?P<given>'.*') is not a valid int(?:eger)?(?: range)?\.",
        lambda: _("{name} takes a whole number, not {given}."),
    ),
    (
        r"Invalid value for '(?P<name>.*)': (?P<given>.*) is not in the range (?P<least>.*)<=x<=(?P<most>.*)\.",
        lambda: _("{name} takes a number from {least} to {most}, not {given}."),
    ),
    (
        r"Invalid value for '(?P<name>.*)': (?P<given>.*) is not in the range x>=(?P<least>.*)\.",
        lambda: _("{name} takes a number of {least} or more, not {given}."),
    ),
)
