"""Looking ahead of the passes: earlier periods that metrics and conditions read, and columns that trees need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from generator.book.book import TableColumns
from generator.rules.held_conditions import atoms_in
from generator.rules.metric_reads import metrics_made_of, metrics_read
from generator.settlement.plan import Asked, UnknownColumn
from generator.terms.amount import amount_metrics
from generator.terms.atoms import Atom, MetricIs, shift_of
from generator.terms.calendar import Period
from generator.terms.programme import Programme
from generator.terms.reward import RewardVersion
from generator.terms.training import SCORE
from generator.terms.version import Version, in_force


def asked_by_metrics(programme: Programme, periods: Sequence[Period]) -> Iterator[Asked]:
    """What derived metrics of the settled periods read of earlier ones."""
    found: dict[Asked, None] = {}
    for period in periods:
        for metric in programme.metrics:
            _look(programme, metric, period, period.first, found)
    yield from found


def asked_by_conditions(programme: Programme, periods: Sequence[Period]) -> Iterator[Asked]:
    """What conditions of the settled periods read of earlier ones."""
    found: dict[Asked, None] = {}
    for period in periods:
        for _, versions in programme.versions():
            for atom in _judged(versions, period.first):
                shift = shift_of(atom)
                if shift is None or not isinstance(atom, MetricIs):
                    continue
                read = {atom.metric, *(name for _, name in amount_metrics(atom.bound))}
                names = frozenset(name for one in read for name in _rest_on(programme, one, period.first))
                for back in [shift.span] if shift.kind == "before" else range(1, shift.span + 1):
                    earlier = period.shifted(-back)
                    found[Asked(earlier.span, period.first, names)] = None
                    for name in sorted(names):
                        _look(programme, name, earlier, period.first, found)
    yield from found


def _judged(versions: Sequence[Version], day: date) -> Iterator[Atom]:
    """The tests of the version in force on a day, and of shares of earlier versions that may be due by then.

    Offers of rewards are judged by the period before the one in which they are taken, so those to come are tested, too.
    """
    version = in_force(versions, day)
    if version is not None:
        yield from (atom for _, atom in atoms_in(version))
    for one in versions:
        if one is not version and one.starts <= day and getattr(one, "due", None):
            yield from (atom for path, atom in atoms_in(one) if path[0] == "due")
        elif one is not version and isinstance(one, RewardVersion):
            yield from (atom for _, atom in atoms_in(one))


def check_placement(programme: Programme, tables: Mapping[str, TableColumns]) -> None:
    """Raise UnknownColumn where a metric reads the placement tree and the table of partners has no such columns."""
    known = tables["partners"].columns if "partners" in tables else {}
    for name, metric in programme.metrics.items():
        for version in metric.versions:
            placed = version.scope.tree == "placement" or version.tree == "placement"
            needed = ["placement"] if placed else []
            needed += ["position"] if version.scope.position or version.scope.positions else []
            for column in needed:
                if column not in known:
                    raise UnknownColumn("partners", column, list(known), ("metric", name))


def check_marks(programme: Programme, tables: Mapping[str, TableColumns]) -> None:
    """Raise UnknownColumn where a course asks for a result and the events have no column of results."""
    known = tables["events"].columns if "events" in tables else {}
    for name, course in programme.courses.items():
        asked = any(version.passed_at for version in course.versions)
        if asked and (SCORE not in known or known[SCORE].type != "decimal"):
            fitting = [column for column, one in known.items() if one.type == "decimal"]
            raise UnknownColumn("events", SCORE, fitting, ("course", name))


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
