"""The closed vocabulary of binding sentences, in each language, as a person reads them."""

from __future__ import annotations

from generator.audit.shapes import Vocabulary

DURATION = "days|weeks|months|years"


# What every dated thing says of its version.
DATES = Vocabulary(
    {
        "dates": {
            "en": "Announced on {announced:date}; in force from {from:date} until further notice.",
            "ru": "Объявлено {announced:date}; действует с {from:date} до следующей редакции.",
        },
        "dates.ended": {
            "en": "Announced on {announced:date}; in force from {from:date} to {ends:date}, that day included.",
            "ru": "Объявлено {announced:date}; действует с {from:date} по {ends:date} включительно.",
        },
    }
)

POLICY = Vocabulary(
    {
        "starts": {"en": "The programme starts on {day:date}.", "ru": "Программа начинается {day:date}."},
        "period.month": {"en": "The period is the calendar month.", "ru": "Период — календарный месяц."},
        "zone": {
            "en": "A record belongs to the period in which its date lies in the time zone {zone:code}.",
            "ru": "Запись относится к тому периоду, в котором лежит её дата по часовому поясу {zone:code}.",
        },
        "currency": {"en": "Money is in {code:code}.", "ru": "Деньги считаются в валюте {code:code}."},
        "rounding.half_up": {
            "en": "Each line is rounded to the nearest value with {digits:count} "
            "decimals, a tie away from zero.",
            "ru": "Каждая строка округляется до ближайшего значения, знаков после запятой — {digits:count}; "
            "при равном расстоянии — от нуля.",
        },
        "rounding.half_even": {
            "en": "Each line is rounded to the nearest value with {digits:count} "
            "decimals, a tie to the even digit.",
            "ru": "Каждая строка округляется до ближайшего значения, знаков после запятой — {digits:count}; "
            "при равном расстоянии — до чётной цифры.",
        },
        "rounding.down": {
            "en": "Each line is cut to {digits:count} decimals towards zero.",
            "ru": "В каждой строке лишние знаки отбрасываются, знаков после запятой — {digits:count}.",
        },
        "sums": {
            "en": "Sums are sums of rounded lines; nothing else is rounded.",
            "ru": "Суммы складываются из округлённых строк; больше ничего не округляется.",
        },
        "zero": {
            "en": "A line that comes to zero is not printed.",
            "ru": "Строка с нулевой суммой не печатается.",
        },
        "statements.everyone": {
            "en": "Every partner receives a statement for each period from joining to leaving.",
            "ru": "Каждый партнёр получает выписку за каждый период с присоединения до ухода.",
        },
        "statements.active": {
            "en": "A partner receives a statement for each period in which a record of theirs is counted "
            "or a line is earned.",
            "ru": "Партнёр получает выписку за каждый период, в котором учтена хотя бы какая-то его запись "
            "или начислена строка.",
        },
        "payout": {
            "en": f"What is earned in a period is paid within {{within:{DURATION}}}, "
            "counted from the first day after its end.",
            "ru": f"Начисленное за период выплачивается в течение {{within:{DURATION}}}, "
            "считая с первого дня после его окончания.",
        },
        "tree": {
            "en": "A partner's sponsor is the partner named in the column {column:code} "
            "of the table {table:code}.",
            "ru": "Спонсор партнёра — партнёр, указанный в столбце {column:code} таблицы {table:code}.",
        },
    }
)

MEASURE = Vocabulary(
    {
        "value.column": {
            "en": "{self:ref} is the value of the column {first:code} in a row of the table {table:code}.",
            "ru": "«{self:ref}» — значение столбца {first:code} в строке таблицы {table:code}.",
        },
        "value.sum": {
            "en": "{self:ref} is the column {first:code} plus the column {second:code} "
            "in a row of the table {table:code}.",
            "ru": "«{self:ref}» — столбец {first:code} плюс столбец {second:code} в "
            "строке таблицы {table:code}.",
        },
        "value.difference": {
            "en": "{self:ref} is the column {first:code} minus the column {second:code} "
            "in a row of the table {table:code}.",
            "ru": "«{self:ref}» — столбец {first:code} минус столбец {second:code} в "
            "строке таблицы {table:code}.",
        },
        "value.product": {
            "en": "{self:ref} is the column {first:code} multiplied by the column "
            "{second:code} in a row of the table {table:code}.",
            "ru": "«{self:ref}» — столбец {first:code}, умноженный на столбец "
            "{second:code}, в строке таблицы {table:code}.",
        },
        "unit.money": {"en": "It is money in {code:code}.", "ru": "Это деньги в валюте {code:code}."},
        "unit.count": {"en": "It is a number without a unit.", "ru": "Это число без единицы измерения."},
        "rounding": {"en": "It is not rounded.", "ru": "Показатель не округляется."},
    }
)

METRIC = Vocabulary(
    {
        "value.sum": {
            "en": "{self:ref} is the sum of {measure:ref} over the rows counted in the window.",
            "ru": "«{self:ref}» — сумма показателя строк «{measure:ref}» по учтённым строкам окна.",
        },
        "value.count": {
            "en": "{self:ref} is the number of rows of the table {table:code} counted in the window.",
            "ru": "«{self:ref}» — количество учтённых строк таблицы {table:code} в окне.",
        },
        "value.new": {
            "en": "{self:ref} is the number of different values of the column "
            "{column:code} among the rows of the table "
            "{table:code} counted in the window, of which the earliest counted row "
            "of all time, with any partner, "
            "lies in the window.",
            "ru": "«{self:ref}» — количество разных значений столбца {column:code} среди "
            "учтённых строк таблицы {table:code} "
            "в окне, у которых самая ранняя учтённая строка за всё время, у любого "
            "партнёра, лежит в этом окне.",
        },
        "where.all": {"en": "Every row is counted.", "ru": "Учитываются все строки."},
        "where.one": {
            "en": "Only rows whose column {column:code} is {value:code} are counted.",
            "ru": "Учитываются только строки, где в столбце {column:code} стоит {value:code}.",
        },
        "where.several": {
            "en": "Only rows whose column {column:code} is among {values:codes} are counted.",
            "ru": "Учитываются только строки, где в столбце {column:code} стоит любое из "
            "значений: {values:codes}.",
        },
        "where.at_least": {
            "en": "Only rows whose column {column:code} is at least {bound:count} are counted.",
            "ru": "Учитываются только строки, где в столбце {column:code} не меньше {bound:count}.",
        },
        "where.more_than": {
            "en": "Only rows whose column {column:code} is more than {bound:count} are counted.",
            "ru": "Учитываются только строки, где в столбце {column:code} больше {bound:count}.",
        },
        "where.at_most": {
            "en": "Only rows whose column {column:code} is at most {bound:count} are counted.",
            "ru": "Учитываются только строки, где в столбце {column:code} не больше {bound:count}.",
        },
        "where.less_than": {
            "en": "Only rows whose column {column:code} is less than {bound:count} are counted.",
            "ru": "Учитываются только строки, где в столбце {column:code} меньше {bound:count}.",
        },
        "where.equals": {
            "en": "Only rows whose column {column:code} equals {bound:count} are counted.",
            "ru": "Учитываются только строки, где столбец {column:code} равен {bound:count}.",
        },
        "scope": {
            "en": "Only the partner's own rows are counted.",
            "ru": "Учитываются только строки самого партнёра.",
        },
        "window.period": {"en": "The window is the period.", "ru": "Окно — период."},
        "window.last": {
            "en": "The window is the last {length:periods}, the current period included.",
            "ru": "Окно — последние {length:periods}, включая текущий.",
        },
        "window.lifetime": {
            "en": "The window is all time up to the end of the period.",
            "ru": "Окно — всё время до конца периода.",
        },
        "unit.money": {"en": "It is money in {code:code}.", "ru": "Это деньги в валюте {code:code}."},
        "unit.count": {"en": "It is a number without a unit.", "ru": "Это число без единицы измерения."},
        "absent": {
            "en": "Without counted rows it is {value:money|count}.",
            "ru": "Если учтённых строк нет, это {value:money|count}.",
        },
        "rounding": {"en": "It is not rounded.", "ru": "Показатель не округляется."},
    }
)

LADDER = Vocabulary(
    {
        "highest": {
            "en": "A partner's tier for a period on the ladder {self:ref} is the highest tier of which the "
            "requirements hold at the end of the period.",
            "ru": "Статус партнёра за период на лестнице «{self:ref}» — самый высокий "
            "статус, требования которого "
            "выполнены в конце периода.",
        },
        "order": {
            "en": "The tiers rise in this order: {tiers:refs}.",
            "ru": "Статусы по возрастанию: {tiers:refs}.",
        },
        "reach.everyone": {
            "en": "Every partner holds the tier {tier:ref}.",
            "ru": "Статус «{tier:ref}» есть у каждого партнёра.",
        },
        "reach": {"en": "The tier {tier:ref} requires this:", "ru": "Для статуса «{tier:ref}» требуется:"},
        "opens": {
            "en": "The tier {tier:ref} opens: {opens:refs}.",
            "ru": "Статус «{tier:ref}» открывает: {opens:refs}.",
        },
    }
)

CONDITION = Vocabulary(
    {
        "all": {"en": "All of these hold:", "ru": "Выполняется всё перечисленное:"},
        "any": {"en": "Any of these holds:", "ru": "Выполняется хотя бы что-то из перечисленного:"},
        "not": {"en": "This does not hold:", "ru": "Не выполняется следующее:"},
        "metric.at_least": {
            "en": "{metric:ref} is at least {bound:money|count}",
            "ru": "«{metric:ref}» — не меньше {bound:money|count}",
        },
        "metric.more_than": {
            "en": "{metric:ref} is more than {bound:money|count}",
            "ru": "«{metric:ref}» — больше {bound:money|count}",
        },
        "metric.at_most": {
            "en": "{metric:ref} is at most {bound:money|count}",
            "ru": "«{metric:ref}» — не больше {bound:money|count}",
        },
        "metric.less_than": {
            "en": "{metric:ref} is less than {bound:money|count}",
            "ru": "«{metric:ref}» — меньше {bound:money|count}",
        },
        "metric.equals": {
            "en": "{metric:ref} equals {bound:money|count}",
            "ru": "«{metric:ref}» — ровно {bound:money|count}",
        },
        "course": {
            "en": "the course {course:ref} is passed and still valid at the end of the period",
            "ru": "курс «{course:ref}» пройден и действует в конце периода",
        },
        "tier": {
            "en": "the tier on the ladder {ladder:ref} is {tier:ref} or higher",
            "ru": "статус на лестнице «{ladder:ref}» — «{tier:ref}» или выше",
        },
    }
)

EARNS = Vocabulary(
    {
        "earns.everyone": {"en": "Every partner can earn it.", "ru": "Получить может каждый партнёр."},
        "earns": {"en": "It is earned when this holds:", "ru": "Начисляется, если выполнено условие:"},
    }
)

COURSE = Vocabulary(
    {
        "lessons": {
            "en": "The course {self:ref} has the lessons {lessons:refs}.",
            "ru": "Уроки курса «{self:ref}»: {lessons:refs}.",
        },
        "passed": {
            "en": "It is passed when a row of the table {table:code} has {event:code} in "
            "the column {column:code} "
            "and {subject:code} in the column {where:code}.",
            "ru": "Курс пройден, если в таблице {table:code} есть строка, где в столбце "
            "{column:code} стоит {event:code}, "
            "а в столбце {where:code} — {subject:code}.",
        },
        "valid.always": {"en": "Once passed it stays valid.", "ru": "Пройденный курс действует бессрочно."},
        "valid": {
            "en": f"Once passed it is valid for {{term:{DURATION}}}, the day of passing included; "
            "passing again starts this anew.",
            "ru": f"Пройденный курс действует {{term:{DURATION}}}, считая день сдачи; "
            "повторная сдача начинает срок заново.",
        },
        "requires": {
            "en": "Before it these courses are to be passed: {courses:refs}.",
            "ru": "До него нужно пройти курсы: {courses:refs}.",
        },
        "teaches": {
            "en": "It teaches these rules: {rules:refs}.",
            "ru": "Курс объясняет правила: {rules:refs}.",
        },
    }
)

CURRICULUM = Vocabulary(
    {
        "courses": {
            "en": "The path {path:ref} holds the courses {courses:refs}.",
            "ru": "Программа «{path:ref}» состоит из курсов: {courses:refs}.",
        },
    }
)

# Turns of phrase for mutants: what a sentence says, and what would mean something else in its place.
OPPOSITES: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        ("only to the part of", "to the whole of"),
        ("is multiplied by the whole of", "is multiplied by a part of"),
        ("at least", "more than"),
        ("at most", "less than"),
        ("All of these hold", "Any of these holds"),
        ("Any of these holds", "All of these hold"),
        ("minus", "plus"),
        ("sum of", "number of"),
        ("is among", "is none of"),
        ("the period", "the year"),
        ("away from zero", "to the even digit"),
        ("highest", "lowest"),
        ("or higher", "exactly"),
        ("nothing is paid", "the minimum is paid"),
        ("earliest", "latest"),
        ("Every partner", "No partner"),
        ("until further notice", "until the end"),
        ("included", "excluded"),
        ("still valid", "no longer valid"),
        ("own rows", "team's rows"),
    ),
    "ru": (
        ("только на ту часть", "на весь объём той части"),
        ("умножается на весь", "умножается на часть"),
        ("не меньше", "больше"),
        ("не больше", "меньше"),
        ("Выполняется всё", "Выполняется хотя бы что-то"),
        ("хотя бы что-то", "всё"),
        ("минус", "плюс"),
        ("сумма", "количество"),
        ("любое из значений", "ни одно из значений"),
        ("период", "год"),
        ("от нуля", "до чётной цифры"),
        ("самый высокий", "самый низкий"),
        ("или выше", "и не выше"),
        ("ничего не платится", "платится минимум"),
        ("самый ранний", "самый поздний"),
        ("каждый", "не каждый"),
        ("до следующей редакции", "до отмены"),
        ("включая текущий", "без текущего"),
        ("пройден и действует", "пройден и не действует"),
        ("самого партнёра", "команды партнёра"),
    ),
}
