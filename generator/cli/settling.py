"""The verb `settle`: all periods as a ledger, without pages, also as of an earlier day."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import click

from generator.workflow import build as main_job
from generator.workflow.booking import accounts_of, earned_when_closed, read_closes
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
        """Settle all periods and write the ledger, without pages; closed periods, too, as they come out by now."""
        from generator.settlement.ledger import write_ledger
        from generator.terms.quantity import POINTS

        if on and known and known > on:
            raise click.UsageError(
                f"--as-of {known} lies after --on {on}, and on that day nobody knew it yet."
            )
        places = Places.of(root)
        day = on or known or today()
        out = out or places.private / (f"as-of-{known}" if known else "ledger")
        with progress(as_json) as say:
            say("lint")
            read = main_job.lint(places, day)
            say("read")
            with main_job.read_records(places, read.programme, day, known) as book:
                closes = read_closes(places, book.sources)
                settlement = main_job.settled(read, book, day, say)
                if known is None:  # a close may lie after the day as of which is settled
                    accounts_of(settlement, closes, day - timedelta(days=1))
                closed = earned_when_closed(closes)
                paths = write_ledger(settlement, out)
                totals = {r.period.name: int(r.earned().sum()) for r in settlement.results}
                points = {r.period.name: int(r.earned(POINTS).sum()) for r in settlement.results}
        if as_json:
            answer = {
                "lines": settlement.line_count,
                "periods": totals,
                "points": points if read.programme.file.points else {},
                "closed": {name: minor for name, minor in closed.items() if name in totals},
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
            told = f"{period}  {_money(minor)} {read.programme.file.currency}"
            if points[period]:
                told += f", {_money(points[period]).removesuffix('.00')} points"
            if period in closed:
                told += "  closed" if closed[period] == minor else f"  closed with {_money(closed[period])}"
            click.echo(told)

    return settle


def _money(minor: int) -> str:
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100:,}.{abs(minor) % 100:02}"
