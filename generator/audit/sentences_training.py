"""The binding sentences on training: what passes a course, what is practised, and who may be a mentor."""

from __future__ import annotations

from generator.audit.sentences import DURATION
from generator.audit.shapes import Vocabulary

_CHECKED = {
    "mentor": ("Its practice task is checked by the mentor", "Практическое задание проверяет наставник"),
    "manager": (
        "Its practice task is checked by a manager of the programme",
        "Практическое задание проверяет менеджер программы",
    ),
    "self": ("Partners check its practice task themselves", "Практическое задание партнёр проверяет сам"),
}

COURSE = Vocabulary(
    {
        "lessons": {
            "en": "The course {self:ref} has the lessons {lessons:refs}.",
            "ru": "Уроки курса «{self:ref}»: {lessons:refs}.",
        },
        "passed": {
            "en": "It is passed when a row of the table {table:code} has {event:code} in the column {column:code} "
            "and {subject:code} in the column {where:code}.",
            "ru": "Курс пройден, если в таблице {table:code} есть строка, где в столбце {column:code} стоит "
            "{event:code}, а в столбце {where:code} — {subject:code}.",
        },
        "passed.mark": {
            "en": "It is passed when a row of the table {table:code} has {event:code} in the column {column:code}, "
            "{subject:code} in the column {where:code} and at least {mark:percent|count} in the column "
            "{mark_column:code}.",
            "ru": "Курс пройден, если в таблице {table:code} есть строка, где в столбце {column:code} стоит "
            "{event:code}, в столбце {where:code} — {subject:code}, а в столбце {mark_column:code} — не меньше "
            "{mark:percent|count}.",
        },
        "marks": {
            "en": "A row counts by the version of the course in force on its day; one dated before the first version "
            "counts by that one.",
            "ru": "Строка засчитывается по редакции курса, действующей в её день; строка с датой раньше первой "
            "редакции — по первой.",
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
        "quiz": {
            "en": "Its quiz counts as passed when at least {quiz:percent} of the answers are right; only whoever "
            "answers sees the result.",
            "ru": "Тест к курсу считается пройденным, если верных ответов не меньше {quiz:percent}; результат видит "
            "только тот, кто отвечает.",
        },
        **{
            f"practice.{who}": {
                "en": f"{en}; it is done when a row of the table {{table:code}} has {{event:code}} in the column "
                "{column:code} and {subject:code} in the column {where:code}.",
                "ru": f"{ru}; оно выполнено, если в таблице {{table:code}} есть строка, где в столбце {{column:code}} "
                "стоит {event:code}, а в столбце {where:code} — {subject:code}.",
            }
            for who, (en, ru) in _CHECKED.items()
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

# Said once, after the paths, with a condition below it.
MENTORS = Vocabulary(
    {
        "mentors": {
            "en": "This must hold at the end of a period for a partner to be a mentor in the next one:",
            "ru": "Чтобы быть наставником в следующем периоде, партнёр в конце периода должен выполнить условие:",
        },
    }
)
