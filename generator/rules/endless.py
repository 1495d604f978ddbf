"""Figures without end: metrics that may have decimals without end, and clauses that multiply them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.rules import MODULES
from generator.rules.metric_reads import metrics_made_of
from generator.source import Diagnostic, Mark, Step, find, key_place
from generator.terms.derived import Combined, LookedUp
from generator.terms.metric import Metric, MetricVersion
from generator.terms.programme import Programme


def endless_bases(programme: Programme) -> Iterator[Diagnostic]:
    """A message for each base of a clause that no decimal holds: its workings could not be written down."""
    endless = endless_metrics(programme.metrics)
    for name, clause in programme.clauses.items():
        file = programme.clause_files[name]
        for number, version in enumerate(clause.versions):
            base = getattr(version, "base", None)
            if version.rowwise or base not in endless:
                continue
            read = next(at for at, one in MODULES[clause.kind].metrics_read(version) if one == base)
            path: tuple[Step, ...] = ("metrics", base, "versions", endless[base])
            way = programme.metrics[base].versions[endless[base]].derived_ways[0]
            yield Diagnostic(
                "rounding-missing",
                find(programme.trees[file], ("versions", number, *read)).place,
                f"The base `{base}` may have decimals without end, and nothing says how it is rounded.",
                other=Mark(key_place(programme.trees["metrics.yaml"], (*path, way)), "made here"),
                consequence="The workings of a line could be neither printed nor checked with a pocket calculator.",
                cure="Add `round: {digits: 2, mode: half_up}` to the metric.",
            )


def endless_metrics(metrics: Mapping[str, Metric]) -> dict[str, int]:
    """The metrics that may have decimals without end, each with the number of the version that says so."""
    found: dict[str, int] = {}
    while True:  # a metric made of one without end has none either
        further = {
            name: number
            for name, metric in metrics.items()
            if name not in found
            for number, version in enumerate(metric.versions)
            if _is_endless(version, found)
        }
        if not further:
            return found
        found |= further


def _is_endless(version: MetricVersion, known: Mapping[str, int]) -> bool:
    if version.round is not None or version.derived is None:
        return False
    match version.derived:
        case Combined("quotient" | "ratio"):
            return True
        case LookedUp():
            return False
    return any(operand.metric in known for _, operand in metrics_made_of(version))
