"""Figures without end: metrics that may have decimals without end, and clauses that multiply them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.rules import MODULES
from generator.rules.metric_reads import metrics_made_of
from generator.source import Diagnostic, Mark, Step, find, key_place
from generator.terms.clause import ClauseVersion
from generator.terms.derived import Combined, LookedUp
from generator.terms.metric import Metric, MetricVersion
from generator.terms.programme import Programme


def endless_bases(programme: Programme) -> Iterator[Diagnostic]:
    """A message for each base of a clause that no decimal holds: its workings could not be written down."""
    endless = endless_metrics(programme.metrics)
    for name, clause in programme.clauses.items():
        file = programme.clause_files[name]
        for number, version in enumerate(clause.versions):
            if version.rowwise:
                continue
            for read, base in MODULES[clause.kind].metrics_read(version):
                if base in endless and base in _multiplied(version):
                    yield _endless(programme, file, ("versions", number, *read), base, endless[base])


def _multiplied(version: ClauseVersion) -> tuple[str, ...]:
    """The metrics of a version whose figures stand in the workings of its lines."""
    legs: tuple[tuple[str, str], ...] = getattr(version, "both", ())
    return tuple(metric for _, metric in legs) or (getattr(version, "base", None) or "",)


def _endless(programme: Programme, file: str, read: tuple[Step, ...], base: str, number: int) -> Diagnostic:
    path: tuple[Step, ...] = ("metrics", base, "versions", number)
    way = programme.metrics[base].versions[number].derived_ways[0]
    return Diagnostic(
        "rounding-missing",
        find(programme.trees[file], read).place,
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
