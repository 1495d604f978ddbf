"""Windows in which clauses pay, as their pages say them: for each day, week, quarter, sale and so on."""

from __future__ import annotations

from generator.terms.saying import SayingsBuilder
from generator.terms.text import Text

EACH = {
    "day": ("For each day", "За каждый день"),
    "week": ("For each week", "За каждую неделю"),
    "period": ("For each period", "За каждый период"),
    "quarter": ("For each quarter", "За каждый квартал"),
    "half_year": ("For each half-year", "За каждое полугодие"),
    "year": ("For each year", "За каждый год"),
    "sale": ("For each sale", "За каждую продажу"),
    "sale_line": ("For each sale line", "За каждую строку продажи"),
    "event": ("For each event", "За каждое событие"),
}
_OVER = {
    "day": ("the day", "день", "днём", "дня"),
    "week": ("the week", "неделю", "неделей", "недели"),
    "quarter": ("the quarter", "квартал", "кварталом", "квартала"),
    "half_year": ("the half-year", "полугодие", "полугодием", "полугодия"),
    "year": ("the year", "год", "годом", "года"),
}
_ENDS = {"day": "день", "week": "неделя", "quarter": "квартал", "half_year": "полугодие", "year": "год"}


def say_window(builder: SayingsBuilder, per: str) -> None:
    """Add `window` and `paid_with` for a clause over a window that is not the period."""
    if per not in _OVER:
        return
    say_taken_over(builder, per)
    en, _, _, of_ru = _OVER[per]
    builder.say(
        "paid_with",
        Text.of(
            en=f"It is paid with the period in which {en} ends; "
            f"the version in force on the first day of {en} applies.",
            ru=f"Выплачивается с тем периодом, в котором заканчивается {_ENDS[per]}; "
            f"действует редакция, которая была в силе в первый день {of_ru}.",
        ),
    )


def say_taken_over(builder: SayingsBuilder, per: str) -> None:
    """Add `window` for what is taken over a window that is not the period."""
    if per not in _OVER:
        return
    en, ru, by_ru, _ = _OVER[per]
    builder.say(
        "window",
        Text.of(
            en=f"A metric whose window is the period is taken here over {en}; "
            f"every other metric keeps its window, ended with {en}.",
            ru=f"Показатель, окно которого — период, берётся здесь за {ru}; "
            f"у остальных показателей окно своё, и оно заканчивается вместе с {by_ru}.",
        ),
    )
