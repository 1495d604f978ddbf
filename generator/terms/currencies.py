"""Currencies: by which rates records in other currencies are converted, and by which partners are paid in others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, Self

from babel.numbers import get_currency_precision
from pydantic import model_validator

from generator.source import Fault, Frozen
from generator.terms.quantity import COUNT, Duration
from generator.terms.rounding import FigureRounding, Mode
from generator.terms.saying import Code, SayingsBuilder
from generator.terms.text import Text

RATES = "rates"
"""The table of exchange rates: what one unit of a currency is worth in the programme's own."""
GIVEN = ".given"
"""Behind the name of a figure that was converted: the column with what was given."""


def coin_digits(currency: str) -> int:
    """How many decimals amounts of a currency have: 2 of EUR, 0 of JPY, 3 of KWD."""
    return int(get_currency_precision(currency))


class _Rate(Frozen):
    """How old a rate may be that stands in for one that is missing; without `max_age` none does."""

    max_age: Duration | None = None

    @model_validator(mode="after")
    def _in_days(self) -> Self:
        if self.max_age is not None and (self.max_age.unit != "days" or self.max_age.value < 1):
            raise Fault(
                "rate-age-unclear",
                "`max_age` is a number of days, at least one.",
                at=("max_age",),
                consequence="Nobody could say which rate holds on a day that has none.",
                cure="Write `max_age: 7 days`; or leave it out, and only the rate of the day itself holds.",
            )
        return self

    @property
    def days(self) -> int:
        """By how many days the rate may be older than its day."""
        return 0 if self.max_age is None else int(self.max_age.value)


class SalesRate(_Rate):
    """How figures of records are converted into the programme's currency."""

    rate_of: Literal["day_of_sale", "end_of_last_month"]
    rounding: FigureRounding

    def day(self, counts_on: date) -> date:
        """The day whose rate converts a record that counts on a day."""
        return counts_on if self.rate_of == "day_of_sale" else counts_on.replace(day=1) - timedelta(days=1)


class CoinRounding(Frozen):
    """How an amount is rounded to the smallest unit of its currency, which says by itself how many digits that has."""

    mode: Mode


class PayoutRate(_Rate):
    """How what is to be paid is converted into the currency in which a partner is paid."""

    rate_of: Literal["end_of_period"]
    rounding: CoinRounding


class Currencies(Frozen):
    """What a policy says of other currencies; what it does not speak of is not converted."""

    sales: SalesRate | None = None
    payouts: PayoutRate | None = None


@dataclass(frozen=True)
class Conversions:
    """How records are converted into `currency`: for each policy, oldest first, its first day and what it says."""

    currency: str
    dated: tuple[tuple[date, SalesRate | None], ...]

    def on(self, counts_on: date) -> SalesRate | None:
        """What holds for a record of a day; before the first policy, what that one says."""
        started = [rate for starts, rate in self.dated if starts <= counts_on]
        return started[-1] if started else self.dated[0][1]


_CONVERTED = {
    "day_of_sale": Text.of(
        en="What a record gives in another currency is converted into {currency}: it is multiplied by the rate of the "
        "day on which the record counts, which the table {table} names as the price of one unit of that currency.",
        ru="Что запись указывает в другой валюте, пересчитывается в {currency}: величина умножается на курс того дня, "
        "в который запись учитывается, — цену одной единицы этой валюты из таблицы {table}.",
    ),
    "end_of_last_month": Text.of(
        en="What a record gives in another currency is converted into {currency}: it is multiplied by the rate of the "
        "last day of the month before the day on which the record counts, which the table {table} names as the price "
        "of one unit of that currency.",
        ru="Что запись указывает в другой валюте, пересчитывается в {currency}: величина умножается на курс последнего "
        "дня месяца, предшествующего дню, в который запись учитывается, — цену одной единицы этой валюты из таблицы "
        "{table}.",
    ),
}
_THAT_DAY = Text.of(
    en="Only the rate of exactly that day holds.",
    ru="Годится только курс именно этого дня.",
)
_OLDER = Text.of(
    en="Where there is no rate of that day, the latest one before it holds, if it is at most {age} older.",
    ru="Если курса этого дня нет, берётся последний курс до него, но не старше чем на {age}.",
)
_CONVERTED_ROUNDING = {
    "half_up": Text.of(
        en="The converted figure is rounded to the nearest value with {digits} decimals, a tie away from zero.",
        ru="Пересчитанная величина округляется до ближайшего значения, знаков после запятой — {digits}; "
        "при равном расстоянии — от нуля.",
    ),
    "half_even": Text.of(
        en="The converted figure is rounded to the nearest value with {digits} decimals, a tie to the even digit.",
        ru="Пересчитанная величина округляется до ближайшего значения, знаков после запятой — {digits}; "
        "при равном расстоянии — до чётной цифры.",
    ),
    "down": Text.of(
        en="The converted figure is cut to {digits} decimals towards zero.",
        ru="У пересчитанной величины лишние знаки отбрасываются, знаков после запятой — {digits}.",
    ),
}
_PAID_IN = Text.of(
    en="A partner who is paid in another currency receives in it what is to be paid, divided by the rate of the last "
    "day of the period in the table {table}.",
    ru="Партнёр, которому платят в другой валюте, получает в ней сумму к выплате, разделённую на курс последнего дня "
    "периода из таблицы {table}.",
)
_PAID_IN_ROUNDING = {
    "half_up": Text.of(
        en="The result is rounded to the nearest smallest unit of that currency, a tie away from zero.",
        ru="Результат округляется до ближайшей наименьшей единицы этой валюты, при равном расстоянии — от нуля.",
    ),
    "half_even": Text.of(
        en="The result is rounded to the nearest smallest unit of that currency, a tie to the even one.",
        ru="Результат округляется до ближайшей наименьшей единицы этой валюты, при равном расстоянии — до чётной.",
    ),
    "down": Text.of(
        en="The result is cut to the smallest unit of that currency.",
        ru="Результат округляется вниз до наименьшей единицы этой валюты.",
    ),
}
_NOTHING = Text.of(
    en="What comes to nothing in that currency is carried forward.",
    ru="Если в этой валюте получается ноль, сумма переносится.",
)
_DIFFERENCE = Text.of(
    en="The balance is settled in whole; what the rounding adds or leaves goes to the house.",
    ru="Остаток погашается полностью; что прибавило или убавило округление, относится на счёт компании.",
)


def say_currencies(builder: SayingsBuilder, currencies: Currencies, currency: str) -> None:
    """Add the sentences on conversions; none where the policy does not speak of them."""
    sales, payouts = currencies.sales, currencies.payouts
    if sales is not None:
        builder.say("converted", _CONVERTED[sales.rate_of], currency=Code(currency), table=Code(RATES))
        _say_day(builder, "converted_day", "currencies.sales.max_age", sales)
        digits = builder.fact("currencies.sales.digits", COUNT, Fraction(sales.rounding.digits))
        builder.say("converted_rounding", _CONVERTED_ROUNDING[sales.rounding.mode], digits=digits)
    if payouts is not None:
        builder.say("paid_in", _PAID_IN, table=Code(RATES))
        _say_day(builder, "paid_in_day", "currencies.payouts.max_age", payouts)
        builder.say("paid_in_rounding", _PAID_IN_ROUNDING[payouts.rounding.mode])
        builder.say("paid_in_nothing", _NOTHING)
        builder.say("paid_in_difference", _DIFFERENCE)


def _say_day(builder: SayingsBuilder, name: str, fact: str, rate: _Rate) -> None:
    if rate.max_age is None:
        builder.say(name, _THAT_DAY)
    else:
        builder.say(name, _OLDER, age=builder.fact(fact, rate.max_age.unit, rate.max_age.value))
