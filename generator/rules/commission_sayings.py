"""What a commission says: its binding sentences, and the cells of its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.rules.shortfall_sayings import base_below_zero
from generator.rules.table_sayings import say_below, say_chosen, say_rows, say_starts
from generator.rules.worth import say_worth
from generator.terms.carriers import say_carriers
from generator.terms.clause import say_clause_dates
from generator.terms.condition import say_earns
from generator.terms.judged import say_judged
from generator.terms.pay_sayings import say_pays_in
from generator.terms.paying_windows import EACH, say_window
from generator.terms.row_source import TABLE_OF, say_row_source
from generator.terms.saying import Sayings, SayingsBuilder
from generator.terms.text import Text
from generator.terms.titles import Titles

if TYPE_CHECKING:
    from generator.rules.commission import CommissionVersion

_SHARE = ("this rule pays a share of {base}.", "платится доля от показателя «{base}».")
_AMOUNT = (
    "this rule pays the amount of the row that applies.",
    "платится сумма той строки, которая применяется.",
)
_EACH_UNIT = (
    "this rule pays an amount for each unit of {base}.",
    "платится сумма за каждую единицу показателя «{base}».",
)
_SLICE = Text.of(
    en="Each rate applies only to the part of {base} that lies in its row, "
    "from the start of the row to the start of the next row.",
    ru="Каждая ставка действует только на ту часть показателя «{base}», которая попадает в её строку: "
    "от начала строки до начала следующей.",
)
_SLICE_EACH = Text.of(
    en="Each amount is multiplied only by the part of {base} that lies in its row, "
    "from the start of the row to the start of the next row.",
    ru="Каждая сумма умножается только на ту часть показателя «{base}», которая попадает в её строку: "
    "от начала строки до начала следующей.",
)
_DIVIDED = Text.of(
    en="{base} is divided among the rows in the proportions in which {metric} falls into them; "
    "each rate applies only to the part in its row.",
    ru="«{base}» делится между строками в тех долях, в которых в них попадает «{metric}»; "
    "каждая ставка действует только на часть в своей строке.",
)
_DIVIDED_EACH = Text.of(
    en="{base} is divided among the rows in the proportions in which {metric} falls into them; "
    "each amount is multiplied only by the part in its row.",
    ru="«{base}» делится между строками в тех долях, в которых в них попадает «{metric}»; "
    "каждая сумма умножается только на часть в своей строке.",
)
_WHOLE = Text.of(
    en="The rate of the row that applies is multiplied by the whole of {base}.",
    ru="Ставка применяемой строки умножается на весь показатель «{base}».",
)
_WHOLE_EACH = Text.of(
    en="The amount of the row that applies is multiplied by the whole of {base}.",
    ru="Сумма применяемой строки умножается на весь показатель «{base}».",
)
_ZERO = Text.of(
    en="When {base} is below zero, nothing is paid and nothing is taken.",
    ru="Если «{base}» меньше нуля, ничего не платится и ничего не удерживается.",
)
_NEGATIVE_FIRST = Text.of(
    en="When {base} is below zero, the rate of the first row is multiplied by it and the line is negative.",
    ru="Если «{base}» меньше нуля, он умножается на ставку первой строки, и строка получается отрицательной.",
)
_NEGATIVE_ROW = Text.of(
    en="When {base} is below zero, the rate of the row that applies is multiplied by it and the line is negative.",
    ru="Если «{base}» меньше нуля, он умножается на ставку применяемой строки, "
    "и строка получается отрицательной.",
)
_NEGATIVE_FIRST_EACH = Text.of(
    en="When {base} is below zero, the amount of the first row is multiplied by it and the line is negative.",
    ru="Если «{base}» меньше нуля, он умножается на сумму первой строки, и строка получается отрицательной.",
)
_NEGATIVE_ROW_EACH = Text.of(
    en="When {base} is below zero, the amount of the row that applies is multiplied by it and the line is negative.",
    ru="Если «{base}» меньше нуля, он умножается на сумму применяемой строки, "
    "и строка получается отрицательной.",
)


def say_commission(clause: str, version: CommissionVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    builder = SayingsBuilder(f"{clause}/{version.address}")
    say_clause_dates(builder, version)
    say_pays_in(builder, version, titles)
    base = titles.ref(version.base_thing)
    pays = version.rows[0].pays
    en, ru = {"rate": _SHARE, "amount": _AMOUNT, "each": _EACH_UNIT}[pays]
    lead_en, lead_ru = EACH[version.per]
    phrase = Text.of(en=f"{lead_en} {en}", ru=f"{lead_ru} {ru}")
    builder.say("pays", phrase, **({} if pays == "amount" else {"base": base}))
    say_window(builder, version.per)
    if version.source is not None:
        say_row_source(builder, version.source)
        say_judged(builder, version)
    _say_applies(builder, version, titles)
    say_worth(builder, version, titles)
    say_below(builder, version.table)
    _say_below_zero(builder, version, titles)
    say_carriers(builder, version, titles, has_table=True)
    say_earns(builder, version.earns, titles)
    say_rows(builder, version.rows, titles.unit_of(version.chooser_thing), titles)
    return builder.done()


def _say_applies(builder: SayingsBuilder, version: CommissionVersion, titles: Titles) -> None:
    base, chooser = titles.ref(version.base_thing), titles.ref(version.chooser_thing)
    pays = version.rows[0].pays
    if version.table is not None:
        say_chosen(builder, version.table, version.chooser_thing, titles, TABLE_OF.get(version.per, ""))
    elif version.brackets is not None and version.brackets.applies_to == "whole":
        say_starts(builder, version.chooser_thing, titles)
    if version.brackets is not None and version.brackets.applies_to == "slice":
        if chooser != base:
            builder.say("applies", _DIVIDED if pays == "rate" else _DIVIDED_EACH, base=base, metric=chooser)
        else:
            builder.say("applies", _SLICE if pays == "rate" else _SLICE_EACH, base=base)
    elif pays != "amount":
        builder.say("applies", _WHOLE if pays == "rate" else _WHOLE_EACH, base=base)


def _say_below_zero(builder: SayingsBuilder, version: CommissionVersion, titles: Titles) -> None:
    base = titles.ref(version.base_thing)
    each = version.rows[0].pays == "each"
    if version.below_zero == "carry":
        base_below_zero(builder, version.per, base, version.carries)
        return
    if version.below_zero == "zero":
        phrase = _ZERO
    elif version.table is not None:
        phrase = _NEGATIVE_ROW_EACH if each else _NEGATIVE_ROW
    else:
        phrase = _NEGATIVE_FIRST_EACH if each else _NEGATIVE_FIRST
    builder.say("below_zero", phrase, base=base)
