"""Filters: which rows of a table a metric counts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault, did_you_mean
from generator.terms.quantity import COUNT, parse_quantity
from generator.terms.saying import Code, Listing, SayingsBuilder, Slot
from generator.terms.text import Text

COMPARISONS = ("at_least", "more_than", "at_most", "less_than", "equals")


@dataclass(frozen=True, slots=True)
class Filter:
    """One test of one column: `texts` for `is` / `one_of`, else `compare` with `bound`."""

    column: str
    texts: tuple[str, ...] = ()
    compare: str = ""
    bound: Fraction = Fraction(0)


def parse_filters(written: object) -> tuple[Filter, ...]:
    """Read `where:`; all its tests must hold.

    Raises Fault: wrong-type, unknown-key.
    """
    if not isinstance(written, dict) or not written:
        raise Fault(
            "wrong-type",
            "`where` names columns and what they must hold.",
            consequence="Nobody could tell which rows are counted.",
            cure="Write `where: {status: paid}`.",
        )
    return tuple(_filter(column, test) for column, test in written.items())


def _filter(column: str, test: object) -> Filter:
    if isinstance(test, str):
        return Filter(column, (test,))
    if isinstance(test, dict) and len(test) == 1:
        key, value = next(iter(test.items()))
        if key == "one_of":
            if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
                return Filter(column, tuple(value))
            raise Fault(
                "wrong-type",
                "`one_of` needs a list of texts.",
                at=(column, key),
                consequence="Nobody could tell which rows are counted.",
                cure=f"Write `{column}: {{one_of: [{value if isinstance(value, str) else 'paid'}]}}`.",
            )
        if key in COMPARISONS:
            try:
                bound = parse_quantity(value)
            except Fault as fault:
                raise fault.under(column, key) from None
            if bound.unit:
                raise Fault(
                    "wrong-unit",
                    f"The bound of a column has no unit, and here `{bound.unit}` is written.",
                    at=(column, key),
                    consequence="A column holds plain numbers; another unit would be compared as it stands.",
                    cure="Write the number alone.",
                )
            return Filter(column, compare=key, bound=bound.value)
        near = did_you_mean(key, [*COMPARISONS, "one_of"])
        raise Fault(
            "unknown-key",
            f"`{key}` is not a test of a column.",
            at=(column, key),
            on_key=True,
            consequence="Nobody could tell which rows are counted.",
            cure=f"Did you mean `{near}`?" if near else "Tests: one_of, " + ", ".join(COMPARISONS) + ".",
        )
    raise Fault(
        "wrong-type",
        f"The test of the column `{column}` is a text or one comparison.",
        at=(column,),
        consequence="Nobody could tell which rows are counted.",
        cure=f"Write `{column}: paid` or `{column}: {{at_least: 10}}`.",
    )


Filters = Annotated[tuple[Filter, ...], PlainValidator(parse_filters), WithJsonSchema({"type": "object"})]

_IS = Text.of(
    en="Only rows whose column {column} is {value} are counted.",
    ru="Учитываются только строки, где в столбце {column} стоит {value}.",
)
_ONE_OF = Text.of(
    en="Only rows whose column {column} is among {value} are counted.",
    ru="Учитываются только строки, где в столбце {column} стоит любое из значений: {value}.",
)
_COMPARED = {
    "at_least": Text.of(
        en="Only rows whose column {column} is at least {bound} are counted.",
        ru="Учитываются только строки, где в столбце {column} не меньше {bound}.",
    ),
    "more_than": Text.of(
        en="Only rows whose column {column} is more than {bound} are counted.",
        ru="Учитываются только строки, где в столбце {column} больше {bound}.",
    ),
    "at_most": Text.of(
        en="Only rows whose column {column} is at most {bound} are counted.",
        ru="Учитываются только строки, где в столбце {column} не больше {bound}.",
    ),
    "less_than": Text.of(
        en="Only rows whose column {column} is less than {bound} are counted.",
        ru="Учитываются только строки, где в столбце {column} меньше {bound}.",
    ),
    "equals": Text.of(
        en="Only rows whose column {column} equals {bound} are counted.",
        ru="Учитываются только строки, где столбец {column} равен {bound}.",
    ),
}
_EVERY = Text.of(en="Every row is counted.", ru="Учитываются все строки.")


def say_filters(builder: SayingsBuilder, filters: tuple[Filter, ...]) -> None:
    """Add a sentence for each filter, or that every row is counted."""
    if not filters:
        builder.say("where", _EVERY)
    for number, one in enumerate(filters, 1):
        name = f"where.{number}"
        column = Code(one.column)
        if one.compare:
            bound = builder.fact(f"{name}.bound", COUNT, one.bound)
            builder.say(name, _COMPARED[one.compare], column=column, bound=bound)
        elif len(one.texts) == 1:
            builder.say(name, _IS, column=column, value=Code(one.texts[0]))
        else:
            builder.say(name, _ONE_OF, column=column, value=Listing(tuple(Code(t) for t in one.texts)))


_MUST_HEAD = {
    "en": "The row taken counts only if its column {column} ",
    "ru": "Взятая строка засчитывается, только если в её столбце {column} ",
}
_MUST = {
    "": ("is {value}.", "стоит {value}."),
    "one_of": ("is among {value}.", "стоит любое из значений: {value}."),
    "at_least": ("is at least {bound}.", "не меньше {bound}."),
    "more_than": ("is more than {bound}.", "больше {bound}."),
    "at_most": ("is at most {bound}.", "не больше {bound}."),
    "less_than": ("is less than {bound}.", "меньше {bound}."),
    "equals": ("equals {bound}.", "ровно {bound}."),
}


def say_must(builder: SayingsBuilder, filters: tuple[Filter, ...]) -> None:
    """Add a sentence for each test that the row taken has to pass."""
    for number, one in enumerate(filters, 1):
        name = f"must.{number}"
        words = _MUST[one.compare or ("one_of" if len(one.texts) > 1 else "")]
        phrase = Text.of(en=_MUST_HEAD["en"] + words[0], ru=_MUST_HEAD["ru"] + words[1])
        slots: dict[str, Slot] = {"column": Code(one.column)}
        if one.compare:
            slots["bound"] = builder.fact(f"{name}.bound", COUNT, one.bound)
        else:
            texts = tuple(Code(t) for t in one.texts)
            slots["value"] = Listing(texts) if len(texts) > 1 else texts[0]
        builder.say(name, phrase, **slots)
