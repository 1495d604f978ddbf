"""Whom each partner may ask at the end of a period: a mentor, if they may be named, and a personal manager."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.book.staff import Person
from generator.settlement.boards import shown_names
from generator.settlement.figures import PeriodFigures
from generator.terms.channels import ChannelsVersion

UNNAMED = ""
"""In place of the name of a mentor who has not agreed to be named."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom one partner may ask; `has_manager` says that there is a manager, who may not be known yet."""

    mentor: str | None
    has_manager: bool
    manager: Person | None


def asked_of(channels: ChannelsVersion | None, figures: PeriodFigures) -> dict[int, Asked]:
    """Whom partners may ask for the period of some figures, by partner row, for those who may ask anybody."""
    partners, agreements = figures.book.partners, figures.book.agreements
    names = shown_names(partners, agreements, "mentor", figures.period.last)
    given = channels.personal_manager if channels is not None else None
    if given is None and not any(partners.mentor) and not any(partners.manager):
        return {}
    managed = {row for row, one in enumerate(partners.manager) if one is not None}
    if given is not None:
        managed = set(np.flatnonzero(figures.holds(given)).tolist())
    out: dict[int, Asked] = {}
    for row in sorted(managed | {row for row, one in enumerate(partners.mentor) if one is not None}):
        mentor, manager = partners.mentor[row], partners.manager[row]
        named = None if mentor is None else names.get(partners.row_of[mentor], UNNAMED)
        has = row in managed
        known = agreements.people[manager] if has and manager is not None else None
        out[row] = Asked(named, has, known)
    return out
