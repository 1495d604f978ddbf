"""What pages call the kinds of rules, where a rule speaks of all others of some kinds."""

from __future__ import annotations

from generator.audit.shapes import NotUnderstood, Said

TITLES = {  # in English and in Russian
    "fixed_bonus": ("fixed bonus", "фиксированный бонус"),
    "commission": ("commission", "комиссия"),
    "level_commission": ("level commission", "комиссия по уровням"),
    "differential": ("differential", "дифференциал"),
    "matching": ("matching bonus", "матчинг-бонус"),
    "attainment": ("attainment", "выполнение плана"),
    "contest": ("contest", "конкурс"),
    "pool": ("pool", "пул"),
    "binary": ("binary bonus", "бинарный бонус"),
    "guarantee": ("guarantee", "гарантия"),
    "deduction": ("deduction", "удержание"),
}
_KINDS = {title: kind for kind, titles in TITLES.items() for title in titles}


def kinds_in(said: Said, name: str) -> tuple[str, ...]:
    """The kinds whose titles stand in a part, in order; none where there is no such part."""
    if name not in said.parts:
        return ()
    titles = said.titles(name)
    unknown = [one for one in titles if one not in _KINDS]
    if unknown:
        raise NotUnderstood(f"no kind of rules is called {unknown[0]!r}")
    return tuple(_KINDS[one] for one in titles)
