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

CORRECTION = Vocabulary(
    {
        "correction": {
            "en": "This is a correction: from the same day it holds in place of what was published before, and "
            "everything computed by that is computed anew.",
            "ru": "Это исправление: с того же дня оно действует вместо опубликованного ранее, а всё посчитанное по "
            "прежнему тексту пересчитывается.",
        },
    }
)

POLICY = Vocabulary(
    {
        "starts": {"en": "The programme starts on {day:date}.", "ru": "Программа начинается {day:date}."},
        "period.month": {"en": "The period is the calendar month.", "ru": "Период — календарный месяц."},
        "period.cycle": {
            "en": "A period lasts {length:days|weeks}; one of them begins on {anchor:date}, and each begins on the "
            "day after the one before it ends.",
            "ru": "Период длится {length:days|weeks}; один из них начинается {anchor:date}, и каждый следующий — на "
            "другой день после конца предыдущего.",
        },
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
        "statements_after": {
            "en": "After leaving, a partner also receives a statement for each period in which a line is earned.",
            "ru": "После ухода партнёр получает выписку и за каждый период, в котором ему начислена строка.",
        },
        "payout": {
            "en": f"What is earned in a period is paid within {{within:{DURATION}}}, "
            "counted from the first day after its end.",
            "ru": f"Начисленное за период выплачивается в течение {{within:{DURATION}}}, "
            "считая с первого дня после его окончания.",
        },
        "minimum": {
            "en": "With a period the whole balance is paid; a balance below zero is carried forward and set against "
            "what comes later.",
            "ru": "За период выплачивается весь остаток; остаток ниже нуля переносится и погашается из того, что "
            "придёт позже.",
        },
        "minimum.amount": {
            "en": "With a period the whole balance is paid if it comes to {minimum:money} or more; else it is "
            "carried forward. Who has left is paid any balance above zero.",
            "ru": "За период выплачивается весь остаток, если он не меньше {minimum:money}; иначе он переносится. "
            "Тому, кто вышел из программы, выплачивается любой остаток больше нуля.",
        },
        "closing": {
            "en": "A period may be closed from the day after its end.",
            "ru": "Период может быть закрыт начиная со дня после его окончания.",
        },
        "closing.within": {
            "en": f"What becomes known within {{within:{DURATION}}} after a period's end counts in it; after that it "
            "may be closed.",
            "ru": f"Что стало известно в течение {{within:{DURATION}}} после окончания периода, учитывается в нём; "
            "после этого он может быть закрыт.",
        },
        "late.adjust": {
            "en": "A closed period is never changed. If something in it changes later, it is computed anew by its own "
            "rules, and the difference is booked in the period that is then open, with the line that it concerns.",
            "ru": "Закрытый период не меняется. Если позже в нём что-то изменилось, он пересчитывается по своим же "
            "правилам, а разница проводится в открытом в это время периоде с указанием строки, которой она "
            "касается.",
        },
        "late.forgive": {
            "en": "A closed period is never changed. What changes in it later is forgiven, in either direction: the "
            "difference is shown and changes no balance.",
            "ru": "Закрытый период не меняется. Что изменилось в нём позже, прощается в любую сторону: разница "
            "показывается и остатка не меняет.",
        },
        "late_within": {
            "en": "Of a period that lies more than {periods:periods|count} periods before the open one the difference "
            "is forgiven, in either direction: it is shown and changes no balance.",
            "ru": "Если от периода до открытого больше периодов, чем {periods:periods|count}, разница прощается в "
            "любую сторону: она показывается и остатка не меняет.",
        },
        "known": {
            "en": "A record is known from the day in the column {column:code}, but not before its own day; where "
            "nothing stands there, from its own day.",
            "ru": "Запись считается известной со дня, указанного в столбце {column:code}, но не раньше своей даты; "
            "если там ничего нет — со своей даты.",
        },
        "returned": {
            "en": "A return that names its sale in the column {column:code} counts on the day of that sale, with the "
            "partner and the particulars of the sale where it has none of its own; it is never the first or the last "
            "row and makes nobody new.",
            "ru": "Возврат, который ссылается на продажу в столбце {column:code}, учитывается в день этой продажи — с "
            "её партнёром и признаками, если своих у него нет; он не бывает ни первой, ни последней записью и никого "
            "не делает новым.",
        },
        "split": {
            "en": "A sale that the table {table:code} divides is credited to its partners by their shares; the parts "
            "of a divided figure add up to the whole: each is rounded down, and what is left goes by its smallest unit "
            "to the largest fractions, of equal ones first to the partner whom the sale names.",
            "ru": "Продажа, разделённая в таблице {table:code}, засчитывается её партнёрам по их долям; части делимой "
            "величины в сумме дают целое: каждая округляется вниз, а остаток по наименьшей единице достаётся "
            "наибольшим дробным частям, при равных — сначала тому, кого называет сама продажа.",
        },
        "tree": {
            "en": "A partner's sponsor is the partner named in the column {column:code} "
            "of the table {table:code}.",
            "ru": "Спонсор партнёра — партнёр, указанный в столбце {column:code} таблицы {table:code}.",
        },
        "tree.placement": {
            "en": "In the placement tree a partner stands below the partner named in the column {column:code} of the "
            "table {table:code}.",
            "ru": "В дереве расстановки партнёр стоит под партнёром, указанным в столбце {column:code} таблицы "
            "{table:code}.",
        },
        "tree.position": {
            "en": "A partner's position in the placement tree is the one named in the column {column:code} of the "
            "table {table:code}.",
            "ru": "Позиция партнёра в дереве расстановки — та, что указана в столбце {column:code} таблицы "
            "{table:code}.",
        },
    }
)

# What the policy says of partners: each may be said more than once.
PARTNERS = Vocabulary(
    {
        "segment": {
            "en": "A partner with {value:code} in the column {column:code} of the table {table:code} belongs to the "
            "segment {segment:ref}.",
            "ru": "Партнёр, у которого в столбце {column:code} таблицы {table:code} стоит {value:code}, относится к "
            "сегменту «{segment:ref}».",
        },
        "individual": {
            "en": "The individual term {term:ref} may be agreed with a partner under the name {name:code}; the "
            "partner's statement shows it with its reason and its last day.",
            "ru": "С партнёром может быть согласовано индивидуальное условие «{term:ref}» под именем {name:code}; в "
            "выписке партнёра видны его причина и последний день.",
        },
        "rating": {
            "en": "The rating at the head of a statement is the figure {metric:ref}.",
            "ru": "Рейтинг в начале выписки — показатель «{metric:ref}».",
        },
    }
)

# What a declared unit is worth, and when; a plain one is worth nothing by itself.
UNIT = Vocabulary(
    {
        "worth": {
            "en": "Where a rule pays a share of a figure in {unit:code}, each {each:code} is worth {worth:money}.",
            "ru": "Если правило платит долю от показателя в {unit:code}, каждая единица {each:code} стоит "
            "{worth:money}.",
        },
        "picked": {
            "en": "A rule takes the worth in force on the day by which its version is picked: the first day of its "
            "window, or the date of the row where its page says so.",
            "ru": "Правило берёт стоимость, действующую в тот день, по которому выбирается его редакция: в первый день "
            "своего окна или, если так сказано на его странице, в день строки.",
        },
        "plain": {
            "en": "Figures are counted in {unit:code}; it is worth no money by itself.",
            "ru": "В {unit:code} считаются показатели; сама по себе эта единица денег не стоит.",
        },
    }
)

EARNS = Vocabulary(
    {
        "earns.everyone": {"en": "Every partner can earn it.", "ru": "Получить может каждый партнёр."},
        "earns": {"en": "It is earned when this holds:", "ru": "Начисляется, если выполнено условие:"},
        "taken.everyone": {"en": "It is taken from every partner.", "ru": "Удерживается с каждого партнёра."},
        "taken": {"en": "It is taken when this holds:", "ru": "Удерживается, если выполнено условие:"},
    }
)
