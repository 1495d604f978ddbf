"""What is written of single partners, held against the programme: goals that can be measured, managers who exist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.book.book import Book
from generator.book.goals import GOALS
from generator.source import Diagnostic, Step, did_you_mean, find
from generator.terms.programme import Programme
from generator.terms.version import in_force


def goal_faults(programme: Programme, book: Book) -> Iterator[Diagnostic]:
    """Goals whose figure is not known, cannot be taken over their days, or is of another unit."""
    titles = programme.titles()
    for at, goal in enumerate(book.agreements.goals):
        tree = book.agreements.trees[GOALS]
        here: tuple[Step, ...] = ("goals", book.agreements.place(GOALS, at))
        if goal.metric not in programme.metrics:
            near = did_you_mean(goal.metric, list(programme.metrics))
            yield Diagnostic(
                "unknown-metric",
                find(tree, (*here, "metric")).place,
                f"There is no metric `{goal.metric}`.",
                consequence="Nobody could measure whether the goal is reached.",
                cure=f"Did you mean `{near}`?"
                if near
                else "Known: " + ", ".join(f"`{name}`" for name in programme.metrics) + ".",
            )
            continue
        if not _over_days(programme, goal.metric, goal.starts):
            yield Diagnostic(
                "goal-not-measurable",
                find(tree, (*here, "metric")).place,
                f"The metric `{goal.metric}` cannot be taken over the days of a goal.",
                consequence="Nobody could say how much of the goal is reached on a day between.",
                cure="Name a metric that is made of rows, with `window: period`, and in force when the goal begins.",
            )
            continue
        unit = titles.metric_units[goal.metric]
        if goal.target.unit not in ("", unit):
            yield Diagnostic(
                "wrong-unit",
                find(tree, (*here, "target")).place,
                f"This target is in `{goal.target.unit}`, but `{goal.metric}` is in `{unit}`.",
                consequence="Two units cannot be compared.",
                cure=f"Write the target in `{unit}`, or without a unit.",
            )


def _over_days(programme: Programme, metric: str, starts: date) -> bool:
    """Whether every version of a metric reads any days that it is asked for, and one is in force on the first."""
    versions = programme.metrics[metric].versions
    first = max(programme.cycle.period_of(starts).first, programme.file.starts)
    return in_force(versions, first) is not None and all(
        one.of_rows and one.window.kind == "period" and not one.window.before for one in versions
    )


def manager_faults(book: Book) -> Iterator[Diagnostic]:
    """Personal managers who are none of the staff."""
    people = book.agreements.people
    first: dict[str, str] = {}
    for partner, manager in zip(book.partners.ids, book.partners.manager, strict=True):
        if manager is not None and manager not in people:
            first.setdefault(manager, partner)
    for manager, partner in first.items():
        near = did_you_mean(manager, list(people))
        yield Diagnostic(
            "unknown-manager",
            book.rates.place,
            f"Partner `{partner}` has the personal manager `{manager}`, who is not in people.yaml.",
            consequence="Their statement would name nobody whom they could ask.",
            cure=f"Did you mean `{near}`?"
            if near
            else f"Write into people.yaml: `people: {{{manager}: {{name: {{...}}, role: {{...}}, mail: ...}}}}`.",
        )
