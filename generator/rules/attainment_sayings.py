"""What an attainment says: its binding sentences, and the cells of its table."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from generator.terms.amount import say_amount
from generator.terms.attainment import Factors, Gate, Target
from generator.terms.carriers import say_carriers
from generator.terms.clause import say_clause_dates
from generator.terms.condition import say_earns
from generator.terms.pay_sayings import say_pays_in
from generator.terms.paying_windows import EACH, say_window
from generator.terms.quantity import COUNT, PERCENT, Quantity
from generator.terms.saying import Sayings, SayingsBuilder
from generator.terms.text import Text
from generator.terms.titles import Titles

if TYPE_CHECKING:
    from generator.rules.attainment import AttainmentVersion

DOUBLE = Fraction(200)
"""From what a mirrored attainment is counted down: at its target it is then the whole."""
_PAYS = (
    "this rule pays a share of {amount}: the overall attainment of the partner.",
    "платится доля от {amount}, равная общему выполнению плана.",
)
_PAYS_BY_TABLE = (
    "this rule pays a share of {amount}: what the table makes of the overall attainment of the partner.",
    "платится доля от {amount}, которую таблица даёт за общее выполнение плана.",
)
_PART = Text.of(
    en="Attainment of {metric} is its value divided by the target ({target}); it weighs {weight}.",
    ru="Выполнение по показателю «{metric}» — его значение, делённое на цель ({target}); вес {weight}.",
)
_MIRRORED = Text.of(
    en="Attainment of {metric}, where less is better, is {full} less the value divided by the target ({target}); "
    "it weighs {weight}.",
    ru="Выполнение по показателю «{metric}», где меньше — лучше: {full} минус значение, "
    "делённое на цель ({target}); вес {weight}.",
)
_TARGET_OVER_ACTUAL = Text.of(
    en="Attainment of {metric}, where less is better, is the target ({target}) divided by the value; "
    "it weighs {weight}.",
    ru="Выполнение по показателю «{metric}», где меньше — лучше: цель ({target}), делённая на значение; вес {weight}.",
)
_AT_MOST = Text.of(
    en="Attainment of {metric} counts as {at_most} at most.",
    ru="Выполнение по показателю «{metric}» засчитывается не выше {at_most}.",
)
_AT_MOST_OVER_ACTUAL = Text.of(
    en="Attainment of {metric} counts as {at_most} at most, and as much where the value is zero or less.",
    ru="Выполнение по показателю «{metric}» засчитывается не выше {at_most}; "
    "столько же засчитывается, если значение не больше нуля.",
)
_SCORE_OF_ONE = Text.of(
    en="The overall attainment is the attainment of {metric}; it is never below zero.",
    ru="Общее выполнение — это выполнение по показателю «{metric}»; меньше нуля оно не бывает.",
)
_SCORE = Text.of(
    en="The overall attainment is the sum of these attainments, none of them below zero, "
    "each multiplied by its weight.",
    ru="Общее выполнение — сумма этих выполнений, каждое из которых не меньше нуля и умножено на свой вес.",
)
_NO_TARGET = Text.of(
    en="Where a target is zero or less, nothing is paid.",
    ru="Если цель не больше нуля, ничего не платится.",
)
_GATE_EACH = Text.of(
    en="Where the attainment of any of these is below {at_least}, nothing is paid.",
    ru="Если выполнение хотя бы по одному из этих показателей меньше {at_least}, ничего не платится.",
)
_GATE_WHOLE = Text.of(
    en="Where the overall attainment is below {at_least}, nothing is paid.",
    ru="Если общее выполнение меньше {at_least}, ничего не платится.",
)
_CHOSEN = Text.of(
    en="The row that applies is the last row that starts at or below the overall attainment.",
    ru="Применяется последняя строка, начало которой не больше общего выполнения.",
)
_SLICE = Text.of(
    en="Each factor applies only to the part of the overall attainment that lies in its row, "
    "from the start of the row to the start of the next row.",
    ru="Каждый множитель действует только на ту часть общего выполнения, которая попадает в его строку: "
    "от начала строки до начала следующей.",
)
_WHOLE = Text.of(
    en="The whole overall attainment is multiplied by the factor of the row that applies.",
    ru="Всё общее выполнение умножается на множитель применяемой строки.",
)
_BELOW = Text.of(en="Below the first row nothing is paid.", ru="Ниже первой строки ничего не платится.")


def say_attainment(clause: str, version: AttainmentVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    builder = SayingsBuilder(f"{clause}/{version.address}")
    say_clause_dates(builder, version)
    say_pays_in(builder, version, titles)
    en, ru = _PAYS if version.brackets is None else _PAYS_BY_TABLE
    lead_en, lead_ru = EACH[version.per]
    amount = say_amount(builder, "amount", version.amount_at_target, titles.pay_unit, titles, genitive=True)
    builder.say("pays", Text.of(en=f"{lead_en} {en}", ru=f"{lead_ru} {ru}"), amount=amount)
    say_window(builder, version.per)
    for number, part in enumerate(version.of, 1):
        _say_part(builder, f"part.{number}", part, titles)
    if len(version.of) == 1:
        builder.say("score", _SCORE_OF_ONE, metric=titles.ref(f"metric/{version.of[0].metric}"))
    else:
        builder.say("score", _SCORE)
    if not all(isinstance(part.target, Quantity) for part in version.of):
        builder.say("no_target", _NO_TARGET)
    _say_gate(builder, version.gate)
    _say_table(builder, version.brackets)
    say_carriers(builder, version, titles, has_table=version.brackets is not None)
    say_earns(builder, version.earns, titles)
    return builder.done()


def _say_part(builder: SayingsBuilder, name: str, part: Target, titles: Titles) -> None:
    metric = titles.ref(f"metric/{part.metric}")
    target = say_amount(
        builder, f"{name}.target", part.target, titles.unit_of(f"metric/{part.metric}"), titles
    )
    weight = builder.fact(f"{name}.weight", PERCENT, part.share.value)
    if part.inverse == "mirrored":
        full = builder.fact(f"{name}.full", PERCENT, DOUBLE)
        builder.say(name, _MIRRORED, metric=metric, full=full, target=target, weight=weight)
    else:
        phrase = _PART if part.inverse is None else _TARGET_OVER_ACTUAL
        builder.say(name, phrase, metric=metric, target=target, weight=weight)
    if part.at_most is not None:
        phrase = _AT_MOST_OVER_ACTUAL if part.inverse == "target_over_actual" else _AT_MOST
        most = builder.fact(f"{name}.at_most", PERCENT, part.at_most.value)
        builder.say(f"{name}.at_most", phrase, metric=metric, at_most=most)


def _say_gate(builder: SayingsBuilder, gate: Gate | None) -> None:
    for name, phrase in (("each", _GATE_EACH), ("whole", _GATE_WHOLE)):
        bound = None if gate is None else getattr(gate, name)
        if bound is not None:
            least = builder.fact(f"gate.{name}", PERCENT, bound.at_least.value)
            builder.say(f"gate.{name}", phrase, at_least=least)


def _say_table(builder: SayingsBuilder, table: Factors | None) -> None:
    if table is None:
        return
    if table.applies_to == "whole":
        builder.say("chosen", _CHOSEN)
    builder.say("applies", _SLICE if table.applies_to == "slice" else _WHOLE)
    if table.rows[0].at_least.value > 0:
        builder.say("below", _BELOW)
    for number, row in enumerate(table.rows, 1):
        builder.table_fact(f"row.{number}.at_least", PERCENT, row.at_least.value)
        builder.table_fact(f"row.{number}.times", COUNT, row.times.ratio)
