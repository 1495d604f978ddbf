"""An edition: everything that is in force on a date, as sayings, sealed by a hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from generator.terms.saying import Sayings, seal


@dataclass(frozen=True)
class Part:
    """One version of one thing with what it says."""

    thing: str
    starts: date
    sayings: Sayings

    @property
    def id(self) -> str:
        """`growth-commission/2026-07-01`."""
        return f"{self.thing}/{self.starts}"

    def hash(self, languages: tuple[str, ...]) -> str:
        """SHA-256 over the canonical lines of this version alone."""
        return seal(self.sayings.lines(languages))


@dataclass(frozen=True)
class Edition:
    """What is in force from `starts` to `ends` (inclusive; None: until further notice)."""

    starts: date
    ends: date | None
    parts: tuple[Part, ...]
    languages: tuple[str, ...]

    @property
    def address(self) -> str:
        """Where it is published, below `editions/`."""
        return self.starts.isoformat()

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the canonical lines of all parts."""
        return seal(line for part in self.parts for line in part.sayings.lines(self.languages))

    def part(self, thing: str) -> Part | None:
        """The part of a thing; None when it is not in force."""
        return next((part for part in self.parts if part.thing == thing), None)
