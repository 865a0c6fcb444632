"""What is given on a command line and would be passed over in silence: an empty value, an option twice; no command is known."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from gettext import gettext as _
from typing import Any


def strictly(command: Any) -> Any:
    """A command that refuses an empty value and an option given twice, and so do its sub-commands."""
    for one in (command, *getattr(command, "commands", {}).values()):
        one.make_parser = watched(one.make_parser)
    return command


def watched(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A maker of click's parser whose parsers raise WrongUse for what they would have taken in silence."""

    def made(context: Any) -> Any:
        parser = make(context)
        parse = parser.parse_args

        def parsed(args: list[str]) -> tuple[Mapping[str, Any], list[str], Sequence[Any]]:
            words = list(args)  # the parser empties its own
            try:
                values, rest, order = parse(args)
            except Exception as error:
                raise _below_zero(getattr(error, "option_name", ""), words) or error from None
            if not context.resilient_parsing:  # what is completed is not finished
                _check(values, order)
            return values, rest, order

        parser.parse_args = parsed
        return parser

    return made


def _check(values: Mapping[str, Any], order: Iterable[Any]) -> None:
    """Refuse a value that is nothing but space, and an option that stands twice where one of the two would be lost.

    Args:
        order: the options and arguments as they stand on the line; an argument that is left out has no text as its value.
    """
    seen = set()
    for one in order:
        if getattr(one, "is_flag", False):
            continue
        several = getattr(one, "multiple", False)
        if one.name in seen and not several:
            raise _wrong(_("The option {name} is given twice; give it once.").format(name=one.opts[0]))
        seen.add(one.name)
        for value in values[one.name] if several else [values[one.name]]:
            if isinstance(value, str) and not value.strip():
                _refuse_empty(one)


def _refuse_empty(one: Any) -> None:
    """Refuse what is empty, but an argument that must be there: its command knows what it is for and says it better."""
    if one.param_type_name == "option":
        said = (
            _("The option {name} is empty; it needs a value.")
            if one.required
            else _("The option {name} is empty; give a value, or leave it out.")
        )
        raise _wrong(said.format(name=one.opts[0]))
    if not one.required:
        raise _wrong(_("The argument {name} is empty; give a value, or leave it out.").format(name=one.name))


def _below_zero(option: str, words: Iterable[str]) -> Exception | None:
    """What is to be said where an option that does not exist is an amount below zero; None: it is none."""
    if option[1:2] not in tuple("0123456789."):
        return None
    from salescli.money import echo

    given = next((word for word in words if word.startswith(option)), option)
    return _wrong(
        _(
            "{given} begins with - and is read as an option. An amount is never below 0; "
            "any other word that begins so stands behind `--`."
        ).format(given=echo(given))
    )


def _wrong(sentence: str) -> Exception:
    from salescli.errors import WrongUse

    return WrongUse(sentence)
