"""Checks of dates: what a rule rests on is announced with it, and in force for as long as the rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from generator.rules.amount_checks import metrics_read_by
from generator.rules.held_conditions import atoms_in
from generator.rules.metric_reads import metric_atoms, metrics_made_of
from generator.rules.recognised import named_in, recognised
from generator.rules.reward_checks import FILE, rewards_given
from generator.rules.worth import unit_of_rates
from generator.source import Diagnostic, Mark, Place, Step, find, key_place
from generator.terms.amount import amount_metrics
from generator.terms.atoms import Atom, CoursePassed, MetricIs, TierIs
from generator.terms.clause import ClauseVersion
from generator.terms.due import due_day
from generator.terms.ladder import LadderVersion
from generator.terms.programme import Programme
from generator.terms.unit import UnitVersion
from generator.terms.version import Version, boundaries, in_force


@dataclass(frozen=True)
class _Rest:
    """A version at `above` in a file, up to `last`, that rests on the thing `what`, named at `path` below it.

    `since` is the day from which it does, where that is another than its first.
    """

    file: str
    above: tuple[Step, ...]
    path: tuple[Step, ...]
    version: Version
    last: date | None
    kind: str
    name: str
    versions: Sequence[Version]
    holds: Callable[[Version], bool] = lambda _: True
    since: date | None = None

    @property
    def what(self) -> str:
        """`the metric `volume``, for a sentence."""
        return f"the {self.kind} `{self.name}`"

    def place(self, programme: Programme) -> Place:
        """Where it is named: as a key or as a value."""
        tree, path = programme.trees[self.file], (*self.above, *self.path)
        return key_place(tree, path) if path[-1] == self.name else find(tree, path).place

    def other(self, programme: Programme, gap: date) -> Mark:
        """The end of the definition before the gap, or its beginning after it."""
        file, path = _definition(programme, self.kind, self.name)
        started = [number for number, version in enumerate(self.versions) if version.starts <= gap]
        tree = programme.trees[file]
        if not started:
            return Mark(find(tree, (*path, "versions", 0, "from")).place, "it starts here")
        version = self.versions[started[-1]]
        key, label = ("from", "not from here on") if version.ends is None else ("ends", "it ends here")
        return Mark(find(tree, (*path, "versions", started[-1], key)).place, label)


def standing_dates(programme: Programme) -> Iterator[Diagnostic]:
    """A message for each thing that a rule rests on and that is missing on some day of the rule's time.

    Several rules that rest on one thing make one message. All names must lead somewhere (`references` says so).
    """
    told: set[str] = set()
    for rest in _rests(programme):
        if rest.what in told:
            continue
        gap = _first_gap(rest)
        place = rest.place(programme)
        if gap is not None:
            when = "when this version starts" if gap == rest.version.starts else "while this version is"
            if gap < rest.version.starts:
                when = "by which the first days of this version are judged"
            if rest.path[0] == "due":
                when = "when shares of this version are still to be judged"
            told.add(rest.what)
            yield Diagnostic(
                "not-in-force",
                place,
                f"T{rest.what[1:]} is not in force on {gap}, {when}.",
                other=rest.other(programme, gap),
                consequence="From that day on the rule would rest on something undefined.",
                cure="Let the definition start earlier or end later, or this version start later or end earlier.",
            )
            continue
        first = _first_told(rest)
        if first is not None and first.announced > rest.version.announced:
            told.add(rest.what)
            yield Diagnostic(
                "announced-later",
                place,
                f"T{rest.what[1:]} is announced on {first.announced}, later than this version that rests on it.",
                consequence="Until then partners would read a rule without knowing what it counts.",
                cure=f"Announce both on one day: `announced: {rest.version.announced}` at {rest.what}.",
            )


def _first_told(rest: _Rest) -> Version | None:
    """What a version rests on as it begins, as it was announced first, before any correction."""
    found = in_force(rest.versions, rest.version.starts)
    return found and next(one for one in rest.versions if one.starts == found.starts)


def _definition(programme: Programme, kind: str, name: str) -> tuple[str, tuple[Step, ...]]:
    """The file and the place in it where something is defined."""
    if kind in ("metric", "measure"):
        return "metrics.yaml", (f"{kind}s", name)
    if kind == _WORTH:
        return "programme.yaml", ("units", name)
    if kind == "reward":
        return "rewards.yaml", ("rewards", name)
    if kind == "tier":
        return "tiers.yaml", ("ladders", programme.titles().ladder_of[name])
    trees = programme.trees.items()
    return next(file for file, tree in trees if find(tree, ("course",)).plain() == name), ()


def _first_gap(rest: _Rest) -> date | None:
    """The first day of the version on which what it rests on is not in force."""
    starts = rest.since or rest.version.starts
    days = {starts} | {day for day in boundaries(rest.versions) if day > starts}
    for day in sorted(days):
        if rest.last is not None and day > rest.last:
            return None
        found = in_force(rest.versions, day)
        if found is None or not rest.holds(found):
            return day
    return None


def _spans(versions: Sequence[Version]) -> Iterator[tuple[int, Version, date | None]]:
    """Each version with the last day on which it is in force; None without an end."""
    for number, version in enumerate(versions):
        ends = [version.ends] if version.ends is not None else []
        if number + 1 < len(versions):
            ends.append(versions[number + 1].starts - timedelta(days=1))
        yield number, version, min(ends, default=None)


_WORTH = "worth of the unit"


def _valued(found: Version) -> bool:
    return isinstance(found, UnitVersion) and found.equals is not None


def _rests(programme: Programme) -> Iterator[_Rest]:
    titles = programme.titles()
    for name, metric in programme.metrics.items():
        for number, version, last in _spans(metric.versions):
            above: tuple[Step, ...] = ("metrics", name, "versions", number)
            made = metric.versions[number]
            if made.measure is not None:
                path: tuple[Step, ...] = (made.aggregate,)
                found = programme.measures[made.measure].versions
                yield _Rest("metrics.yaml", above, path, version, last, "measure", made.measure, found)
            for path, operand in metrics_made_of(made):
                read = programme.metrics[operand.metric].versions
                yield _Rest("metrics.yaml", above, path, version, last, "metric", operand.metric, read)
            for path, atom in metric_atoms(made):
                yield from _of_atom(programme, "metrics.yaml", above, path, version, last, atom)
    for name, ladder in programme.ladders.items():
        for number, version, last in _spans(ladder.versions):
            above = ("ladders", name, "versions", number)
            yield from _of_conditions(programme, "tiers.yaml", above, version, last)
    for number, version, last in _spans(programme.file.points.versions if programme.file.points else ()):
        yield from _of_conditions(programme, "programme.yaml", ("points", "versions", number), version, last)
    yield from _of_rewards(programme)
    for _, (held_in, path), versions in recognised(programme):
        for number, one, last in _spans(versions):
            above = (*path, "versions", number)
            yield from _of_conditions(programme, held_in, above, one, last)
            for at, kind, named in named_in(one):
                if kind != "contest":  # what nobody wins now was won before
                    things = programme.metrics if kind == "metric" else programme.courses
                    yield _Rest(held_in, above, at, one, last, kind, named, things[named].versions)
    for number, version, last in _spans(programme.curriculum.versions if programme.curriculum else ()):
        above = ("curriculum", "versions", number)
        yield from _of_conditions(programme, "training/curriculum.yaml", above, version, last)
    for name, clause in programme.clauses.items():
        file = programme.clause_files[name]
        for number, version, last in _spans(clause.versions):
            above = ("versions", number)
            clause_version = clause.versions[number]
            yield from _of_conditions(programme, file, above, version, last)
            for path, metric_name in metrics_read_by(clause.kind, clause_version):
                versions = programme.metrics[metric_name].versions
                yield _Rest(file, above, path, version, last, "metric", metric_name, versions)
            for path, given in rewards_given(clause_version):
                offers = programme.rewards[given].versions
                yield _Rest(file, above, path, version, last, "reward", given, offers)
            unit = unit_of_rates(clause_version, titles)
            if unit in titles.valued:
                worths = programme.file.units[unit].versions
                yield _Rest(file, above, ("base",), version, last, _WORTH, unit, worths, _valued)
            table = getattr(clause_version, "table", None)
            for row, one in enumerate(table.rows if table else ()):
                tier = getattr(one, "tier", None)
                if tier is not None:
                    at = ("table", "rows", row, "tier")
                    yield _of_tier(programme, file, above, at, version, last, tier)


def _of_rewards(programme: Programme) -> Iterator[_Rest]:
    """What decides who can take rewards; it is judged by the period before."""
    for name, reward in programme.rewards.items():
        for number, version, last in _spans(reward.versions):
            before = programme.cycle.period_of(version.starts).shifted(-1).first
            since = max(before, programme.file.starts)
            for rest in _of_conditions(programme, FILE, ("rewards", name, "versions", number), version, last):
                yield replace(rest, since=since)


def _of_conditions(
    programme: Programme, file: str, above: tuple[Step, ...], version: Version, last: date | None
) -> Iterator[_Rest]:
    """What conditions rest on; a line of an earlier period, or of a clause that has ended, is no line and no fault."""
    for path, atom in atoms_in(version):
        until = last
        if isinstance(version, ClauseVersion) and path[0] == "due":
            until = _judged_until(programme, version, int(path[1]), last)
        yield from _of_atom(programme, file, above, path, version, until, atom)


def _judged_until(
    programme: Programme, version: ClauseVersion, number: int, last: date | None
) -> date | None:
    """The first day of the last period in which a share of a version is judged; its definitions hold that day."""
    after = version.due[number].after
    if last is None or after is None:
        return None
    return max(last, programme.cycle.period_of(due_day(last, after)).first)


def _of_atom(
    programme: Programme,
    file: str,
    above: tuple[Step, ...],
    path: tuple[Step, ...],
    version: Version,
    last: date | None,
    atom: Atom,
) -> Iterator[_Rest]:
    match atom:
        case MetricIs():
            read = [(path, atom.metric)]
            read += [((*path, atom.compare, *at), name) for at, name in amount_metrics(atom.bound)]
            for here, name in read:
                versions: Sequence[Version] = programme.metrics[name].versions
                yield _Rest(file, above, here, version, last, "metric", name, versions)
        case CoursePassed(course=name):
            versions = programme.courses[name].versions
            yield _Rest(file, above, path, version, last, "course", name, versions)
        case TierIs():
            for name in atom.named:
                yield _of_tier(programme, file, above, path, version, last, name)


def _of_tier(
    programme: Programme,
    file: str,
    above: tuple[Step, ...],
    path: tuple[Step, ...],
    version: Version,
    last: date | None,
    tier: str,
) -> _Rest:
    ladder = programme.ladders[programme.titles().ladder_of[tier]]

    def holds(found: Version) -> bool:
        return isinstance(found, LadderVersion) and tier in [one.tier for one in found.tiers]

    return _Rest(file, above, path, version, last, "tier", tier, ladder.versions, holds)
