"""An edition: everything that is in force on a date, as sayings, sealed by a hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from generator.terms.saying import Sayings, seal
from generator.terms.version import address_of


@dataclass(frozen=True)
class Part:
    """One version of one thing with what it says; `corrected` is the day on which it was announced as a correction."""

    thing: str
    starts: date
    sayings: Sayings
    revision: int = 1
    corrected: date | None = None

    @property
    def address(self) -> str:
        """By what the version is called: `2026-07-01`, or `2026-07-01-r2`."""
        return address_of(self.starts, self.revision)

    @property
    def id(self) -> str:
        """`growth-commission/2026-07-01`."""
        return f"{self.thing}/{self.address}"

    def hash(self, languages: tuple[str, ...]) -> str:
        """SHA-256 over the canonical lines of this version alone."""
        return seal(self.sayings.lines(languages))


@dataclass(frozen=True)
class Edition:
    """What is in force from `starts` to `ends` (inclusive; None: until further notice).

    Corrections that were announced on the day `corrected` made a further revision of it; the first has none.
    """

    starts: date
    ends: date | None
    parts: tuple[Part, ...]
    languages: tuple[str, ...]
    revision: int = 1
    corrected: date | None = None

    @property
    def address(self) -> str:
        """Where it is published, below `editions/`."""
        return address_of(self.starts, self.revision)

    @property
    def corrections(self) -> tuple[Part, ...]:
        """The corrections by which it differs from the revision before."""
        return tuple(part for part in self.parts if self.revision > 1 and part.corrected == self.corrected)

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the canonical lines of all parts."""
        return seal(line for part in self.parts for line in part.sayings.lines(self.languages))

    def part(self, thing: str) -> Part | None:
        """The part of a thing; None when it is not in force."""
        return next((part for part in self.parts if part.thing == thing), None)
