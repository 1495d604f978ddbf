"""Statements: sealed ones a second by the product, beside pages a second by Hugo and by MkDocs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.data import FOLDER, statement_project
from benchmarks.measured import Runs, run
from benchmarks.outcome import Outcome

WORKERS = 2
SAMPLES = 100
"""So many different pages the others are given, in turn."""
FASTER_THAN_HUGO, FASTER_THAN_MKDOCS = 2.0, 25.0


@dataclass(frozen=True)
class Counts:
    """How many pages each side makes."""

    ours: int
    hugo: int
    mkdocs: int


FULL, QUICK = Counts(20_000, 4_000, 300), Counts(400, 100, 12)


def measure(*, quick: bool, runs: int, say: Callable[[str], None]) -> Iterator[Outcome]:
    """Both comparisons, and the memory that issuing takes."""
    counts = QUICK if quick else FULL
    project = statement_project(counts.ours)
    out = FOLDER / "statements"
    fragments = out / "fragments"
    run("product_statements", project, fragments, 1, SAMPLES)
    others = {"hugo": counts.hugo, "mkdocs": counts.mkdocs}
    if shutil.which("hugo") is None:
        del others["hugo"]
    ours: list[dict[str, float]] = []
    answers: dict[str, list[dict[str, float]]] = {name: [] for name in others}
    for number in range(runs):
        say(f"statements, run {number + 1} of {runs}")
        ours.append(run("product_statements", project, out / "ours", WORKERS))
        for name, count in others.items():
            answers[name].append(run("other_pages", name, fragments, out / name, count))
    mine = Runs(ours)
    speed = counts.ours / mine.seconds()
    for name, title, target in (
        ("hugo", "Hugo", FASTER_THAN_HUGO),
        ("mkdocs", "MkDocs with Material", FASTER_THAN_MKDOCS),
    ):
        what = f"sealed statements, against {title}"
        if name not in others:
            yield Outcome(
                what, f"{speed:.0f}/s", target=target, better="least", why_not=f"{name} is not installed"
            )
            continue
        theirs = Runs(answers[name])
        pages = others[name]
        ratios = [
            (counts.ours / a["seconds"]) / (pages / b["seconds"])
            for a, b in zip(ours, answers[name], strict=True)
        ]
        yield Outcome(
            what,
            f"{speed:.0f}/s",
            f"{pages / theirs.seconds():.0f}/s",
            speed * theirs.seconds() / pages,
            f"{min(ratios):.2f}-{max(ratios):.2f}",
            target,
            "least",
        )
        yield Outcome(
            "  the same in milliseconds of all processors a page, at best",
            f"{1000 * mine.cpu() / counts.ours:.2f} ms",
            f"{1000 * theirs.cpu() / pages:.2f} ms",
            theirs.cpu() / pages / (mine.cpu() / counts.ours),
        )
    yield Outcome(
        f"  peak of memory, {counts.ours} statements",
        f"{mine.peak() / 2**20:.0f} MiB + {WORKERS} x {max(int(a['worker_peak']) for a in ours) / 2**20:.0f} MiB",
    )
