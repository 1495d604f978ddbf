"""The account on a statement: balances from opening to closing, what changed in closed periods, what changed later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
import pyarrow as pa
from markupsafe import Markup

from generator.accounts.balances import NAMES, Movements
from generator.accounts.kept import Accounts
from generator.rules.exact import Flags, Integers
from generator.settlement.ledger import HOUSE_NAME
from generator.statements.dated import version_of
from generator.statements.figure_columns import count, money
from generator.statements.rendering import Templates
from generator.statements.shard import Terms
from generator.terms.calendar import Period
from generator.terms.numerals import MINOR_DIGITS, day, period_title, shown
from generator.terms.pay import MONEY
from generator.terms.version import Version

ALWAYS = ("opening", "earned", "paid", "closing")
IF_ANY = {"held_opening", "held_closing"}
SHOWN = (
    *("opening", "earned", "adjusted", "by_hand", "put_on_hold", "released", "paid", "closing"),
    *("held_opening", "forfeited", "held_closing"),
)


@dataclass(frozen=True, slots=True)
class Adjusted:
    """One change in a closed period; `booked` is the period that books it, None where that is this statement's.

    `origin` is the period of the line, `source` the number that another partner has among the changes shown.
    """

    origin: Period
    booked: Period | None
    clause: str
    version: Version
    window: tuple[date, date] | None
    depth: int | None
    source: int | None
    record: str | None
    was: int
    now: int
    amount: int
    forgiven: bool
    unit: str = MONEY


def is_plain(movements: Movements) -> Flags:
    """Whose account needs no words: nothing was owed before, nothing else moved, and all that is earned is paid."""
    plain: Flags = movements.earned == movements.paid
    for name in NAMES:
        if name not in ("earned", "paid"):
            plain &= getattr(movements, name) == 0
    return plain


def account_columns(movements: Movements, own: Integers) -> tuple[tuple[int, ...] | None, ...]:
    """For each of some partners the accounts in the order of `SHOWN`; None where the account is plain."""
    plain = is_plain(movements)[own].tolist()
    columns = [getattr(movements, name)[own].tolist() for name in SHOWN]
    return tuple(
        None if one else values for one, values in zip(plain, zip(*columns, strict=True), strict=True)
    )


def adjusted_of(accounts: Accounts, period: Period) -> dict[int, list[Adjusted]]:
    """The changes in closed periods that a period books, by partner row."""
    account = accounts.of(period)
    return _by_row(accounts, ((row, None) for row in _rows(account.adjustments)))


def later_of(accounts: Accounts, period: Period) -> dict[int, list[Adjusted]]:
    """The changes in a closed period that later periods book, by partner row."""
    return _by_row(
        accounts,
        (
            (row, account.period)
            for account in accounts.periods
            if account.period > period
            for row in _rows(account.adjustments)
            if row["origin"] == period.name
        ),
    )


Row = Mapping[str, object]


def _rows(table: pa.Table) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = table.to_pylist()
    return rows


def _by_row(
    accounts: Accounts, rows: Iterator[tuple[dict[str, object], Period | None]]
) -> dict[int, list[Adjusted]]:
    named = {one.period.name: one.period for one in accounts.periods}
    row_of = accounts.settlement.book.partners.row_of
    programme = accounts.settlement.programme
    found: dict[int, list[Adjusted]] = {}
    numbers: dict[int, dict[object, int]] = {}
    for row, booked in rows:
        if row["partner"] == HOUSE_NAME:
            continue
        who = row_of[str(row["partner"])]
        known = numbers.setdefault(who, {})
        source = None if row["source"] is None else known.setdefault(row["source"], len(known) + 1)
        origin = named[str(row["origin"])]
        first, last = row["window_first"], row["window_last"]
        assert isinstance(first, date)
        assert isinstance(last, date)
        clause = str(row["clause"])
        version = next(v for v in programme.clauses[clause].versions if v.starts == row["version"])
        whole = version.rowwise or (first, last) == (origin.first, origin.last)
        found.setdefault(who, []).append(
            Adjusted(
                origin,
                booked,
                clause,
                version,
                None if whole else (first, last),
                *(row["depth"], source, row["record"]),  # type: ignore[arg-type]
                *(row["was"], row["now"], row["amount"], row["forgiven"], row["unit"]),  # type: ignore[arg-type]
            )
        )
    return found


class AccountWriter:
    """Writes accounts and changes of the statements of one period and language."""

    def __init__(self, terms: Terms, language: str, templates: Templates) -> None:
        self._terms = terms
        self._templates = templates
        pieces = templates.pieces(terms, language)
        self._language = language
        self._words = terms.words[language]
        self._pieces = pieces
        self._rows = {
            name: pieces.form("moved", {"name": name, "title": self._words[name]}, "value") for name in SHOWN
        }
        self._account = pieces.form("account", {}, "rows")

    def accounts(self, columns: Sequence[Sequence[int] | None]) -> list[str]:
        """The part with the balances of each partner; nothing where the account is plain."""
        return ["" if one is None else self._account.filled(rows=self._moved(one)) for one in columns]

    def _moved(self, values: Sequence[int]) -> str:
        known = dict(zip(SHOWN, values, strict=True))
        held = any(known[name] for name in ("held_opening", "put_on_hold", "held_closing"))
        return "".join(
            self._rows[name].filled(value=self._money(value))
            for name, value in known.items()
            if value or name in ALWAYS or (held and name in IF_ANY)
        )

    def adjusted(self, changes: Mapping[int, Sequence[Adjusted]], size: int) -> list[str]:
        """The part with the changes in closed periods that each statement books."""
        out = [""] * size
        for at, some in changes.items():
            out[at] = self._changes("adjustments", some)
        return out

    def notice(self, statement: str, changes: Sequence[Adjusted]) -> str:
        """What stands above the statement of a closed period in which something changed since."""
        booked = [one.amount for one in changes if not one.forgiven and one.unit == MONEY]
        return self._pieces.html(
            "later_notice",
            {
                "id": statement,
                "language": self._language,
                "count": count(len(changes), 0, self._language),
                "sum": self._money(sum(booked)) if booked else "",
            },
        )

    def later(self, statement: str, changes: Sequence[Adjusted]) -> str:
        """What stands below the statement of a closed period in which something changed since."""
        return self._pieces.html(
            "later",
            {"id": statement, "language": self._language, "rows": Markup(self._each("later", changes))},
        )

    def _changes(self, part: str, changes: Sequence[Adjusted]) -> str:
        return self._pieces.form(part, {}, "rows").filled(rows=self._each("adjustment", changes))

    def _each(self, what: str, changes: Sequence[Adjusted]) -> str:
        return "".join(
            self._templates.pieces(self._terms, self._language, one.unit).html(
                "change_of_line", self._told(what, number, one)
            )
            for number, one in enumerate(changes, 1)
        )

    def _told(self, what: str, number: int, one: Adjusted) -> dict[str, object]:
        language = self._language
        titles = self._terms.titles.titles
        return {
            "id": f"{what}/{number}",
            "clause": one.clause,
            "version": one.version.address,
            "href": f"../rules/{one.clause}/#v{one.version.address}",
            "title": titles[one.clause][language],
            "of": version_of(self._words, one.version, language),
            "origin": one.origin.name,
            "period": period_title(one.origin, language),
            "booked": one.booked and one.booked.name,
            "booked_in": one.booked and period_title(one.booked, language),
            "first": one.window and day(one.window[0], language),
            "last": one.window and day(one.window[1], language),
            "record": one.record,
            "depth": one.depth,
            "source": one.source,
            "was": self._amount(one.was, one.unit),
            "now": self._amount(one.now, one.unit),
            "amount": self._amount(one.amount, one.unit),
            "forgiven": one.forgiven,
        }

    def _amount(self, value: int, unit: str) -> str:
        if unit == MONEY:
            return self._money(value)
        return shown(Fraction(value, 10**MINOR_DIGITS), unit, self._language)

    def _money(self, value: int) -> str:
        return money(value, MINOR_DIGITS, self._terms.currency, self._language)


def has_account(movements: Movements) -> Flags:
    """Who is owed, held or booked anything in a period, and so must see it."""
    some = np.zeros(len(movements.earned), dtype=np.bool_)
    for _, column in movements.columns():
        some |= column != 0
    return some
