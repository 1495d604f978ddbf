"""Recognition: badges, certificates of courses, leaderboards and winners of contests, with their dated versions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from generator.source import Fault, Frozen
from generator.terms.condition import AnyCondition
from generator.terms.names import check_once
from generator.terms.quantity import Slug, WholeNumber
from generator.terms.text import Wording
from generator.terms.version import Version, check_versions

FEWEST = 3
"""Among fewer ranked partners a place tells one what another sold."""


class RecognitionVersion(Version):
    """What a dated form of any recognition has besides; `words` are a person's own."""

    words: Wording | None = None


class BadgeVersion(RecognitionVersion):
    """One dated form of a badge: earned for each period, or once for all, at whose end a condition holds."""

    per: Literal["period", "lifetime"]
    earns: AnyCondition


def _prefix(written: object) -> str:
    if isinstance(written, str) and re.fullmatch(r"[A-Z0-9]{1,8}", written):
        return written
    raise Fault(
        "name-unreadable",
        f"`{written}` cannot begin the number of a certificate."
        if isinstance(written, str)
        else "This must be the beginning of a number.",
        consequence="Numbers of certificates are read aloud and typed, so they hold nothing else.",
        cure="Write up to eight capital letters and digits: `SB`.",
    )


Prefix = Annotated[str, PlainValidator(_prefix), WithJsonSchema({"type": "string", "examples": ["SB"]})]


class CertificateVersion(RecognitionVersion):
    """One dated form of a certificate: who has it has passed a course, and its number begins with `prefix`."""

    course: Slug
    prefix: Prefix


class LeaderboardVersion(RecognitionVersion):
    """One dated form of a leaderboard: who is ranked by what, and down to which place those who agreed are shown."""

    metric: Slug
    per: Literal["period", "quarter", "half_year", "year"]
    best: WholeNumber
    at_least: WholeNumber
    segments: tuple[Slug, ...] = Field(default=(), alias="for")
    entry: AnyCondition | None = None

    @model_validator(mode="after")
    def _hides_enough(self) -> LeaderboardVersion:
        check_once(self.segments, ("for",))
        _check_least("best", self.best, 1, "Nobody could be shown at all.")
        _check_least("at_least", self.at_least, FEWEST, _TOLD)
        return self


class WinnersVersion(RecognitionVersion):
    """One dated form of the winners of a contest: those who agreed are shown once enough were ranked."""

    contest: Slug
    at_least: WholeNumber

    @model_validator(mode="after")
    def _hides_enough(self) -> WinnersVersion:
        _check_least("at_least", self.at_least, FEWEST, _TOLD)
        return self


_TOLD = "Among so few, a place would tell every partner what the others sold."


def _check_least(key: str, value: int, least: int, consequence: str) -> None:
    if value < least:
        raise Fault(
            "leaderboard-tells-too-much",
            f"`{key}` is at least {least}.",
            at=(key,),
            consequence=consequence,
            cure=f"Write `{key}: {least}` or more.",
        )


class _Titled(Frozen):
    """Something with a name that partners read, and its dated versions."""

    title: Wording


class Badge(_Titled):
    """A badge with its dated versions."""

    versions: tuple[BadgeVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Badge:
        check_versions(self.versions)
        return self


class Certificate(_Titled):
    """A certificate with its dated versions."""

    versions: tuple[CertificateVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Certificate:
        check_versions(self.versions)
        return self


class Leaderboard(_Titled):
    """A leaderboard with its dated versions."""

    versions: tuple[LeaderboardVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Leaderboard:
        check_versions(self.versions)
        return self


class Winners(_Titled):
    """The winners of a contest, with the dated versions of how they are shown."""

    versions: tuple[WinnersVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Winners:
        check_versions(self.versions)
        return self


Recognised = Badge | Certificate | Leaderboard | Winners
GROUPS = {
    "badge": "badges",
    "certificate": "certificates",
    "leaderboard": "leaderboards",
    "winners": "winners",
}
"""The word with which names of things of each kind begin, and the key under which they stand in the file."""


class RecognitionFile(Frozen):
    """The file recognition.yaml."""

    badges: dict[Slug, Badge] = Field(default_factory=dict)
    certificates: dict[Slug, Certificate] = Field(default_factory=dict)
    leaderboards: dict[Slug, Leaderboard] = Field(default_factory=dict)
    winners: dict[Slug, Winners] = Field(default_factory=dict)

    def groups(self) -> tuple[tuple[str, Mapping[str, Recognised]], ...]:
        """What there is of each kind, by the word with which names of its things begin."""
        return tuple((kind, getattr(self, key)) for kind, key in GROUPS.items())
