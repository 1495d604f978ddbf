"""The plan as it is told: which scans the records need, what each finds and for whom, which trees, what is derived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from generator.rules.metric_reads import metrics_read
from generator.settlement.plan import Aggregate, Firsts, Plan
from generator.terms.calendar import Period
from generator.terms.derived import Counted
from generator.terms.metric import MetricVersion
from generator.terms.programme import Programme
from generator.terms.version import in_force

_HOW = {
    "sum": "sum of",
    "count": "count of rows",
    "values": "count of values of",
    "distinct": "different values of",
    "min": "lowest",
    "max": "highest",
    "first": "earliest",
    "last": "latest",
}


def plan_told(programme: Programme, periods: Sequence[Period], plan: Plan) -> dict[str, Any]:
    """The plan as plain values; `scans` counts how often rows of any table are read."""
    readers = _readers(plan)
    passes = [_pass(table, wanted, plan, readers) for table, wanted in plan.aggregates.items()]
    own = [
        {
            "table": one.table,
            "finds": f"first rows of each {one.column}{_where(one.test)}",
            "since": _since(plan, one),
            "metrics": readers[one],
        }
        for one in plan.firsts
    ]
    each = _each_time(plan)
    return {
        "scans": len(passes) + len(own) + sum(len(periods) for _ in each),
        "passes": passes,
        "own_passes": own,
        "scans_for_each_period": each,
        "trees": _trees(programme, periods),
        "derived": _derived(programme, periods),
    }


def plan_lines(told: Mapping[str, Any]) -> Iterator[str]:
    """The plan as lines of text."""
    for one in told["passes"]:
        yield f"{one['table']}: one scan, {_from(one['since'])}"
        for column in one["finds"]:
            yield f"  {column['is']}  ->  {', '.join(column['metrics'])}"
    for one in told["own_passes"]:
        yield f"{one['table']}: a scan of its own, {_from(one['since'])}"
        yield f"  {one['finds']}  ->  {', '.join(one['metrics'])}"
    for one in told["scans_for_each_period"]:
        yield f"{one['table']}: a scan for each period, since {one['why']}  ->  {one['metric']}"
    for one in told["trees"]:
        yield f"tree {one['tree']}, made once  ->  {', '.join(one['read_by'])}"
    for one in told["derived"]:
        made = ", ".join(one["made_of"]) or "the day of joining or people alone"
        yield f"derived, no scan: {one['metric']}  <-  {made}"
    count = told["scans"]
    yield f"{count} scan{'' if count == 1 else 's'} of records in all."


def _readers(plan: Plan) -> dict[Aggregate | Firsts, list[str]]:
    """The metrics that read each column of a pass."""
    found: dict[Aggregate | Firsts, dict[str, None]] = {}
    for (name, _), recipe in plan.recipes.items():
        for source in recipe.aggregates or (recipe.source,):
            found.setdefault(source, {})[name] = None
    return {source: list(names) for source, names in found.items()}


def _pass(
    table: str,
    wanted: Sequence[Aggregate],
    plan: Plan,
    readers: Mapping[Aggregate | Firsts, Sequence[str]],
) -> dict[str, Any]:
    days = [plan.since[one] for one in wanted]
    first = min(days)
    return {
        "table": table,
        "since": None if first == date.min else str(first),
        "finds": [
            {
                "is": f"{_HOW[one.how]}{f' {one.value}' if one.value else ''}{_where(one.test)}",
                "metrics": list(readers.get(one, ())),
            }
            for one in wanted
        ],
    }


def _each_time(plan: Plan) -> list[dict[str, str]]:
    """Metrics whose windows no shared scan can serve: days of each partner's own, different values over buckets."""
    found: dict[str, dict[str, str]] = {}
    for (name, _), recipe in plan.recipes.items():
        if recipe.window.personal:
            found[name] = {
                "metric": name,
                "table": recipe.source.table,
                "why": "each partner has days of their own",
            }
        elif (
            isinstance(recipe.source, Aggregate)
            and recipe.source.how == "distinct"
            and recipe.window.kind != "period"
        ):
            found[name] = {
                "metric": name,
                "table": recipe.source.table,
                "why": "different values of several periods cannot be added up",
            }
    return list(found.values())


def _versions(programme: Programme, periods: Sequence[Period]) -> Iterator[tuple[str, MetricVersion]]:
    """Each metric with each of its versions that some period is settled by."""
    for name, metric in programme.metrics.items():
        told: list[MetricVersion] = []
        for period in periods:
            version = in_force(metric.versions, period.first)
            if version is not None and version not in told:
                told.append(version)
                yield name, version


def _trees(programme: Programme, periods: Sequence[Period]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, None]] = {}
    for name, version in _versions(programme, periods):
        if version.scope.kind not in ("own", "programme"):
            found.setdefault(version.scope.tree, {})[name] = None
        if isinstance(version.derived, Counted) and version.derived.what != "members":
            found.setdefault(version.derived.tree, {})[name] = None
    for clause, one in programme.clauses.items():
        for period in periods:
            tree = getattr(in_force(one.versions, period.first), "tree", None)
            if isinstance(tree, str):
                found.setdefault(tree, {})[clause] = None
    return [{"tree": tree, "read_by": list(names)} for tree, names in found.items()]


def _derived(programme: Programme, periods: Sequence[Period]) -> list[dict[str, Any]]:
    """Derived metrics, each after those that it reads."""
    reads: dict[str, dict[str, None]] = {}
    for name, version in _versions(programme, periods):
        if version.derived is not None:
            reads.setdefault(name, {}).update(dict.fromkeys(other for _, other in metrics_read(version)))
    out: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in reads and name not in waiting:
            waiting.add(name)
            for other in reads[name]:
                visit(other)
            out[name] = None

    waiting: set[str] = set()
    for name in reads:
        visit(name)
    return [{"metric": name, "made_of": list(reads[name])} for name in out]


def _where(test: str) -> str:
    return f" where {test}" if test else ""


def _since(plan: Plan, source: Aggregate | Firsts) -> str | None:
    first = plan.since[source]
    return None if first == date.min else str(first)


def _from(since: str | None) -> str:
    return "all history" if since is None else f"rows from {since} on"
