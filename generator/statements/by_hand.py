"""What people booked, on a statement: each adjustment by hand with its reference, reason, owner and day."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.accounts.kept import Accounts
from generator.statements.figure_columns import money
from generator.statements.rendering import Pieces
from generator.statements.shard import Terms
from generator.terms.calendar import Period
from generator.terms.numerals import MINOR_DIGITS, day, period_title


@dataclass(frozen=True, slots=True)
class ByHand:
    """One adjustment; `clause` and `about` are the rule and the period that it concerns, where it names any."""

    reference: str
    date: date
    reason: Mapping[str, str]
    owner: str
    clause: str | None
    about: Period | None
    was: int
    now: int
    amount: int


def by_hand_of(accounts: Accounts, period: Period) -> dict[int, list[ByHand]]:
    """What people booked in a period, by partner row, in the order of days and references."""
    row_of = accounts.settlement.book.partners.row_of
    cycle = accounts.settlement.programme.cycle
    found: dict[int, list[ByHand]] = {}
    for row in accounts.of(period).by_hand.to_pylist():
        name = row["period"]
        about = None
        if name is not None:
            about = cycle.period_of(date.fromisoformat(name if cycle.days else f"{name}-01"))
        found.setdefault(row_of[row["partner"]], []).append(
            ByHand(
                row["reference"],
                row["date"],
                json.loads(row["reason"]),
                row["owner"],
                row["clause"],
                about,
                row["was"],
                row["now"],
                row["amount"],
            )
        )
    return found


class ByHandWriter:
    """Writes what people booked on the statements of one language."""

    def __init__(self, terms: Terms, language: str, pieces: Pieces) -> None:
        self._terms = terms
        self._language = language
        self._pieces = pieces

    def parts(self, booked: Mapping[int, Sequence[ByHand]], size: int) -> list[str]:
        """The part of each statement; nothing where nobody booked anything."""
        out = [""] * size
        for at, some in booked.items():
            rows = "".join(self._told(number, one) for number, one in enumerate(some, 1))
            out[at] = self._pieces.form("by_hand", {}, "rows").filled(rows=rows)
        return out

    def _told(self, number: int, one: ByHand) -> str:
        language = self._language
        return self._pieces.html(
            "hand_entry",
            {
                "id": f"by-hand/{number}",
                "reference": one.reference,
                "amount": self._money(one.amount),
                "date": day(one.date, language),
                "reason": one.reason[language],
                "owner": one.owner,
                "clause": one.clause,
                "title": one.clause and self._terms.titles.titles[one.clause][language],
                "period": one.about and period_title(one.about, language),
                "was": self._money(one.was) if one.was else "",
                "now": self._money(one.now),
            },
        )

    def _money(self, value: int) -> str:
        return money(value, MINOR_DIGITS, self._terms.currency, self._language)
