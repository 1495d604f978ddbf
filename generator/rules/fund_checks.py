"""Checks of funds: a metric of which a fund is made has one figure for everybody who shares it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.rules.metric_reads import metrics_made_of
from generator.rules.pool import PoolVersion
from generator.source import Diagnostic, Mark, find, key_place
from generator.terms.amount import amount_metrics
from generator.terms.clause import ClauseVersion
from generator.terms.derived import Age, Counted
from generator.terms.metric import Metric, MetricVersion
from generator.terms.programme import Programme


def fund_faults(programme: Programme, name: str, number: int, version: ClauseVersion) -> Iterator[Diagnostic]:
    """A message where the fund of a version would be another one for each partner."""
    if not isinstance(version, PoolVersion):
        return
    for path, metric in amount_metrics(version.fund):
        if not is_of_all(programme.metrics, metric):
            yield Diagnostic(
                "fund-of-one",
                find(
                    programme.trees[programme.clause_files[name]], ("versions", number, "fund", *path)
                ).place,
                f"A fund is one figure for all who share it, and `{metric}` is another one for each partner.",
                other=Mark(key_place(programme.trees["metrics.yaml"], ("metrics", metric)), "defined here"),
                consequence="Nobody could say how much there is to share.",
                cure="Take a metric with `scope: programme`, or one that is made of such metrics only.",
            )


def is_of_all(metrics: Mapping[str, Metric], name: str) -> bool:
    """Whether a metric is the same for every partner, in all its versions."""
    return all(_alike(metrics, version) for version in metrics[name].versions)


def _alike(metrics: Mapping[str, Metric], version: MetricVersion) -> bool:
    if version.derived is None or isinstance(version.derived, Counted):
        return version.scope.kind == "programme"
    if isinstance(version.derived, Age):
        return False
    return all(is_of_all(metrics, operand.metric) for _, operand in metrics_made_of(version))
