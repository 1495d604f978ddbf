"""Which things, versions and rows the programme has; taken from its YAML as names only, never as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import PurePosixPath

from generator.audit.outputs import Outputs
from generator.audit.rawfiles import RawUnreadable
from generator.audit.records import load_plain_yaml


@dataclass(frozen=True)
class Version:
    """One dated version of a thing: how many rows, examples and tiers must be found where it is shown."""

    start: date
    rows: int = 0
    examples: int = 0
    tiers: tuple[str, ...] = ()
    ends: date | None = None  # the last day, where one is given
    steps: int = 0  # rows of a lookup and weighted parts, each a sentence of its own


@dataclass(frozen=True)
class Thing:
    """One thing of the programme by its public name (`metric/x`, `ladder/x`, a clause's bare id)."""

    name: str
    kind: str
    versions: tuple[Version, ...]

    def in_force(self, day: date) -> Version | None:
        """The version that is in force on a day."""
        begun = [version for version in self.versions if version.start <= day]
        latest = max(begun, key=lambda version: version.start, default=None)
        return None if latest is None or (latest.ends is not None and latest.ends < day) else latest


@dataclass
class Skeleton:
    """Everything that must exist, and the two settings without which raw rows cannot be placed in time."""

    languages: tuple[str, ...]
    zone: str
    starts: date
    things: dict[str, Thing] = field(default_factory=dict)

    def editions(self) -> list[date]:
        """The first days of all editions: each day on which something begins or is over, from the start on."""
        versions = [version for thing in self.things.values() for version in thing.versions]
        days = {version.start for version in versions}
        days |= {version.ends + timedelta(days=1) for version in versions if version.ends is not None}
        return sorted({max(day, self.starts) for day in days})

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
        table = row.get("brackets") or row.get("table") or {}
        tiers = tuple(str(tier["tier"]) for tier in row.get("tiers") or [])
        found.append(
            Version(
                date.fromisoformat(row["from"]),
                len(table.get("rows") or []),
                len(row.get("examples") or []),
                tiers,
                date.fromisoformat(row["ends"]) if row.get("ends") else None,
                len(row.get("rows") or []) + len(row.get("weighted") or []),
            )
        )
    return tuple(sorted(found, key=lambda version: version.start))


def read_skeleton(outputs: Outputs, known: date | None = None) -> Skeleton:
    """Read the names of everything, or of what was announced by a day.

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
    ceilings = programme.get("ceilings") or {}
    for name, entry in ceilings.items() if isinstance(ceilings, dict) else ():
        add(f"ceiling/{name}", "ceiling", entry, "program/programme.yaml")
    units = programme.get("units") or {}
    for name, entry in units.items() if isinstance(units, dict) else ():
        add(f"unit/{name}", "unit", entry, "program/programme.yaml")
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
    if outputs.exists("program/training/curriculum.yaml"):
        curriculum = _mapping(outputs, "program/training/curriculum.yaml").get("curriculum")
        add("curriculum", "curriculum", curriculum, "program/training/curriculum.yaml")
    return skeleton
