"""Which things, versions and rows the programme has; taken from its YAML as names only, never as values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import PurePosixPath

from generator.audit.addresses import address_of
from generator.audit.outputs import Outputs
from generator.audit.rawfiles import RawUnreadable
from generator.audit.records import load_plain_yaml

RECOGNITION = "program/recognition.yaml"
WEBINARS = "program/training/webinars.yaml"
STEPS = ("rows", "weighted", "of")


@dataclass(frozen=True)
class Version:
    """One dated version of a thing: how many rows, examples and tiers must be found where it is shown."""

    start: date
    rows: int = 0
    examples: int = 0
    tiers: tuple[str, ...] = ()
    ends: date | None = None  # the last day, where one is given
    steps: int = 0  # rows of a lookup, weighted parts and targets, each a sentence of its own
    revision: int = 1
    corrected: date | None = None  # the day on which a correction was announced

    @property
    def address(self) -> str:
        """Its first day, and its revision from the second on."""
        return address_of(self.start, self.revision)

    def known(self, day: date) -> bool:
        """Whether it was there already on a day: a correction is from its announcement on."""
        return self.corrected is None or self.corrected <= day


@dataclass(frozen=True)
class Thing:
    """One thing of the programme by its public name (`metric/x`, `ladder/x`, a clause's bare id)."""

    name: str
    kind: str
    versions: tuple[Version, ...]

    def in_force(self, day: date, known: date = date.max) -> Version | None:
        """The version that is in force on a day, in the last revision known on another."""
        begun = [version for version in self.versions if version.start <= day and version.known(known)]
        latest = max(begun, key=lambda version: (version.start, version.revision), default=None)
        return None if latest is None or (latest.ends is not None and latest.ends < day) else latest

    def at(self, address: str) -> Version | None:
        """The version at an address."""
        return next((version for version in self.versions if version.address == address), None)

    def last(self, version: Version) -> Version:
        """The last revision of a version."""
        mine = [one for one in self.versions if one.start == version.start]
        return max(mine, key=lambda one: one.revision)


@dataclass(frozen=True)
class Issue:
    """One revision of an edition: what is in force from a day on, as it was known on another."""

    start: date
    revision: int
    known: date
    corrected: date | None = None  # the day of the corrections that it brought

    @property
    def address(self) -> str:
        """Its first day, and its revision from the second on."""
        return address_of(self.start, self.revision)


@dataclass
class Skeleton:
    """Everything that must exist, and the two settings without which raw rows cannot be placed in time."""

    languages: tuple[str, ...]
    zone: str
    starts: date
    things: dict[str, Thing] = field(default_factory=dict)
    reviewed: dict[str, date] = field(default_factory=dict)  # when people looked at a course last
    webinars: dict[str, date] = field(default_factory=dict)  # from when on each is announced

    def editions(self) -> list[Issue]:
        """All editions, by first day and revision.

        One begins on each day, from the start on, on which something begins or is over. It holds the corrections that
        were announced before that day; where only a correction makes it begin, those of that announcement. Each day
        on which a correction changes what is in force on its first day brings a further revision.
        """
        began: dict[
            date, date | None
        ] = {}  # first day -> the announcement that brought it, where only one did
        for thing in self.things.values():
            for version in thing.versions:
                days = [version.start, *([version.ends + timedelta(days=1)] if version.ends else [])]
                for day in (max(one, self.starts) for one in days):
                    other = began.get(day, date.max)
                    brought = version.corrected
                    began[day] = None if other is None or brought is None else min(other, brought)
        return [issue for day in sorted(began) for issue in self._issues(day, began[day])]

    def _issues(self, start: date, brought: date | None) -> Iterator[Issue]:
        known = start - timedelta(days=1)
        if brought is not None:
            known = max(known, brought)
        yield Issue(start, 1, known)
        announced = {version.corrected for thing in self.things.values() for version in thing.versions}
        revision, shown = 1, self.in_force(start, known)
        for day in sorted(one for one in announced if one is not None and one > known):
            now = self.in_force(start, day)
            if now != shown:
                revision, shown = revision + 1, now
                yield Issue(start, revision, day, day)

    def in_force(self, day: date, known: date) -> dict[str, Version]:
        """The version of each thing that is in force on a day, in the last revision known on another."""
        found = {thing.name: thing.in_force(day, known) for thing in self.things.values()}
        return {name: version for name, version in found.items() if version is not None}

    def of_kind(self, kind: str) -> list[Thing]:
        """All things of a kind such as `metric` or `clause`."""
        return [thing for thing in self.things.values() if thing.kind == kind]


def _mapping(outputs: Outputs, path: str) -> dict[str, object]:
    loaded = load_plain_yaml(outputs.text(path))
    if not isinstance(loaded, dict):
        raise RawUnreadable(f"{path} is not a mapping")
    return loaded


def _versions(entry: object, path: str, known: date | None) -> tuple[Version, ...]:
    rows = entry.get("versions") if isinstance(entry, dict) else None
    if not isinstance(rows, list):
        raise RawUnreadable(f"{path}: something has no versions")
    found: list[Version] = []
    for row in rows:
        if known is not None and row.get("announced") and date.fromisoformat(row["announced"]) > known:
            continue
        corrected: date | None = None
        if row.get("correction"):
            corrected = date.fromisoformat(row["announced"])
            if not found:
                raise RawUnreadable(f"{path}: a correction stands below nothing")
        table = row.get("brackets") or row.get("table") or {}
        tiers = tuple(str(tier["tier"]) for tier in row.get("tiers") or [])
        found.append(
            Version(
                date.fromisoformat(row["from"]),
                len(table.get("rows") or row.get("prizes") or []),
                len(row.get("examples") or []),
                tiers,
                date.fromisoformat(row["ends"]) if row.get("ends") else None,
                sum(len(one) for name in STEPS if isinstance(one := row.get(name), list)),
                found[-1].revision + 1 if corrected is not None else 1,
                corrected,
            )
        )
    return tuple(sorted(found, key=lambda version: (version.start, version.revision)))


def read_skeleton(outputs: Outputs, known: date | None = None) -> Skeleton:
    """Read the names of everything, or of what was announced by a day: nobody is shown what is announced later.

    RawUnreadable or FileNotFoundError if the programme is not there.
    """
    programme = _mapping(outputs, "program/programme.yaml")
    languages = programme.get("languages")
    skeleton = Skeleton(
        tuple(str(one) for one in languages) if isinstance(languages, list) else (),
        str(programme.get("time_zone", "")),
        date.fromisoformat(str(programme.get("starts"))),
    )

    def add(name: str, kind: str, entry: object, path: str) -> None:
        versions = _versions(entry, path, known)
        if versions or known is None:
            skeleton.things[name] = Thing(name, kind, versions)

    add("policy", "policy", programme.get("policy"), "program/programme.yaml")
    if programme.get("channels"):
        add("channels", "channels", programme["channels"], "program/programme.yaml")
    recognition = _mapping(outputs, RECOGNITION) if outputs.exists(RECOGNITION) else {}
    ceilings = programme.get("ceilings") or {}
    for name, entry in ceilings.items() if isinstance(ceilings, dict) else ():
        add(f"ceiling/{name}", "ceiling", entry, "program/programme.yaml")
    units = programme.get("units") or {}
    for name, entry in units.items() if isinstance(units, dict) else ():
        add(f"unit/{name}", "unit", entry, "program/programme.yaml")
    if isinstance(points := programme.get("points"), dict):
        add("points", "points", points, "program/programme.yaml")
    if outputs.exists("program/rewards.yaml"):
        rewards = _mapping(outputs, "program/rewards.yaml").get("rewards") or {}
        for name, entry in rewards.items() if isinstance(rewards, dict) else ():
            add(f"reward/{name}", "reward", entry, "program/rewards.yaml")
    metrics = _mapping(outputs, "program/metrics.yaml")
    for group, kind in (("measures", "measure"), ("metrics", "metric")):
        named = metrics.get(group) or {}
        for name, entry in named.items() if isinstance(named, dict) else ():
            add(f"{kind}/{name}", kind, entry, "program/metrics.yaml")
    if outputs.exists("program/tiers.yaml"):
        ladders = _mapping(outputs, "program/tiers.yaml").get("ladders") or {}
        for name, entry in ladders.items() if isinstance(ladders, dict) else ():
            add(f"ladder/{name}", "ladder", entry, "program/tiers.yaml")
    for path in outputs.list("program/clauses", "*.yaml"):
        if PurePosixPath(path).parent.name == "clauses":
            clause = _mapping(outputs, path)
            add(str(clause.get("clause")), "clause", clause, path)
    for path in outputs.list("program/training/courses", "*.yaml"):
        course = _mapping(outputs, path)
        add(f"course/{course.get('course')}", "course", course, path)
        if course.get("reviewed"):
            skeleton.reviewed[str(course.get("course"))] = date.fromisoformat(str(course["reviewed"]))
    if outputs.exists(WEBINARS):
        named = _mapping(outputs, WEBINARS).get("webinars") or {}
        for name, entry in named.items() if isinstance(named, dict) else ():
            skeleton.webinars[str(name)] = date.fromisoformat(str(entry["announced"]))
    for group, kind in (
        ("badges", "badge"),
        ("certificates", "certificate"),
        ("leaderboards", "leaderboard"),
        ("winners", "winners"),
    ):
        named = recognition.get(group) or {}
        for name, entry in named.items() if isinstance(named, dict) else ():
            add(f"{kind}/{name}", kind, entry, RECOGNITION)
    if outputs.exists("program/training/curriculum.yaml"):
        curriculum = _mapping(outputs, "program/training/curriculum.yaml").get("curriculum")
        add("curriculum", "curriculum", curriculum, "program/training/curriculum.yaml")
    return skeleton
