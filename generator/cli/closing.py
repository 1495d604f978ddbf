"""The verb `close`: closes a period, or checks that every closed file is what it was."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from generator.workflow.close import NotClosed, check_closes
from generator.workflow.close import close as close_period
from generator.workflow.options import of_a_project
from generator.workflow.places import Places
from generator.workflow.telling import progress, tell_audit


def close_verb(
    today: Callable[[], date], secret_of: Callable[[Places], bytes], codes: dict[str, int]
) -> click.Command:
    """The verb; `today` is the default of `--on`, `codes` are the exit codes of verdicts."""

    @click.command("close")
    @of_a_project
    @click.argument("period", required=False)
    @click.option(
        "--check", is_flag=True, help="Read every file of every close, and see that none was changed."
    )
    @click.option(
        "--verify", is_flag=True, help="The same, and settle every close again from the records kept with it."
    )
    def close(
        root: Path, on: date | None, as_json: bool, period: str | None, check: bool, verify: bool
    ) -> None:
        """Close a period (2026-10): settle, audit, and write it down so that it never changes."""
        places, day = Places.of(root), on or today()
        if (period is None) != (check or verify):
            raise click.UsageError("Name the period to close, or ask for --check or --verify; not for both.")
        answer: dict[str, Any]
        if period is None:
            found = check_closes(places, day, settle=verify)
            answer = {"closed": found.periods, "files": found.files}
            words = (
                f"Closed periods: {len(found.periods)}; files that are as they were written: {found.files}."
            )
            if verify:
                answer["settled_again"] = found.settled_again
                count = len(found.settled_again)
                words += (
                    f"\n{count} periods were settled again from their own records: every line is as it was."
                )
                if count < len(found.periods):
                    words += (
                        f"\nThe rules of {len(found.periods) - count} were corrected since they were closed."
                    )
        else:
            secret = secret_of(places)
            try:
                with progress(as_json) as say:
                    made = close_period(places, period, day, secret, say)
            except NotClosed as refused:
                if as_json:
                    click.echo(json.dumps(refused.answer, ensure_ascii=False, indent=2))
                else:
                    tell_audit(refused.answer)
                    click.echo("Nothing was closed.", err=True)
                sys.exit(codes[str(refused)])
            answer = {"period": made.period, "known": made.known.isoformat(), "close": made.digest}
            words = (
                f"{made.period} is closed with what was known on {made.known}.\n"
                f"close {made.digest}\n"
                "Build the book again, so that its statements say so."
            )
        click.echo(json.dumps(answer, indent=2) if as_json else words)

    return close
