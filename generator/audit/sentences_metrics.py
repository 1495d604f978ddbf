"""The binding sentences on measures and on metrics of rows: what is added up, which rows count, over which days."""

from __future__ import annotations

from generator.audit.shapes import Vocabulary

Wordings = dict[str, dict[str, str]]

DURATION = "days|weeks|months|years"

ROUNDING: Wordings = {
    "rounding": {"en": "It is not rounded.", "ru": "Показатель не округляется."},
    "rounding.half_up": {
        "en": "It is rounded to the nearest value with {digits:count} decimals, a tie away from zero.",
        "ru": "Показатель округляется до ближайшего значения, знаков после запятой — {digits:count}; "
        "при равном расстоянии — от нуля.",
    },
    "rounding.half_even": {
        "en": "It is rounded to the nearest value with {digits:count} decimals, a tie to the even digit.",
        "ru": "Показатель округляется до ближайшего значения, знаков после запятой — {digits:count}; "
        "при равном расстоянии — до чётной цифры.",
    },
    "rounding.down": {
        "en": "It is cut to {digits:count} decimals towards zero.",
        "ru": "У показателя лишние знаки отбрасываются, знаков после запятой — {digits:count}.",
    },
}

UNITS: Wordings = {
    "unit.money": {"en": "It is money in {code:code}.", "ru": "Это деньги в валюте {code:code}."},
    "unit.count": {"en": "It is a number without a unit.", "ru": "Это число без единицы измерения."},
    "unit.percent": {"en": "It is a percentage.", "ru": "Это проценты."},
    "unit.named": {
        "en": "It is counted in {title:ref}, written {code:code}.",
        "ru": "Это величина в единицах «{title:ref}», обозначение — {code:code}.",
    },
    "unit.declared": {
        "en": "It is counted in {code:code}.",
        "ru": "Это величина в единицах {code:code}.",
    },
}

# How the value of a column is held against something; the words before and after differ.
_TESTS: Wordings = {
    "one": {"en": "is {value:code}", "ru": "стоит {value:code}"},
    "several": {"en": "is among {values:codes}", "ru": "стоит любое из значений: {values:codes}"},
    "at_least": {"en": "is at least {bound:count}", "ru": "не меньше {bound:count}"},
    "more_than": {"en": "is more than {bound:count}", "ru": "больше {bound:count}"},
    "at_most": {"en": "is at most {bound:count}", "ru": "не больше {bound:count}"},
    "less_than": {"en": "is less than {bound:count}", "ru": "меньше {bound:count}"},
}

WHERE: Wordings = {
    "where.all": {"en": "Every row is counted.", "ru": "Учитываются все строки."},
    **{
        f"where.{key}": {
            "en": f"Only rows whose column {{column:code}} {words['en']} are counted.",
            "ru": f"Учитываются только строки, где в столбце {{column:code}} {words['ru']}.",
        }
        for key, words in _TESTS.items()
    },
    "where.equals": {
        "en": "Only rows whose column {column:code} equals {bound:count} are counted.",
        "ru": "Учитываются только строки, где столбец {column:code} равен {bound:count}.",
    },
}

MUST: Wordings = {
    "must.first": {
        "en": "Only the earliest row is looked at; if it does not count, no later one takes its place.",
        "ru": "Смотрят только на самую раннюю строку; если она не засчитана, более поздняя её не заменяет.",
    },
    "must.new": {
        "en": "A value is counted only if its earliest row of all time counts, or one at the same moment; "
        "otherwise no later row takes its place.",
        "ru": "Значение учитывается, только если засчитана его самая ранняя строка за всё время или другая "
        "в тот же момент; иначе более поздняя строка её не заменяет.",
    },
    **{
        f"taken.{key}": {
            "en": f"The row taken counts only if its column {{column:code}} {words['en']}.",
            "ru": f"Взятая строка засчитывается, только если в её столбце {{column:code}} {words['ru']}.",
        }
        for key, words in (
            *_TESTS.items(),
            ("equals", {"en": "equals {bound:count}", "ru": "ровно {bound:count}"}),
        )
    },
}

ROW = {
    "en": "From {from:number} on it is {is:number}.",
    "ru": "От {from:number} и выше это {is:number}.",
}

PERCENT = {
    "en": "In this, {whole:percent} counts as {one:count}.",
    "ru": "При этом {whole:percent} считается как {one:count}.",
}

LINES: Wordings = {
    "lines": {
        "en": "A row of the table {table:code} has the partner, the date, the customer and the status of its "
        "sale, where it names none itself.",
        "ru": "Строка таблицы {table:code} берёт партнёра, дату, покупателя и статус у своего заказа, если в ней "
        "самой они не указаны.",
    },
}


def _of_two(en: str, ru: str) -> dict[str, str]:
    """A measure of two cells, with what stands between and after them."""
    return {
        "en": f"{{self:ref}} is {{first:cell}} {en} in a row of the table {{table:code}}.",
        "ru": f"«{{self:ref}}» — {{first:cell}}{ru} в строке таблицы {{table:code}}.",
    }


def _end_of(en: str, ru: str) -> dict[str, str]:
    return {
        "en": f"{{self:ref}} is the {en} in a row of the table {{table:code}}: {{first:cell_or_number}} "
        "and {second:cell_or_number}.",
        "ru": f"«{{self:ref}}» — {ru} в строке таблицы {{table:code}}: {{first:cell_or_number}} "
        "и {second:cell_or_number}.",
    }


MEASURE = Vocabulary(
    {
        "value.column": {
            "en": "{self:ref} is the value of the column {only:code} in a row of the table {table:code}.",
            "ru": "«{self:ref}» — значение столбца {only:code} в строке таблицы {table:code}.",
        },
        "value.measure": {
            "en": "{self:ref} is the value of {only:ref} in the same row of the table {table:code}.",
            "ru": "«{self:ref}» — значение показателя строки «{only:ref}» в строке таблицы {table:code}.",
        },
        "value.sum": _of_two("plus {second:cell}", " плюс {second:cell}"),
        "value.difference": _of_two("minus {second:cell}", " минус {second:cell}"),
        "value.product": _of_two("multiplied by {second:cell}", ", умноженный на {second:cell},"),
        "value.quotient": _of_two("divided by {second:cell}", ", делённый на {second:cell},"),
        "value.ratio": {
            "en": "{self:ref} is {first:cell} divided by {second:cell} in a row of the table {table:code}, "
            "in percent.",
            "ru": "«{self:ref}» — {first:cell}, делённый на {second:cell}, в строке таблицы {table:code}, "
            "в процентах.",
        },
        "value.capped": _end_of("smaller of these", "меньшее из перечисленного"),
        "value.floored": _end_of("larger of these", "большее из перечисленного"),
        "value.capped.two": _end_of("smaller of two", "меньшее из двух"),
        "value.floored.two": _end_of("larger of two", "большее из двух"),
        "value.lookup": {
            "en": "{self:ref} is read from rows by the column {only:code} in a row of the table {table:code}; "
            "the last row that the value reaches counts.",
            "ru": "«{self:ref}» определяется по столбцу {only:code} в строке таблицы {table:code}; действует "
            "последняя строка, которой значение достигло.",
        },
        "row": ROW,
        "absent": {
            "en": "Below the first row, or where the cell is empty, it is {value:number}.",
            "ru": "Ниже первой строки или при пустой ячейке это {value:number}.",
        },
        "zero": {
            "en": "Where the divisor is zero, it is {value:number}.",
            "ru": "Если делитель равен нулю, это {value:number}.",
        },
        "percent": PERCENT,
        "zero.error": {
            "en": "A row whose divisor is zero is an error: nothing is settled until it is corrected.",
            "ru": "Строка, где делитель равен нулю, — ошибка: пока её не исправят, расчёт не делается.",
        },
        **UNITS,
        **ROUNDING,
        **WHERE,
        **LINES,
    }
)

_AMONG = (
    "of {measure:ref} among the rows counted in the window.",
    "значение показателя строк «{measure:ref}» среди учтённых строк окна.",
)


def _end(en: str, ru: str, taken_en: str, taken_ru: str) -> dict[str, str]:
    return {
        "en": f"{{self:ref}} is the value of {{measure:ref}} in the {en} row counted in the window, by date and by "
        f"time of day where the records know it; of several at once the {taken_en} value is taken.",
        "ru": f"«{{self:ref}}» — значение показателя строк «{{measure:ref}}» в самой {ru} учтённой строке окна, по "
        f"дате, а если в данных есть время суток — и по времени; из нескольких одновременных берётся {taken_ru} "
        "значение.",
    }


def _calendar(en: str, ru: str) -> dict[str, str]:
    return {
        "en": f"The window is the calendar {en} in which the period ends, up to the end of the period.",
        "ru": f"Окно — {ru} заканчивается период, до конца периода.",
    }


WINDOWS: Wordings = {
    "window.period": {"en": "The window is the period.", "ru": "Окно — период."},
    "window.last": {
        "en": "The window is the last {length:periods}, the current period included.",
        "ru": "Окно — последние {length:periods}, включая текущий.",
    },
    "window.before": {
        "en": "The window is the period that lies {length:periods} before the current one.",
        "ru": "Окно — период, который был раньше текущего на {length:periods}.",
    },
    "window.lifetime": {
        "en": "The window is all time up to the end of the period.",
        "ru": "Окно — всё время до конца периода.",
    },
    "window.day": {
        "en": "The window is the last day of the period.",
        "ru": "Окно — последний день периода.",
    },
    "window.week": {
        "en": "The window is the week, Monday to Sunday, in which the period ends, up to the end of the period.",
        "ru": "Окно — неделя с понедельника по воскресенье, в которую заканчивается период, до конца периода.",
    },
    "window.quarter": _calendar("quarter", "календарный квартал, в котором"),
    "window.half_year": _calendar("half-year", "календарное полугодие, в котором"),
    "window.year": _calendar("year", "календарный год, в котором"),
    "window.membership_year": {
        "en": "The window is the partner's membership year in which the period ends, counted from the joining day "
        "and its anniversaries, up to the end of the period.",
        "ru": "Окно — год участия партнёра, в котором заканчивается период, считая от дня присоединения и его "
        "годовщин, до конца периода.",
    },
    "window.from_joining": {
        "en": f"The window begins on the day on which the partner joined and lasts {{length:{DURATION}}}, that day "
        "included; days after the end of the period are left out.",
        "ru": f"Окно начинается в день присоединения партнёра и длится {{length:{DURATION}}}, считая этот день; дни "
        "после конца периода не входят.",
    },
    "window.reader": {
        "en": "The window is the period, or that of the rule that reads it.",
        "ru": "Окно — период или окно правила, которое читает эту величину.",
    },
}

ROWS: Wordings = {
    "value.sum": {
        "en": "{self:ref} is the sum of {measure:ref} over the rows counted in the window.",
        "ru": "«{self:ref}» — сумма показателя строк «{measure:ref}» по учтённым строкам окна.",
    },
    "value.count": {
        "en": "{self:ref} is the number of rows of the table {table:code} counted in the window.",
        "ru": "«{self:ref}» — количество учтённых строк таблицы {table:code} в окне.",
    },
    "value.new": {
        "en": "{self:ref} is the number of different values of the column {column:code} among the rows of the table "
        "{table:code} counted in the window, of which the earliest counted row of all time, with any partner, "
        "lies in the window.",
        "ru": "«{self:ref}» — количество разных значений столбца {column:code} среди учтённых строк таблицы "
        "{table:code} в окне, у которых самая ранняя учтённая строка за всё время, у любого партнёра, лежит в этом "
        "окне.",
    },
    "value.distinct": {
        "en": "{self:ref} is the number of different values of the column {column:code} among the rows of the table "
        "{table:code} counted in the window; an empty cell is no value.",
        "ru": "«{self:ref}» — количество разных значений столбца {column:code} среди учтённых строк таблицы "
        "{table:code} в окне; пустая ячейка значением не считается.",
    },
    "value.mean": {
        "en": "{self:ref} is the sum of {measure:ref} over the rows counted in the window, divided by their number.",
        "ru": "«{self:ref}» — сумма показателя строк «{measure:ref}» по учтённым строкам окна, делённая на их "
        "количество.",
    },
    "value.min": {
        "en": f"{{self:ref}} is the lowest value {_AMONG[0]}",
        "ru": f"«{{self:ref}}» — наименьшее {_AMONG[1]}",
    },
    "value.max": {
        "en": f"{{self:ref}} is the highest value {_AMONG[0]}",
        "ru": f"«{{self:ref}}» — наибольшее {_AMONG[1]}",
    },
    "value.first": _end("earliest", "ранней", "lowest", "наименьшее"),
    "value.last": _end("latest", "поздней", "highest", "наибольшее"),
    "absent": {
        "en": "Without counted rows it is {value:number}.",
        "ru": "Если учтённых строк нет, это {value:number}.",
    },
    "absent.taken": {
        "en": "Without counted rows, or if the row taken does not count, it is {value:number}.",
        "ru": "Если учтённых строк нет или взятая строка не засчитана, это {value:number}.",
    },
    **MUST,
    **WHERE,
    **LINES,
}

FILTERS = Vocabulary(WHERE)
