"""What people agreed with single partners: individual terms and tiers set by the company, each between two dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from generator.audit.rawfiles import RawUnreadable

TERMS = "partners_data/terms.yaml"
OVERRIDES = "partners_data/overrides.yaml"
ADJUSTMENTS = "partners_data/adjustments.yaml"

_QUANTITY = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(%|[A-Za-z]+)?")


@dataclass(frozen=True)
class Agreement:
    """One row of what was agreed: a term with its value, or a tier; `unit` is empty where none is written."""

    name: str
    first: date
    last: date | None
    reason: Mapping[str, str]
    value: Fraction = Fraction(0)
    unit: str = ""

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class ByHand:
    """What a person books of one account under a reference, and what was booked under it before."""

    reference: str
    day: date
    owner: str
    reason: Mapping[str, str]  # by language
    clause: str
    period: str  # which it is about
    now: Fraction
    was: Fraction = Fraction(0)

    @property
    def amount(self) -> Fraction:
        """What is booked."""
        return self.now - self.was

    def rank(self) -> tuple[date, str]:
        """Where it stands among those of one statement."""
        return self.day, self.reference


@dataclass
class Agreed:
    """All agreements, by partner."""

    terms: dict[str, list[Agreement]] = field(default_factory=dict)
    overrides: dict[str, list[Agreement]] = field(default_factory=dict)
    by_hand: dict[str, list[ByHand]] = field(default_factory=dict)  # what people book

    def term(self, partner: str, name: str, day: date) -> Agreement | None:
        """The term that is in force for a partner on a day."""
        return next((one for one in self.terms.get(partner, []) if one.name == name and one.holds(day)), None)

    def in_force(self, partner: str, day: date) -> list[Agreement]:
        """All terms of a partner in force on a day, in the order in which they are written."""
        return [one for one in self.terms.get(partner, []) if one.holds(day)]

    def tiers_set(self, partner: str, day: date) -> list[Agreement]:
        """The tiers that the company has set for a partner on a day."""
        return [one for one in self.overrides.get(partner, []) if one.holds(day)]


def read_agreed(terms: object, overrides: object) -> Agreed:
    """Read both files as loaded, None where there is none; RawUnreadable if they have another shape."""
    agreed = Agreed()
    for row in entries_of(terms, "terms"):
        value, unit = as_quantity(as_text(row, "value"))
        one = Agreement(as_text(row, "term"), as_day(row, "from"), _last(row), _reason(row), value, unit)
        _take(agreed.terms, as_text(row, "partner"), one)
    for row in entries_of(overrides, "overrides"):
        one = Agreement(as_text(row, "tier"), as_day(row, "from"), _last(row), _reason(row))
        _take(agreed.overrides, as_text(row, "partner"), one)
    return agreed


def read_by_hand(loaded: object, currency: str, digits: int) -> dict[str, list[ByHand]]:
    """What people book, by partner; RawUnreadable if an amount is none of the programme's money."""
    found: dict[str, list[ByHand]] = {}
    for row in entries_of(loaded, "adjustments"):
        value, unit = as_quantity(as_text(row, "amount"))
        if unit not in ("", currency) or (value * 10**digits).denominator != 1:
            raise RawUnreadable(f"{row['amount']!r} is no amount in {currency}")
        about = row.get("about")
        told = about if isinstance(about, dict) else {}
        one = ByHand(
            as_text(row, "reference"),
            as_day(row, "date"),
            " ".join(as_text(row, "owner").split()),
            _reason(row),
            str(told.get("clause") or ""),
            str(told.get("period") or ""),
            value,
        )
        mine = found.setdefault(as_text(row, "partner"), [])
        if any(other.reference == one.reference for other in mine):
            raise RawUnreadable(f"there are two adjustments {one.reference}")
        mine.append(one)
    return found


def entries_of(loaded: object, key: str) -> list[dict[str, object]]:
    """The rows of a file as loaded, none where there is none; RawUnreadable if it has another shape."""
    if loaded is None:
        return []
    rows = loaded.get(key) if isinstance(loaded, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise RawUnreadable(f"{key}.yaml names no {key}")
    return rows


def _take(found: dict[str, list[Agreement]], partner: str, one: Agreement) -> None:
    for other in found.setdefault(partner, []):
        if (
            other.name == one.name
            and one.first <= (other.last or date.max)
            and other.first <= (one.last or date.max)
        ):
            raise RawUnreadable(f"two agreements on {one.name} with {partner} hold at once")
    found[partner].append(one)


def as_text(row: Mapping[str, object], key: str) -> str:
    """A text that must be there; RawUnreadable where it is not."""
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise RawUnreadable(f"an agreement has no {key}")
    return value


def as_day(row: Mapping[str, object], key: str) -> date:
    """A day that must be there; RawUnreadable where there is none."""
    try:
        return date.fromisoformat(as_text(row, key))
    except ValueError as error:
        raise RawUnreadable(f"an agreement has the date {row.get(key)!r}") from error


def _last(row: Mapping[str, object]) -> date | None:
    return as_day(row, "until") if row.get("until") else None


def _reason(row: Mapping[str, object]) -> dict[str, str]:
    words = row.get("reason")
    return (
        {str(key): " ".join(str(text).split()) for key, text in words.items()}
        if isinstance(words, dict)
        else {}
    )


def as_quantity(text: str) -> tuple[Fraction, str]:
    """A figure with its unit, nothing for a bare one; RawUnreadable if it is none."""
    hit = _QUANTITY.fullmatch(re.sub(r"[\s_\u00a0\u202f]", "", text))
    if hit is None:
        raise RawUnreadable(f"{text!r} is no quantity")
    return Fraction(hit[1]), "percent" if hit[2] == "%" else hit[2] or ""
