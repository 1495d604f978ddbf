"""The verb `init`: a project to begin with, plain or after a programme of the cookbook."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from generator.statements.sealing import SECRET_VARIABLE
from generator.workflow.demo import default_secret_path, ensure_demo_secret
from generator.workflow.options import Day
from generator.workflow.starting import CannotStart, recipes, start


def init_verb(today: Callable[[], date]) -> click.Command:
    """The verb; `today` is the default of `--on`."""

    @click.command("init")
    @click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
    @click.option("--template", default=None, help="A programme of the cookbook (default: a plain one).")
    @click.option("--list", "listed", is_flag=True, help="Name all templates, and write nothing.")
    @click.option(
        "--on", type=Day(), default=None, help="The plain one begins in the month of this day (today)."
    )
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object for machines.")
    def init(folder: Path | None, template: str | None, listed: bool, on: date | None, as_json: bool) -> None:
        """Write a project to begin with: a plain one, or a common programme with records of invented partners."""
        if listed:
            _tell_list(as_json)
            return
        if folder is None:
            raise click.UsageError("Say into which folder: `partnerbook init FOLDER`.")
        try:
            started = start(folder, on or today(), template)
        except CannotStart as wrong:
            raise click.UsageError(str(wrong)) from None
        path = default_secret_path()
        made = False if os.environ.get(SECRET_VARIABLE) else ensure_demo_secret(path)
        day = started.on or on
        if as_json:
            answer = {
                "folder": str(folder),
                "template": template,
                "written": [str(one) for one in started.written],
                "on": str(day) if day else None,
                "secret_made": made,
            }
            click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        click.echo(f"{len(started.written)} files written to {folder}.")
        if made:
            click.echo(
                f"A secret that seals statements was made: {path}. Keep a copy: without it all links are lost."
            )
        options = f"--root {folder}" + (f" --on {day}" if day else "")
        click.echo(f"Next: partnerbook build {options}\n      partnerbook serve {options}")

    return init


def _tell_list(as_json: bool) -> None:
    if as_json:
        rows = [{"name": name, "title": recipe.title} for name, recipe in recipes().items()]
        click.echo(json.dumps({"templates": rows}, indent=2))
        return
    widest = max(map(len, recipes()))
    for name, recipe in recipes().items():
        click.echo(f"{name:<{widest}}  {recipe.title}")
