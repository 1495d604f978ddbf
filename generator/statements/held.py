"""What is on hold on a statement: each share with its day, its amount and the condition on which it is released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from generator.accounts.kept import Accounts
from generator.rules import MODULES
from generator.statements.dated import version_of
from generator.statements.figure_columns import money
from generator.statements.rendering import Pieces
from generator.statements.shard import Terms
from generator.terms.calendar import Period
from generator.terms.clause import ClauseVersion
from generator.terms.numerals import MINOR_DIGITS, day, period_title, shown
from generator.terms.programme import Programme
from generator.terms.quantity import PERCENT
from generator.terms.titles import Titles


@dataclass(frozen=True, slots=True)
class Held:
    """One share on hold; `origin` is the period of its line, `condition` the words of what must hold by language.

    `source` is the number that another partner has among the shares shown.
    """

    origin: Period
    clause: str
    version: ClauseVersion
    window: tuple[date, date] | None
    depth: int | None
    source: int | None
    record: str | None
    number: int
    share: Fraction
    due: date
    condition: Mapping[str, str] | None
    amount: int


def held_of(accounts: Accounts, period: Period) -> dict[int, list[Held]]:
    """The shares on hold when a period has ended, by partner row, those due first in front."""
    rows: list[dict[str, Any]] = accounts.of(period).held.to_pylist()
    if not rows:
        return {}
    programme = accounts.settlement.programme
    places = {name: place for place, name in enumerate(programme.clauses)}
    rows.sort(key=lambda row: _place(row, places))
    named = {one.period.name: one.period for one in accounts.periods}
    titles = programme.titles()
    told: dict[tuple[str, date], dict[int, Mapping[str, str]]] = {}
    numbers: dict[int, dict[str, int]] = {}
    found: dict[int, list[Held]] = {}
    for row in rows:
        clause, starts = programme.clauses[row["clause"]], row["version"]
        version = next(one for one in clause.versions if one.starts == starts)
        if (clause.clause, starts) not in told:
            told[clause.clause, starts] = _conditions(programme, clause.clause, version, titles)
        who = accounts.settlement.book.partners.row_of[row["partner"]]
        known = numbers.setdefault(who, {})
        origin, days = named[row["origin"]], (row["window_first"], row["window_last"])
        whole = version.rowwise or days == (origin.first, origin.last)
        found.setdefault(who, []).append(
            Held(
                origin,
                clause.clause,
                version,
                None if whole else days,
                row["depth"],
                None if row["source"] is None else known.setdefault(row["source"], len(known) + 1),
                row["record"],
                row["share"],
                version.shares[row["share"] - 1].share.value,
                row["due"],
                told[clause.clause, starts].get(row["share"]),
                row["amount"],
            )
        )
    return found


def _place(row: Mapping[str, Any], places: Mapping[str, int]) -> tuple[Any, ...]:
    depth = -1 if row["depth"] is None else row["depth"]
    line = row["window_first"], depth, row["source"] or "", row["record"] or ""
    return row["due"], places[row["clause"]], row["origin"], *line, row["share"]


def _conditions(
    programme: Programme, clause: str, version: ClauseVersion, titles: Titles
) -> dict[int, Mapping[str, str]]:
    """The words of the condition of each share that has one, by the number of the share and by language."""
    kind = programme.clauses[clause].kind
    sentences = MODULES[kind].sayings(clause, version, titles).sentences
    return {
        number: {
            language: _joined(
                [part.text(language) for inner in sentences[f"due.{number}"].inner for part in inner.flat()]
            )
            for language in programme.languages
        }
        for number, one in enumerate(version.shares, 1)
        if one.condition is not None
    }


def _joined(texts: Sequence[str]) -> str:
    """Sentences in a row: a space after a colon, a semicolon after anything else."""
    *before, last = texts
    return "".join(f"{one} " if one.endswith(":") else f"{one}; " for one in before) + last


class HeldWriter:
    """Writes what is on hold on the statements of one language."""

    def __init__(self, terms: Terms, language: str, pieces: Pieces) -> None:
        self._terms = terms
        self._language = language
        self._words = terms.words[language]
        self._pieces = pieces

    def parts(self, held: Mapping[int, Sequence[Held]], size: int) -> list[str]:
        """The part of each statement; nothing where nothing is on hold."""
        out = [""] * size
        for at, some in held.items():
            rows = "".join(self._told(number, one) for number, one in enumerate(some, 1))
            out[at] = self._pieces.form("held", {}, "rows").filled(rows=rows)
        return out

    def _told(self, number: int, one: Held) -> str:
        language = self._language
        return self._pieces.html(
            "held_share",
            {
                "id": f"held/{number}",
                "clause": one.clause,
                "version": one.version.address,
                "href": f"../rules/{one.clause}/#v{one.version.address}",
                "title": self._terms.titles.titles[one.clause][language],
                "of": version_of(self._words, one.version, language),
                "origin": one.origin.name,
                "period": period_title(one.origin, language),
                "first": one.window and day(one.window[0], language),
                "last": one.window and day(one.window[1], language),
                "record": one.record,
                "depth": one.depth,
                "source": one.source,
                "number": one.number,
                "share": shown(one.share, PERCENT, language),
                "due": day(one.due, language),
                "condition": one.condition and one.condition[language],
                "amount": money(one.amount, MINOR_DIGITS, self._terms.currency, language),
            },
        )
