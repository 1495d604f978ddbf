"""Checks of legs: what is carried of a figure is not counted by that figure once more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.rules.binary import BinaryVersion
from generator.rules.metric_reads import metrics_made_of
from generator.source import Diagnostic, Mark, find, key_place
from generator.terms.carried import states_of
from generator.terms.clause import ClauseVersion
from generator.terms.metric import Metric, MetricVersion
from generator.terms.programme import Programme
from generator.terms.window import Window


def leg_faults(programme: Programme, name: str, number: int, version: ClauseVersion) -> Iterator[Diagnostic]:
    """A message for each leg that is carried although its metric looks beyond the window."""
    if not isinstance(version, BinaryVersion):
        return
    for leg, metric in version.both:
        if leg in states_of(version) and not _of_the_window(programme.metrics, metric):
            tree = programme.trees[programme.clause_files[name]]
            yield Diagnostic(
                "legs-unclear",
                find(tree, ("versions", number, "legs", leg)).place,
                f"What is left of `{metric}` is carried to the next window, and the metric looks beyond its own one.",
                other=Mark(key_place(programme.trees["metrics.yaml"], ("metrics", metric)), "defined here"),
                consequence="The same volume would be matched twice.",
                cure="Take a metric with `window: period`, or let the leg lapse: `carries: {"
                f"{leg}: flush}}`.",
            )


def _of_the_window(metrics: Mapping[str, Metric], name: str) -> bool:
    """Whether a metric, and all that it is made of, has only what lies in the window for which it is asked."""
    return all(_inside(metrics, version) for version in metrics[name].versions)


def _inside(metrics: Mapping[str, Metric], version: MetricVersion) -> bool:
    if version.derived is None:
        return version.window == Window("period")
    return all(
        not operand.before and _of_the_window(metrics, operand.metric)
        for _, operand in metrics_made_of(version)
    )
