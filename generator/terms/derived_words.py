"""The sentences of derived metrics: what each is made of, so that a reader can recompute it from other pages."""

from __future__ import annotations

from fractions import Fraction

from generator.terms.derived import Age, Combined, Counted, Derived, DerivedKeys, LookedUp, Weighted
from generator.terms.measure import say_unit
from generator.terms.operand import Operand, operand_unit, say_operand
from generator.terms.people import say_people
from generator.terms.quantity import COUNT, PERCENT, Quantity
from generator.terms.rounding import FigureRounding, say_rounding
from generator.terms.saying import Phrase, SayingsBuilder, Slot
from generator.terms.scope_words import say_scope
from generator.terms.text import Text
from generator.terms.titles import Titles

AGES = ("years", "months", "days")
_WHOLE, _ONE = Fraction(100), Fraction(1)
_SUM = Text.of(en="{metric} is {parts}.", ru="«{metric}» — {parts}.")
_PAIRS = {
    "difference": Text.of(
        en="{metric} is {first} minus {second}.", ru="«{metric}» — {first} минус {second}."
    ),
    "product": Text.of(
        en="{metric} is {first} multiplied by {second}.", ru="«{metric}» — произведение {first} и {second}."
    ),
    "quotient": Text.of(
        en="{metric} is {first} divided by {second}.",
        ru="«{metric}» — частное от деления {first} на {second}.",
    ),
    "ratio": Text.of(
        en="{metric} is {first} as a percentage of {second}.",
        ru="«{metric}» — отношение {first} к {second} в процентах.",
    ),
    "capped": Text.of(
        en="{metric} is {first}, but at most {second}.", ru="«{metric}» — {first}, но не больше {second}."
    ),
    "floored": Text.of(
        en="{metric} is {first}, but at least {second}.", ru="«{metric}» — {first}, но не меньше {second}."
    ),
}
_OVER = Text.of(
    en="{metric} is the sum of {first} over the partners counted.",
    ru="«{metric}» — сумма {first} по учтённым партнёрам.",
)
_LOOKUP = Text.of(
    en="{metric} is read from this table by {first}; the last row that begins at or below it counts.",
    ru="«{metric}» берётся из этой таблицы по величине {first}; "
    "действует последняя строка, которая начинается не выше неё.",
)
_ROW = Text.of(en="From {at_least} on it is {value}.", ru="От {at_least} и выше это {value}.")
_WEIGHTED = Text.of(
    en="{metric} is the sum of these parts, each multiplied by its weight.",
    ru="«{metric}» — сумма этих составляющих, каждая из которых умножена на свой вес.",
)
_WEIGHT = Text.of(en="The weight of {part} is {weight}.", ru="Вес показателя {part} — {weight}.")
_WEIGHTS = Text.of(en="Together the weights make {total}.", ru="Вместе веса составляют {total}.")
_UNITS = {"years": ("years", "лет"), "months": ("months", "месяцев"), "days": ("days", "дней")}
_ENDS = {"window_end": ("last", "последнего"), "window_start": ("first", "первого")}
_AGES = {
    (unit, end): Text.of(
        en=f"{{metric}} is the number of whole {unit_en} from the day of joining to the {end_en} day of the window.",
        ru=f"«{{metric}}» — число полных {unit_ru} от дня вступления до {end_ru} дня окна.",
    )
    for unit, (unit_en, unit_ru) in _UNITS.items()
    for end, (end_en, end_ru) in _ENDS.items()
}
_FULL = Text.of(
    en="A month or year is full on the same day of the month, in a shorter month on its last day.",
    ru="Месяц или год считается полным в тот же день месяца, а в более коротком месяце — в его последний день.",
)
_PERCENT = Text.of(en="In this, {whole} counts as {one}.", ru="При этом {whole} считается как {one}.")
_WINDOW = Text.of(
    en="The window is the period, or that of the rule that reads it.",
    ru="Окно — период или окно правила, которое читает эту величину.",
)
_AGE_UNIT = {
    "years": Text.of(en="It is counted in years.", ru="Считается в годах."),
    "months": Text.of(en="It is counted in months.", ru="Считается в месяцах."),
    "days": Text.of(en="It is counted in days.", ru="Считается в днях."),
}
_ZERO = Text.of(
    en="Where {divisor} is {zero}, it is {nothing}.", ru="Если {divisor} — {zero}, это {nothing}."
)
_BELOW = Text.of(en="Below the table it is {nothing}.", ru="Ниже таблицы это {nothing}.")
_LATER = Text.of(
    en="For whoever joins after that day it is {nothing}.",
    ru="Для тех, кто вступил после этого дня, это {nothing}.",
)


def say_derived(
    builder: SayingsBuilder,
    name: str,
    version: DerivedKeys,
    when_absent: Quantity | None,
    rounding: FigureRounding | None,
    titles: Titles,
) -> None:
    """Add all sentences of a derived metric but its dates."""
    made, unit = version.derived, titles.metric_units[name]
    assert made is not None
    _say_value(builder, name, version, made, titles)
    if version.scope.kind != "own":
        say_scope(builder, version.scope, unit, titles)
    builder.say("window", _WINDOW)
    if unit in _AGE_UNIT:
        builder.say("unit", _AGE_UNIT[unit])
    else:
        say_unit(builder, unit, titles)
    _say_absent(builder, made, when_absent, unit, titles)
    say_rounding(builder, rounding)


def _say_value(
    builder: SayingsBuilder, name: str, version: DerivedKeys, made: Derived, titles: Titles
) -> None:
    metric = titles.ref(f"metric/{name}")
    unit = titles.metric_units[name]
    match made:
        case Combined(operation, operands):
            slots = _slots(builder, operation, operands, unit, titles)
            if operation == "sum" and len(slots) > 1:
                en = " plus ".join(f"{{part{number}}}" for number in range(1, len(slots) + 1))
                parts = {f"part{number}": one for number, one in enumerate(slots, 1)}
                builder.say(
                    "value",
                    _SUM,
                    metric=metric,
                    parts=Phrase(Text.of(en=en, ru=en.replace("plus", "плюс")), parts),
                )
            elif operation == "sum":
                builder.say("value", _OVER, metric=metric, first=slots[0])
            else:
                builder.say("value", _PAIRS[operation], metric=metric, first=slots[0], second=slots[1])
            if _counts_percent(operation, operands, titles):
                whole = builder.fact("percent.whole", PERCENT, _WHOLE)
                builder.say("percent", _PERCENT, whole=whole, one=builder.fact("percent.one", COUNT, _ONE))
        case LookedUp(of, rows):
            builder.say(
                "value", _LOOKUP, metric=metric, first=say_operand(builder, "value.1", of, unit, titles)
            )
            bounds = operand_unit(of, titles, COUNT)
            for number, row in enumerate(rows, 1):
                at_least, value = row.at_least.with_unit(bounds), row.value.with_unit(unit)
                builder.say(
                    f"row.{number}",
                    _ROW,
                    at_least=builder.fact(f"row.{number}.at_least", at_least.unit, at_least.value),
                    value=builder.fact(f"row.{number}.is", value.unit, value.value),
                )
        case Weighted(parts_):
            builder.say("value", _WEIGHTED, metric=metric)
            for number, part in enumerate(parts_, 1):
                said = say_operand(builder, f"value.{number}", part.of, unit, titles)
                weight = builder.fact(f"weight.{number}", PERCENT, part.weight.value)
                builder.say(f"weight.{number}", _WEIGHT, part=said, weight=weight)
            builder.say("weights", _WEIGHTS, total=builder.fact("weights", PERCENT, _WHOLE))
        case Age(age, as_of):
            builder.say("value", _AGES[age, as_of], metric=metric)
            if age != "days":
                builder.say("full", _FULL)
        case Counted(what, tree, having):
            say_people(builder, name, what, tree, having, titles)


def _slots(
    builder: SayingsBuilder, operation: str, operands: tuple[Operand, ...], unit: str, titles: Titles
) -> list[Slot]:
    """What fills the holes; a bare constant is a number beside which another unit stands, or of the metric's unit."""
    bare = COUNT if operation in ("product", "quotient") else unit
    if operation == "ratio":
        bare = next(operand_unit(one, titles, COUNT) for one in operands if not isinstance(one, Quantity))
    return [say_operand(builder, f"value.{at}", one, bare, titles) for at, one in enumerate(operands, 1)]


def _counts_percent(operation: str, operands: tuple[Operand, ...], titles: Titles) -> bool:
    """Whether a percentage is taken as so many hundredths."""
    units = [operand_unit(one, titles, COUNT) for one in operands]
    if operation == "product":
        return PERCENT in units
    return operation == "quotient" and units[1] == PERCENT and units[0] != PERCENT


def _say_absent(
    builder: SayingsBuilder, made: Derived, when_absent: Quantity | None, unit: str, titles: Titles
) -> None:
    nothing = when_absent.value if when_absent is not None else Fraction(0)
    match made:
        case Combined("quotient" | "ratio", (_, divisor)) if when_absent is not None:
            zero = builder.fact("absent.zero.divisor", operand_unit(divisor, titles, COUNT), Fraction(0))
            builder.say(
                "absent.zero",
                _ZERO,
                divisor=say_operand(builder, "absent.zero", divisor, unit, titles),
                zero=zero,
                nothing=builder.fact("absent.zero", unit, nothing),
            )
        case LookedUp():
            builder.say("absent.row", _BELOW, nothing=builder.fact("absent.row", unit, nothing))
        case Age():
            builder.say("absent.later", _LATER, nothing=builder.fact("absent.later", unit, Fraction(0)))
