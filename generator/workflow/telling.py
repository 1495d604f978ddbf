"""What a run says: on the terminal, to machines, and beside the lines of a pull request."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from generator.book.book import Book
from generator.source import ADVICE, Diagnostic, for_annotation, for_machine, for_terminal, in_order
from generator.workflow.build import Summary
from generator.workflow.places import Places


def tell_diagnosed(diagnostics: Sequence[Diagnostic], root: Path, as_json: bool) -> None:
    """Everything that is wrong, with paths below `root`."""
    if as_json:
        click.echo(for_machine(diagnostics, root))
        return
    tell(diagnostics, root)
    annotate(diagnostics)
    count = sum(1 for one in diagnostics if one.weight != ADVICE)
    click.echo(
        f"{count} {'thing is' if count == 1 else 'things are'} wrong; nothing was published.", err=True
    )


def annotate(diagnostics: Sequence[Diagnostic]) -> None:
    """Show the messages beside the lines of a pull request; its paths start at the checked-out repository."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        workspace = Path(os.environ.get("GITHUB_WORKSPACE") or ".").resolve()
        for diagnostic in in_order(diagnostics):
            click.echo(for_annotation(diagnostic, workspace))


def tell(diagnostics: Sequence[Diagnostic], root: Path) -> None:
    """Messages for a person, with paths below `root`."""
    for diagnostic in in_order(diagnostics):
        click.echo(for_terminal(diagnostic, root.resolve()) + "\n", err=True)


def say_error(text: str, as_json: bool) -> None:
    """What keeps a run from starting or ending, in one sentence."""
    if as_json:
        click.echo(json.dumps({"error": text}, ensure_ascii=False))
    click.echo(text, err=True)


@contextmanager
def progress(as_json: bool) -> Iterator[Callable[[str], None]]:
    """A bar on the terminal; silent for machines and where there is no terminal."""
    console = Console(stderr=True)
    if as_json or not console.is_terminal:
        yield lambda _: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda text: bar.update(task, description=text)


def tell_summary(summary: Summary, places: Places) -> None:
    """What a build did, and whether it became the book."""
    records = summary.records
    click.echo(
        f"Rows read {records['read']:,} = counted {records['counted']:,} + rejected {records['rejected']:,}.\n"
        f"{summary.partners:,} partners, {summary.ledger_lines:,} ledger lines, {summary.statements:,} statements, "
        f"{summary.pages:,} pages, {summary.facts:,} facts."
    )
    if summary.audit:
        tell_audit(summary.audit)
    if summary.audit and summary.verdict != "agrees":
        click.echo(
            f"This build was not published; it lies in {places.stage}. The former one is as it was.", err=True
        )
        return
    click.echo(f"The book lies in {places.site}. See it with `partnerbook serve`.")


def tell_records(book: Book) -> None:
    """What became of the rows of each source, and what people wrote that was not known yet."""
    for line in book.control:
        later = f" + not known yet {line.not_known:,}" if book.known else ""
        click.echo(
            f"{line.files}: read {line.read:,} = counted {line.counted:,} + rejected {line.rejected:,}{later}"
        )
    for name, count in book.agreements.not_known.items():
        click.echo(f"{name}: not known yet {count:,}")


def tell_audit(answer: dict[str, Any]) -> None:
    """The verdict of an audit in the form of `audit --json`, with its first findings."""
    examined = ", ".join(f"{count:,} {name}" for name, count in answer["examined"].items())
    click.echo(f"Audit: {answer['verdict']}. Examined: {examined}.")
    for finding in answer["findings"][:40]:
        click.echo(f"  {finding['slug']}  {finding['where']}\n    {finding['says']}")
    if len(answer["findings"]) > 40:
        click.echo(f"  ... and {len(answer['findings']) - 40} more.")
    mutation = answer.get("mutation")
    if mutation:
        excused = f"; {mutation['excused']} changed nothing that can be seen" if mutation["excused"] else ""
        click.echo(f"Mutation: {mutation['killed']} of {mutation['tried']} faults noticed{excused}.")
        for line in (*mutation["survivors"], *mutation["unequal"]):
            click.echo(f"  not noticed: {line}")
