"""Looking back: which earlier periods derived metrics read, so that the passes over the records reach them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from generator.rules.metric_reads import metrics_made_of, metrics_read
from generator.settlement.plan import Asked
from generator.terms.calendar import Period
from generator.terms.programme import Programme
from generator.terms.version import in_force


def asked_by_metrics(programme: Programme, periods: Sequence[Period]) -> Iterator[Asked]:
    """What derived metrics of the settled periods read of earlier ones."""
    found: dict[Asked, None] = {}
    for period in periods:
        for metric in programme.metrics:
            _look(programme, metric, period, period.first, found)
    yield from found


def _look(programme: Programme, metric: str, period: Period, edition: date, found: dict[Asked, None]) -> None:
    """Collect what a metric reads of periods before `period`, further back where that reads back again."""
    version = in_force(programme.metrics[metric].versions, edition)
    for _, operand in metrics_made_of(version) if version is not None else ():
        if not operand.before:
            continue
        earlier = period.shifted(-operand.before)
        asked = Asked(earlier.span, edition, frozenset(_rest_on(programme, operand.metric, edition)))
        if asked not in found:
            found[asked] = None
            for name in asked.metrics or ():
                _look(programme, name, earlier, edition, found)


def _rest_on(programme: Programme, metric: str, edition: date) -> set[str]:
    """A metric with all that it reads in the same window."""
    found: set[str] = set()
    waiting = [metric]
    while waiting:
        name = waiting.pop()
        version = in_force(programme.metrics[name].versions, edition)
        if name not in found and version is not None:
            found.add(name)
            waiting += [other for _, other in metrics_read(version)]
    return found
