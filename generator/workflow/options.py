"""Options that several verbs of the command take, and how their values are read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from generator.source import Fault
from generator.terms.quantity import parse_date


class Day(click.ParamType[date]):
    """A date as `2026-11-12`."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the date."""
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value))
        except Fault as fault:
            self.fail(f"{fault} Write it as 2026-11-12.", param, ctx)


def of_a_project(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every verb over a project: `--root`, `--on`, `--json`."""
    command = click.option("--json", "as_json", is_flag=True, help="Print one JSON object for machines.")(
        command
    )
    command = click.option(
        "--on", type=Day(), default=None, help="The day on which everything is looked at (default: today)."
    )(command)
    return click.option(
        "--root",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path(),
        help="The project's folder (default: this one).",
    )(command)
