"""The yardstick of bench/log.py: a Typer app of one command that does nothing but read its words."""

from typing import Annotated

import typer

app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def log(
    customer: str, content: Annotated[str, typer.Argument()] = "", by: Annotated[str, typer.Option("--by")] = "phone"
) -> None:
    """Print what was given."""
    print(customer, content, by)


app()
