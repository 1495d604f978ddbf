"""What a guarantee says: its binding sentences, in the words of its window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from generator.terms.pay_sayings import say_lines_in, say_pays_in
from generator.terms.paying_windows import EACH, say_window
from generator.terms.saying import SayingsBuilder, Slot
from generator.terms.text import Text
from generator.terms.titles import Titles

if TYPE_CHECKING:
    from generator.rules.guarantee import GuaranteeVersion

WITH_PERIODS: Mapping[str, tuple[str, str]] = {
    "period": ("with the period", "с этим периодом"),
    "quarter": (
        "with the periods that end in the quarter",
        "с периодами, которые заканчиваются в этом квартале,",
    ),
    "half_year": (
        "with the periods that end in the half-year",
        "с периодами, которые заканчиваются в этом полугодии,",
    ),
    "year": ("with the periods that end in the year", "с периодами, которые заканчиваются в этом году,"),
}
"""With which periods the lines of a window are paid."""
_LENT: Mapping[str, tuple[str, str]] = {
    "period": ("a period", "период"),
    "quarter": ("a quarter", "квартал"),
    "half_year": ("a half-year", "полугодие"),
    "year": ("a year", "год"),
}
_LATER: Mapping[str, tuple[str, str]] = {
    "period": ("periods", "периодов"),
    "quarter": ("quarters", "кварталов"),
    "half_year": ("half-years", "полугодий"),
    "year": ("years", "лет"),
}
_GIVEN = Text.of(
    en="What it pays is never taken back.",
    ru="Выплаченное по этому правилу обратно не удерживается.",
)
_STANDING = Text.of(
    en="Debts that earlier versions of this rule made stay as they are: nothing is added to them, nothing repays them "
    "and nothing forgives them.",
    ru="Долги, возникшие по прежним версиям этого правила, остаются как есть: они не растут, не погашаются "
    "и не прощаются.",
)
REPAID = Text.of(
    en="A debt is repaid whether the condition holds or not.",
    ru="Долг погашается независимо от того, выполнено ли условие.",
)


def say_minimum(
    builder: SayingsBuilder, version: GuaranteeVersion, minimum: Slot, titles: Titles, *, after_debts: bool
) -> None:
    """Add what is paid, of which lines, and what becomes of it; `after_debts`: earlier versions made debts."""
    en, ru = EACH[version.per]
    builder.say(
        "pays",
        Text.of(
            en=f"{en} this rule makes sure that the counted lines of a partner come to at least {{minimum}}: "
            "where they come to less, it pays the difference.",
            ru=f"{ru} это правило гарантирует, что учитываемые строки партнёра составят не меньше {{minimum}}: "
            "если их сумма меньше, платится разница.",
        ),
        minimum=minimum,
    )
    say_pays_in(builder, version, titles)
    say_window(builder, version.per)
    _say_counts(builder, version, titles)
    say_lines_in(builder, version)
    if version.debt is None:
        builder.say("recoverable", _GIVEN)
        if after_debts:
            builder.say("standing", _STANDING)
        return
    en, ru = _LENT[version.per]
    builder.say(
        "recoverable",
        Text.of(
            en=f"What it pays becomes a debt of the partner. In {en} in which the counted lines come to more than "
            "the minimum, the part above it repays the debt, and no more than the debt; the line is below zero then.",
            ru="Выплаченное по этому правилу становится долгом партнёра. "
            f"Если за {ru} учитываемые строки превышают "
            "минимум, превышение идёт в погашение долга, но не больше самого долга; строка тогда отрицательная.",
        ),
    )
    en, ru = _LATER[version.per]
    builder.say(
        "surplus",
        Text.of(
            en=f"What is left above the minimum is paid out and is not kept against later {en}.",
            ru=f"Остаток сверх минимума выплачивается и в счёт будущих {ru} не откладывается.",
        ),
    )


def _say_counts(builder: SayingsBuilder, version: GuaranteeVersion, titles: Titles) -> None:
    en, ru = WITH_PERIODS[version.per]
    named = bool(version.counts.lines.clauses)
    rules_en = "{rules}" if named else "all other rules of the kinds {kinds}"
    rules_ru = "по правилам: {rules}" if named else "по всем остальным правилам видов {kinds}"
    phrase = Text.of(
        en=f"Counted are the partner's lines paid {en} by {rules_en}, as they were rounded; lines below zero, too.",
        ru=f"Учитываются строки партнёра, выплачиваемые {ru} {rules_ru}; "
        "они берутся после округления, отрицательные тоже.",
    )
    listing = version.counts.listing(titles)
    if named:
        builder.say("counts", phrase, rules=listing)
    else:
        builder.say("counts", phrase, kinds=listing)
