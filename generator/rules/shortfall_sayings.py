"""What rules say of a base below zero that they carry, in the words of their windows."""

from __future__ import annotations

from collections.abc import Mapping

from generator.terms.carried import CarriedShortfalls, say_shortfall
from generator.terms.saying import Ref, SayingsBuilder
from generator.terms.text import Text

_WINDOWS: Mapping[str, tuple[str, str, str, str]] = {
    "day": ("day", "days", "день", "дни"),
    "week": ("week", "weeks", "неделю", "недели"),
    "period": ("period", "periods", "период", "периоды"),
    "quarter": ("quarter", "quarters", "квартал", "кварталы"),
    "half_year": ("half-year", "half-years", "полугодие", "полугодия"),
    "year": ("year", "years", "год", "годы"),
}


def base_below_zero(
    builder: SayingsBuilder,
    per: str,
    base: Ref,
    carries: CarriedShortfalls | None,
    *,
    of_others: bool = False,
) -> None:
    """Add what becomes of a base below zero, the earner's own or (`of_others`) that of each partner below."""
    en, en_many, ru, ru_many = _WINDOWS[per]
    if of_others:
        phrase = Text.of(
            en="When {base} of a partner is below zero, it counts as zero, and the shortfall is carried: it is taken "
            f"off {{base}} of that partner in later {en_many} until nothing of it is left.",
            ru="Если «{base}» партнёра меньше нуля, он считается равным нулю, а отрицательный остаток переносится: он "
            f"вычитается из показателя «{{base}}» этого партнёра за следующие {ru_many}, пока не будет исчерпан.",
        )
    else:
        phrase = Text.of(
            en="When {base} is below zero, nothing is paid, and the shortfall is carried: "
            f"it is taken off {{base}} of later {en_many} until nothing of it is left.",
            ru="Если «{base}» меньше нуля, ничего не платится, а отрицательный остаток переносится: "
            f"он вычитается из показателя «{{base}}» за следующие {ru_many}, пока не будет исчерпан.",
        )
    builder.say("below_zero", phrase, base=base)
    builder.say(
        "shortfall",
        Text.of(
            en=f"It is carried on and used up whether anything is paid for the {en} or not.",
            ru=f"Он переносится и погашается независимо от того, платится ли что-нибудь за {ru}.",
        ),
    )
    say_shortfall(builder, carries)


def lines_below_zero(per: str) -> Text:
    """What becomes of a sum of lines below zero."""
    _, en_many, _, ru_many = _WINDOWS[per]
    return Text.of(
        en="When those lines come to less than zero, nothing is taken, and the shortfall is carried: "
        f"it is taken off their sum in later {en_many} until nothing of it is left.",
        ru="Если сумма этих строк меньше нуля, ничего не удерживается, а отрицательный остаток переносится: "
        f"он вычитается из их суммы за следующие {ru_many}, пока не будет исчерпан.",
    )
