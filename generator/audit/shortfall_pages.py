"""What rules say of a base below zero that is carried: until when, and what becomes of it in the end."""

from __future__ import annotations

from generator.audit.carrier_sentences import WINDOWS, Wordings
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Said, Vocabulary
from generator.audit.walk import one_of

_LATER = {  # as English and Russian name several windows, the Russian ones in the accusative
    "day": ("days", "дни"),
    "week": ("weeks", "недели"),
    "period": ("periods", "периоды"),
    "quarter": ("quarters", "кварталы"),
    "half_year": ("half-years", "полугодия"),
    "year": ("years", "годы"),
}
_RESETS = {
    "quarter": ("quarter", "календарный квартал"),
    "half_year": ("half-year", "календарное полугодие"),
    "year": ("year", "календарный год"),
}


def carried_below_zero(rest_en: str, rest_ru: str) -> Wordings:
    """A kind's own sentence on what is carried, by window; `{later}` stands for what later windows are called."""
    return {
        f"below_zero.carry.{per}": {
            "en": rest_en.replace("{later}", en),
            "ru": rest_ru.replace("{later}", ru),
        }
        for per, (en, ru) in _LATER.items()
    }


SHORTFALL = Vocabulary(
    {
        **{
            f"moves.{per}": {
                "en": f"It is carried on and used up whether anything is paid for the {WINDOWS[per][0]} or not.",
                "ru": "Он переносится и погашается независимо от того, платится ли что-нибудь за "
                f"{WINDOWS[per][2]}.",
            }
            for per in _LATER
        },
        "until.never": {
            "en": "The shortfall stays until it is used up.",
            "ru": "Отрицательный остаток сохраняется, пока не будет исчерпан.",
        },
        **{
            f"until.{window}": {
                "en": f"With the period in which a calendar {en} ends, what is left of the shortfall is forgiven.",
                "ru": f"С периодом, в котором заканчивается {ru}, отрицательный остаток прощается.",
            }
            for window, (en, ru) in _RESETS.items()
        },
        "left": {
            "en": "What is left of it when a partner leaves is not taken.",
            "ru": "То, что от него осталось, когда партнёр уходит, не удерживается.",
        },
    }
)


def read_reset(section: Section, zero: Said | None, per: str, *, moves: bool) -> str:
    """With which calendar window a shortfall is forgiven: nothing where it stays, or where nothing is carried.

    `moves` says whether the kind must say that it is used up whatever is paid.
    """
    thing, said = section.thing, section.said(SHORTFALL)
    carried = zero is not None and zero.key.startswith("below_zero.carry.")
    if not carried:
        if said:
            raise NotUnderstood(f"{thing} says {sorted(said)} of a shortfall that it does not carry")
        return ""
    assert zero is not None
    if zero.key.rpartition(".")[2] != per:
        raise NotUnderstood(f"{thing} carries over another window than {per}")
    if "again" in zero.parts and zero.target("again") != zero.target("base"):
        raise NotUnderstood(f"{thing} takes a shortfall off another figure than the one that was below zero")
    until = one_of(said, "until", thing)
    needed = {until.key, "left", *([f"moves.{per}"] if moves else [])}
    if set(said) != needed:
        raise NotUnderstood(f"{thing} says {sorted(set(said) ^ needed)}, or does not, of its shortfall")
    return until.key.partition(".")[2].replace("never", "")
