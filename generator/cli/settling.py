"""The verb `settle`: all periods as a ledger, without pages, also as of an earlier day."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from generator.workflow import build as main_job
from generator.workflow.options import Day, of_a_project
from generator.workflow.places import Places
from generator.workflow.telling import progress, tell_records


def settle_verb(today: Callable[[], date]) -> click.Command:
    """The verb; `today` is the default of `--on`."""

    @click.command("settle")
    @of_a_project
    @click.option(
        "--out",
        type=click.Path(path_type=Path),
        default=None,
        help="Folder of the ledger (build/private/ledger).",
    )
    @click.option(
        "--as-of",
        "known",
        type=Day(),
        default=None,
        help="Settle what was known on that day; the ledger goes to build/private/as-of-DATE.",
    )
    def settle(root: Path, on: date | None, as_json: bool, out: Path | None, known: date | None) -> None:
        """Settle all periods and write the ledger, without pages."""
        from generator.settlement.ledger import write_ledger

        places = Places.of(root)
        day = on or known or today()
        out = out or places.private / (f"as-of-{known}" if known else "ledger")
        with progress(as_json) as say:
            say("lint")
            read = main_job.lint(places, day)
            say("read")
            with main_job.read_records(places, read.programme, day, known) as book:
                settlement = main_job.settled(read, book, day, say)
                paths = write_ledger(settlement, out)
                totals = {r.period.name: int(r.earned().sum()) for r in settlement.results}
        if as_json:
            answer = {
                "lines": settlement.line_count,
                "periods": totals,
                "files": [str(p) for p in paths],
                "as_of": known.isoformat() if known else None,
                "not_known_yet": {one.files: one.not_known for one in book.control}
                | dict(book.agreements.not_known),
            }
            click.echo(json.dumps(answer, indent=2))
            return
        if known:
            tell_records(book)
        for period, minor in totals.items():
            click.echo(f"{period}  {minor / 100:,.2f} {read.programme.file.currency}")

    return settle
