"""The programme: everything that was ever promised, read from one folder, with all its dated versions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, model_validator

from generator.source import Fault, Frozen, Tree
from generator.terms.calendar import Cycle
from generator.terms.carried import after_debts
from generator.terms.ceiling import CeilingVersion
from generator.terms.channels import CHANNELS, ChannelsVersion
from generator.terms.clause import Clause
from generator.terms.currencies import Conversions
from generator.terms.ladder import Ladder, Privilege
from generator.terms.measure import Measure
from generator.terms.metric import Metric
from generator.terms.metric_units import metric_units
from generator.terms.pay import MONEY
from generator.terms.points import PointsVersion
from generator.terms.policy import PolicyVersion, ProgrammeFile
from generator.terms.quantity import POINTS, Day, Slug
from generator.terms.recognition import GROUPS, RecognitionFile
from generator.terms.reward import Reward
from generator.terms.text import Text, Wording
from generator.terms.titles import Titles
from generator.terms.training import Course, Curriculum
from generator.terms.version import Version, in_force, known_on, parse_address, superseded_on
from generator.terms.webinar import Webinar

D = TypeVar("D", bound=Any)
"""Whatever has `versions`."""


class MetricFile(Frozen):
    """The file metrics.yaml."""

    measures: dict[Slug, Measure] = Field(default_factory=dict)
    metrics: dict[Slug, Metric]


class GlossaryTerm(Frozen):
    """One public definition."""

    title: Wording
    meaning: Wording


class GlossaryFile(Frozen):
    """The file glossary.yaml."""

    terms: dict[Slug, GlossaryTerm]


class PublishedRow(Frozen):
    """One row of published.yaml: a version or an edition, its hash, and the date on which it became public."""

    version: str | None = None
    edition: str | None = None
    hash: str
    date: Day

    @model_validator(mode="after")
    def _names_one_thing(self) -> PublishedRow:
        if (self.version is None) == (self.edition is None):
            raise _unclear_row("A row names one version or one edition.", ())
        kind, named = ("edition", self.edition) if self.version is None else ("version", self.version)
        thing, _, address = str(named).rpartition("/")
        try:
            parse_address(address)
        except ValueError:
            thing, address = "", ""
        if bool(thing) != (kind == "version") or not address:
            raise _unclear_row(f"`{named}` does not name {_A[kind]} by its first day.", (kind,))
        if not re.fullmatch(r"[0-9a-f]{64}", self.hash):
            raise _unclear_row("A hash has sixty-four digits and letters from a to f.", ("hash",))
        return self


_A = {"version": "a version", "edition": "an edition"}


def _unclear_row(says: str, at: tuple[str, ...]) -> Fault:
    return Fault(
        "published-row-unclear",
        says,
        at=at,
        consequence="Nobody could check any more that what was published still stands.",
        cure="This file is written by `partnerbook publish`; take back what was changed in it by hand.",
    )


@dataclass(frozen=True, slots=True)
class Prose:
    """A text of a person in one language: its title, the Markdown below it, and its file."""

    title: str
    body: str
    path: Path


@dataclass(frozen=True, slots=True)
class Programme:
    """All of `program/`; `trees` holds the positioned YAML of each file by its place in `program/`."""

    folder: Path
    file: ProgrammeFile
    measures: Mapping[str, Measure]
    metrics: Mapping[str, Metric]
    privileges: Mapping[str, Privilege]
    ladders: Mapping[str, Ladder]
    clauses: Mapping[str, Clause]
    clause_files: Mapping[str, str]
    courses: Mapping[str, Course]
    rewards: Mapping[str, Reward]
    curriculum: Curriculum | None
    webinars: Mapping[str, Webinar]
    lessons: Mapping[str, Mapping[str, Prose]]
    glossary: Mapping[str, GlossaryTerm]
    pages: Mapping[str, Mapping[str, Prose]]
    published: tuple[PublishedRow, ...]
    trees: Mapping[str, Tree]
    recognition: RecognitionFile = field(default_factory=RecognitionFile)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages, the root's first."""
        return self.file.languages

    @property
    def cycle(self) -> Cycle:
        """How periods follow one another."""
        return self.file.policy.versions[0].period

    def policy(self, on: date) -> PolicyVersion:
        """The policy in force. Raises LookupError before the first one."""
        version = in_force(self.file.policy.versions, on)
        if version is None:
            raise LookupError(f"no policy is in force on {on}")
        return version

    def points_on(self, on: date) -> PointsVersion | None:
        """The rules of the points account that are in force."""
        return None if self.file.points is None else in_force(self.file.points.versions, on)

    def channels_on(self, on: date) -> ChannelsVersion | None:
        """The channels that are open."""
        return None if self.file.channels is None else in_force(self.file.channels.versions, on)

    def ceilings_on(self, on: date) -> dict[str, CeilingVersion]:
        """The ceilings in force, by their names."""
        found = ((name, in_force(one.versions, on)) for name, one in self.file.ceilings.items())
        return {name: version for name, version in found if version is not None}

    def conversions(self) -> Conversions:
        """How records in other currencies are converted."""
        dated = {
            one.starts: one.currencies.sales for one in self.file.policy.versions
        }  # of revisions the last
        return Conversions(self.file.currency, tuple(dated.items()))

    def versions(self) -> Iterator[tuple[str, tuple[Version, ...]]]:
        """Each thing that an edition contains, by its id, with its versions."""
        yield "policy", self.file.policy.versions
        if self.file.points is not None:
            yield POINTS, self.file.points.versions
        if self.file.channels is not None:
            yield CHANNELS, self.file.channels.versions
        for name, ceiling in self.file.ceilings.items():
            yield f"ceiling/{name}", ceiling.versions
        for name, unit in self.file.units.items():
            yield f"unit/{name}", unit.versions
        for name, measure in self.measures.items():
            yield f"measure/{name}", measure.versions
        for name, metric in self.metrics.items():
            yield f"metric/{name}", metric.versions
        for name, ladder in self.ladders.items():
            yield f"ladder/{name}", ladder.versions
        for name, clause in self.clauses.items():
            yield name, clause.versions
        for name, course in self.courses.items():
            yield f"course/{name}", course.versions
        for name, reward in self.rewards.items():
            yield f"reward/{name}", reward.versions
        if self.curriculum is not None:
            yield "curriculum", self.curriculum.versions
        for kind, group in self.recognition.groups():
            for name, one in group.items():
                yield f"{kind}/{name}", one.versions

    def known_on(self, on: date) -> Programme:
        """The programme by which is paid as far as is known on a day: of what was corrected by then the last revision.

        Places in `trees` are those of the whole programme, so nothing in it can be pointed at.
        """
        if all(v.correction is None for _, versions in self.versions() for v in versions):
            return self

        def cut(dated: D) -> D:
            made: D = dated.model_copy(update={"versions": known_on(dated.versions, on)})
            return made

        def each(some: Mapping[str, D]) -> dict[str, D]:
            return {name: cut(one) for name, one in some.items()}

        file = self.file.model_copy(
            update={
                "policy": cut(self.file.policy),
                "points": self.file.points and cut(self.file.points),
                "channels": self.file.channels and cut(self.file.channels),
                "ceilings": each(self.file.ceilings),
                "units": each(self.file.units),
            }
        )
        return replace(
            self,
            file=file,
            measures=each(self.measures),
            metrics=each(self.metrics),
            ladders=each(self.ladders),
            clauses=each(self.clauses),
            courses=each(self.courses),
            rewards=each(self.rewards),
            curriculum=self.curriculum and cut(self.curriculum),
            recognition=RecognitionFile(
                **{GROUPS[kind]: each(group) for kind, group in self.recognition.groups()}
            ),
        )

    def beside(self, versions: Sequence[Version], version: Version) -> Programme:
        """The programme as it was while one of the `versions` of a thing held, before it was corrected."""
        corrected = superseded_on(versions, version)
        return self.known_on(date.max if corrected is None else corrected - timedelta(days=1))

    def metric_units(self) -> dict[str, str]:
        """The unit of each metric by its latest version: the currency, count, percent, or a declared unit."""
        return metric_units(self.metrics, self.measures, self.file.currency)

    def titles(self) -> Titles:
        """Titles of everything that a sentence may refer to."""
        titles: dict[str, Text] = {f"measure/{n}": m.title for n, m in self.measures.items()}
        titles |= {f"metric/{n}": m.title for n, m in self.metrics.items()}
        titles |= {f"privilege/{n}": p.title for n, p in self.privileges.items()}
        titles |= {f"course/{n}": c.title for n, c in self.courses.items()}
        titles |= {f"webinar/{n}": w.title for n, w in self.webinars.items()}
        titles |= {f"reward/{n}": r.title for n, r in self.rewards.items()}
        titles |= {n: c.title for n, c in self.clauses.items()}
        if self.file.points is not None:
            titles[POINTS] = self.file.points.title
        if self.file.channels is not None:
            titles[CHANNELS] = self.file.channels.title
        titles |= {f"ceiling/{n}": c.title for n, c in self.file.ceilings.items()}
        titles |= {f"unit/{n}": u.title for n, u in self.file.units.items()}
        titles |= {f"segment/{n}": s.title for n, s in self.file.segments.items()}
        titles |= {f"individual/{n}": t.title for n, t in self.file.individual.items()}
        titles |= {
            f"{kind}/{n}": one.title for kind, some in self.recognition.groups() for n, one in some.items()
        }
        ladder_of: dict[str, str] = {}
        for name, ladder in self.ladders.items():
            titles[f"ladder/{name}"] = ladder.title
            for version in ladder.versions:
                for tier in version.tiers:
                    titles[f"tier/{tier.tier}"] = tier.title
                    ladder_of.setdefault(tier.tier, name)
        for name, lesson in self.lessons.items():
            titles[f"lesson/{name}"] = Text(tuple((lang, prose.title) for lang, prose in lesson.items()))
        for curriculum in self.curriculum.versions if self.curriculum else ():
            for path in curriculum.paths:
                titles[f"path/{path.path}"] = path.title
        measures = {name: measure.versions[-1].unit for name, measure in self.measures.items()}
        currency = self.file.currency
        units = {name: currency if unit == MONEY else unit for name, unit in measures.items()}
        valued = frozenset(n for n, u in self.file.units.items() if any(v.equals for v in u.versions))
        after = frozenset((n, v.address) for n, c in self.clauses.items() for v in after_debts(c.versions))
        return Titles(titles, self.metric_units(), ladder_of, currency, self.languages, units, valued, after)

    def worth(self, unit: str, on: date) -> Fraction | None:
        """What a declared unit is worth on a day, in the currency; None where it is worth nothing."""
        version = in_force(self.file.units[unit].versions, on)
        return None if version is None or version.equals is None else version.equals.value
