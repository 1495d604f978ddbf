"""Currencies: what a record gives in another one as the programme counts it, and what is paid in another one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from babel.core import UnknownLocaleError
from babel.numbers import get_currency_precision

from generator.audit.columns import GIVEN
from generator.audit.exchange_sentences import EXCHANGE, PAYOUTS, SALES
from generator.audit.promise import Edition, Exchange, last_revisions
from generator.audit.rawfiles import RawUnreadable
from generator.audit.records import RawTable, Row
from generator.audit.rounding import rounded_by
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Said

RATES, CURRENCY = "rates", "currency"
RATE, DAY = "currency.rate", "currency.day"


@dataclass(frozen=True)
class Rate:
    """What one unit of a currency costs, and on which day."""

    price: Fraction
    day: date


@dataclass(frozen=True)
class Rates:
    """The rates that the records name, by currency and day."""

    prices: Mapping[tuple[str, date], Fraction] = field(default_factory=dict)
    digits: int = 0

    @classmethod
    def of(cls, tables: Mapping[str, RawTable]) -> Rates:
        """The counted rows of the table of rates."""
        table = tables.get(RATES)
        if table is None or "rate" not in table.digits:
            return cls()
        at = table.place(CURRENCY)
        return cls(
            {
                (str(row.cells[at]), row.day): table.amount(row, "rate")
                for row in table.counted()
                if row.day is not None
            },
            table.digits["rate"],
        )

    def find(self, currency: str, day: date, exchange: Exchange) -> Rate | None:
        """The rate that an exchange goes by; None where there is none."""
        last = exchange.wanted(day)
        for back in range(exchange.oldest + 1):
            price = self.prices.get((currency, last - timedelta(days=back)))
            if price is not None:
                return Rate(price, last - timedelta(days=back))
        return None


def exchanges(section: Section, own: str) -> tuple[Exchange | None, Exchange | None]:
    """How a policy converts what records give, and what is paid; None where it says nothing of it."""
    said = [one for _, one in section.say(EXCHANGE)]
    groups: list[list[Said]] = []
    for one in said:
        if one.key.partition(".")[0] in (SALES[0], PAYOUTS[0]) or not groups:
            groups.append([])
        groups[-1].append(one)
    names = [tuple(one.key.partition(".")[0] for one in group) for group in groups]
    if names not in ([], [SALES], [PAYOUTS], [SALES, PAYOUTS]):
        raise NotUnderstood(f"the policy says of currencies {names}")
    found = {name[0]: _exchange(group, own) for name, group in zip(names, groups, strict=True)}
    return found.get(SALES[0]), found.get(PAYOUTS[0])


def _exchange(group: Sequence[Said], own: str) -> Exchange:
    first, days, rounding = group[:3]
    if first.code("table") != RATES or ("currency" in first.parts and first.code("currency") != own):
        raise NotUnderstood(f"the policy converts by the table {first.code('table')!r}")
    oldest = days.number("age") if days.key == "day.latest" else Fraction(0)
    digits = rounding.number("digits") if "digits" in rounding.parts else None
    if oldest.denominator != 1 or oldest < 0 or (digits is not None and digits.denominator != 1):
        raise NotUnderstood(f"the policy converts to {digits} digits, by rates at most {oldest} days older")
    return Exchange(
        first.key.partition(".")[2],
        rounding.key.partition(".")[2],
        int(oldest),
        None if digits is None else int(digits),
    )


# The programme's currency, and how it converts what is given on a day.
Policies = Callable[[date], tuple[str, Exchange | None]]


def convert(tables: Mapping[str, RawTable], policies: Policies) -> None:
    """Convert what counted rows give in other currencies; what was given, and the rate, stand beside it."""
    rates = Rates.of(tables)
    for table in tables.values():
        named = {column for columns in table.converts.values() for column in columns}
        figures = [column for column in table.columns if column in named]
        if figures:
            _convert(table, figures, rates, policies)


def _convert(table: RawTable, figures: list[str], rates: Rates, policies: Policies) -> None:
    places = {name: table.place(name) for name in figures}
    at = table.columns.index(CURRENCY) if CURRENCY in table.columns else None
    for row in table.rows:
        if not row.cells:
            continue
        given: list[object] = [None for _ in figures]
        rate: Rate | None = None
        code = str(row.cells[at] or "") if at is not None else ""
        mine = table.converts.get(row.file, ())
        if code and mine and not row.reason and row.day is not None:
            own, exchange = policies(row.day)
            if code != own:
                rate = _rate(table, row, code, exchange, rates)
                assert exchange is not None
                cells = list(row.cells)
                for number, name in enumerate(figures):
                    if name in mine:
                        given[number] = cells[places[name]]
                        cells[places[name]] = _figure(table, row, name, rate, exchange)
                row.cells = tuple(cells)
        told = (_scaled(rate.price, rates.digits), rate.day) if rate is not None else (None, None)
        row.cells = (*row.cells, *given, *told)
    further = {f"{name}{GIVEN}": table.digits[name] for name in figures}
    table.columns = [*table.columns, *further, RATE, DAY]
    table.digits = {**table.digits, **further, RATE: rates.digits}


def _rate(table: RawTable, row: Row, code: str, exchange: Exchange | None, rates: Rates) -> Rate:
    assert row.day is not None
    found = rates.find(code, row.day, exchange) if exchange is not None else None
    if found is None:
        raise RawUnreadable(f"{table.name}:{row.file}:{row.number} is in {code}, for which there is no rate")
    return found


def _figure(table: RawTable, row: Row, name: str, rate: Rate, exchange: Exchange) -> int:
    digits = exchange.digits
    if digits is None or digits > table.digits[name]:
        raise RawUnreadable(f"{name} of {table.name} has fewer decimals than what is converted")
    value = rounded_by(table.amount(row, name) * rate.price, exchange.rounding, digits)
    return _scaled(value, table.digits[name])


def _scaled(value: Fraction, digits: int) -> int:
    scale: int = 10**digits
    scaled = value * scale
    assert scaled.denominator == 1
    return scaled.numerator


@dataclass(frozen=True)
class Paid:
    """What is paid in another currency: the sum, its rate (None: not known yet), and what goes to the house."""

    currency: str
    owed: Fraction
    wanted: date
    rate: Rate | None = None
    amount: Fraction = Fraction(0)
    exact: Fraction = Fraction(0)
    difference: Fraction = Fraction(0)

    @property
    def nothing(self) -> bool:
        """Whether it comes to nothing, so that the sum is carried forward."""
        return self.rate is not None and not self.amount


def minor_digits(currency: str) -> int:
    """The decimals of a currency's smallest unit."""
    try:
        digits = int(get_currency_precision(currency))
    except (UnknownLocaleError, ValueError) as error:
        raise NotUnderstood(f"{currency!r} is no currency") from error
    return digits


def paid_in(currency: str, owed: Fraction, last: date, exchange: Exchange, rates: Rates, digits: int) -> Paid:
    """What somebody receives in their currency of a sum that is paid for a period; `digits` are the programme's."""
    rate = rates.find(currency, last, exchange)
    if rate is None:
        return Paid(currency, owed, exchange.wanted(last))
    exact = owed / rate.price
    amount = rounded_by(exact, exchange.rounding, minor_digits(currency))
    back = rounded_by(amount * rate.price, exchange.rounding, digits)
    return Paid(currency, owed, exchange.wanted(last), rate, amount, exact, owed - back)


def policies_of(editions: Sequence[Edition]) -> Policies:
    """How figures are converted on a day, by the policy that is in force on it."""
    latest = last_revisions(editions)

    def at(day: date) -> tuple[str, Exchange | None]:
        edition = [latest[0], *(one for one in latest if one.start <= day)][-1]
        return edition.currency, edition.policy.converts if edition.policy is not None else None

    return at
