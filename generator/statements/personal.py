"""What only some statements show: a tier achieved beside the one paid, a tier set by a person, terms agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from generator.rules.exact import Integers
from generator.settlement.figures import PeriodFigures
from generator.statements.rendering import Pieces
from generator.statements.wording import Wording
from generator.terms.numerals import about, day
from generator.terms.text import Text


@dataclass
class Personal:
    """What is shown to one partner besides: ranks achieved by ladder, tiers set, and terms agreed.

    A tier set is the ladder, why and until when; a term its name, value, why and until when.
    """

    achieved: list[tuple[str, int]] = field(default_factory=list)
    tiers_set: list[tuple[str, Text, date]] = field(default_factory=list)
    terms: list[tuple[str, Fraction, Text, date | None]] = field(default_factory=list)


def personal_of(figures: PeriodFigures) -> dict[int, Personal]:
    """What is personal by partner row, for those who have anything."""
    out: dict[int, Personal] = {}
    for ladder in figures.ladder_versions:
        standing = figures.standing(ladder)
        if standing is None:
            continue
        for row in np.flatnonzero(standing.achieved != standing.paid).tolist():
            out.setdefault(row, Personal()).achieved.append((ladder, int(standing.achieved[row])))
        for row in np.flatnonzero(standing.override >= 0).tolist():
            reason, until = figures.tier_set(int(standing.override[row]))
            out.setdefault(row, Personal()).tiers_set.append((ladder, reason, until))
    for row, term in figures.terms_agreed():
        mine = (term.term, term.value.value, term.reason, term.until)
        out.setdefault(row, Personal()).terms.append(mine)
    return out


def of_some(personal: Mapping[int, Personal], own: Integers) -> dict[int, Personal]:
    """The same by place among some partners."""
    return {at: personal[row] for at, row in enumerate(own.tolist()) if row in personal} if personal else {}


class PersonalWriter:
    """Writes what is personal in the statements of one period and language."""

    def __init__(self, say: Wording, pieces: Pieces) -> None:
        self._say = say
        self._pieces = pieces

    def head(self, personal: Mapping[int, Personal], tiers: Sequence[str]) -> list[str]:
        """The rows of tiers, and below them those of tiers achieved and of tiers set."""
        out = list(tiers)
        for at, one in personal.items():
            for ladder, rank in one.achieved:
                out[at] += self._pieces.html("achieved", self._say.tier(ladder, rank))
            for ladder, reason, until in one.tiers_set:
                shown = {
                    "id": ladder,
                    "ladder": self._say.title(f"ladder/{ladder}"),
                    "reason": reason[self._say.language],
                    "until": day(until, self._say.language),
                }
                out[at] += self._pieces.html("tier_set", shown)
        return out

    def terms(self, personal: Mapping[int, Personal], size: int) -> list[str]:
        """The part of the terms agreed with each partner; nothing where there are none."""
        out = [""] * size
        for at, one in personal.items():
            if one.terms:
                rows = "".join(self._term(*term) for term in one.terms)
                out[at] = self._pieces.form("agreed", {}, "rows").filled(rows=rows)
        return out

    def _term(self, name: str, value: Fraction, reason: Text, until: date | None) -> str:
        language = self._say.language
        unit = self._say.terms.individual[name]
        shown = {
            "name": name,
            "title": self._say.title(f"individual/{name}"),
            "unit": unit,
            "value": about(value, unit, language),
            "reason": reason[language],
            "until": until and day(until, language),
        }
        return self._pieces.html("term", shown)
