"""The binding sentences on currencies: what records give in another one, and what is paid in another one."""

from __future__ import annotations

from generator.audit.shapes import Vocabulary

_PRICE = {
    "en": ", which the table {table:code} names as the price of one unit of that currency.",
    "ru": " — цену одной единицы этой валюты из таблицы {table:code}.",
}
_GIVEN = {
    "en": "What a record gives in another currency is converted into {currency:code}: it is multiplied by the rate of "
    "the ",
    "ru": "Что запись указывает в другой валюте, пересчитывается в {currency:code}: величина умножается на курс ",
}

# One sentence after the other: what is done, by the rate of which day, how the result is rounded.
EXCHANGE = Vocabulary(
    {
        "converted.day_of_sale": {
            "en": f"{_GIVEN['en']}day on which the record counts{_PRICE['en']}",
            "ru": f"{_GIVEN['ru']}того дня, в который запись учитывается,{_PRICE['ru']}",
        },
        "converted.end_of_last_month": {
            "en": f"{_GIVEN['en']}last day of the month before the day on which the record counts{_PRICE['en']}",
            "ru": f"{_GIVEN['ru']}последнего дня месяца, предшествующего дню, в который запись "
            f"учитывается,{_PRICE['ru']}",
        },
        "day.exact": {
            "en": "Only the rate of exactly that day holds.",
            "ru": "Годится только курс именно этого дня.",
        },
        "day.latest": {
            "en": "Where there is no rate of that day, the latest one before it holds, if it is at most {age:days} "
            "older.",
            "ru": "Если курса этого дня нет, берётся последний курс до него, но не старше чем на {age:days}.",
        },
        "figure.half_up": {
            "en": "The converted figure is rounded to the nearest value with {digits:count} decimals, a tie away from "
            "zero.",
            "ru": "Пересчитанная величина округляется до ближайшего значения, знаков после запятой — {digits:count}; "
            "при равном расстоянии — от нуля.",
        },
        "figure.half_even": {
            "en": "The converted figure is rounded to the nearest value with {digits:count} decimals, a tie to the "
            "even digit.",
            "ru": "Пересчитанная величина округляется до ближайшего значения, знаков после запятой — {digits:count}; "
            "при равном расстоянии — до чётной цифры.",
        },
        "figure.down": {
            "en": "The converted figure is cut to {digits:count} decimals towards zero.",
            "ru": "У пересчитанной величины лишние знаки отбрасываются, знаков после запятой — {digits:count}.",
        },
        "paid.end_of_period": {
            "en": "A partner who is paid in another currency receives in it what is to be paid, divided by the rate of "
            "the last day of the period in the table {table:code}.",
            "ru": "Партнёр, которому платят в другой валюте, получает в ней сумму к выплате, разделённую на курс "
            "последнего дня периода из таблицы {table:code}.",
        },
        "unit.half_up": {
            "en": "The result is rounded to the nearest smallest unit of that currency, a tie away from zero.",
            "ru": "Результат округляется до ближайшей наименьшей единицы этой валюты, при равном расстоянии — от нуля.",
        },
        "unit.half_even": {
            "en": "The result is rounded to the nearest smallest unit of that currency, a tie to the even one.",
            "ru": "Результат округляется до ближайшей наименьшей единицы этой валюты, при равном расстоянии — до "
            "чётной.",
        },
        "unit.down": {
            "en": "The result is cut to the smallest unit of that currency.",
            "ru": "Результат округляется вниз до наименьшей единицы этой валюты.",
        },
        "nothing": {
            "en": "What comes to nothing in that currency is carried forward.",
            "ru": "Если в этой валюте получается ноль, сумма переносится.",
        },
        "difference": {
            "en": "The balance is settled in whole; what the rounding adds or leaves goes to the house.",
            "ru": "Остаток погашается полностью; что прибавило или убавило округление, относится на счёт компании.",
        },
    }
)
SALES = ("converted", "day", "figure")
PAYOUTS = ("paid", "day", "unit", "nothing", "difference")
