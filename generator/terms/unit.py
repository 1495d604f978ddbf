"""Units that a programme declares: points of volume, pieces and the like, with what each is worth, dated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema, model_validator

from generator.source import Fault, Frozen
from generator.terms.numerals import is_currency
from generator.terms.quantity import COUNT, DURATIONS, PERCENT, POINTS, Amount
from generator.terms.saying import Code, Sayings, SayingsBuilder
from generator.terms.text import Text, Wording
from generator.terms.titles import Titles
from generator.terms.version import Version, check_versions, say_dates

_WORDS = ("period", "periods", "money", COUNT, PERCENT, "rate", "text", "date", "point", POINTS)
_TAKEN = frozenset((*DURATIONS, *(one.removesuffix("s") for one in DURATIONS), *_WORDS))
"""Words that a figure or a key `unit` reads as something else."""


def _name(written: object) -> str:
    if not isinstance(written, str) or not re.fullmatch(r"[A-Za-z]+(?:-[A-Za-z]+)*", written):
        raise Fault(
            "name-unreadable",
            f"`{written}` cannot serve as the name of a unit.",
            consequence="The name stands behind figures and in the address of its page.",
            cure="Use Latin letters, joined by hyphens: `PV`, `pieces`.",
        )
    if written.casefold() in _TAKEN or is_currency(written):
        raise Fault(
            "unit-name-taken",
            f"`{written}` already means something else behind a figure.",
            consequence="A figure with it could be read in two ways.",
            cure="Three capital letters are a currency; write `Gpv` or another name."
            if is_currency(written)
            else "Take another name.",
        )
    return written


UnitKey = Annotated[str, PlainValidator(_name), WithJsonSchema({"type": "string", "examples": ["PV"]})]


class UnitVersion(Version):
    """One dated unit: `equals` is what each is worth where a rule pays a share; without it, nothing."""

    equals: Amount | None = None


class Unit(Frozen):
    """A unit with its dated versions; measures, metrics and figures name it."""

    title: Wording
    versions: tuple[UnitVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Unit:
        check_versions(self.versions)
        return self


def check_units(units: Mapping[str, Unit], currency: str) -> None:
    """Raise Fault for a worth that is no money above zero, and for names that differ in capitals alone."""
    seen: dict[str, str] = {}
    for name, unit in units.items():
        first = seen.setdefault(name.casefold(), name)
        if first != name:
            raise Fault(
                "unit-name-taken",
                f"`{name}` and `{first}` differ in capital letters alone.",
                at=("units", name),
                other=("units", first),
                other_label="the other one",
                on_key=True,
                consequence="A reader could not tell the two apart, nor could the addresses of their pages.",
                cure="Rename one of them.",
            )
        for number, version in enumerate(unit.versions):
            place = ("units", name, "versions", number, "equals")
            if version.equals is None:
                continue
            if version.equals.unit not in ("", currency):
                raise Fault(
                    "wrong-unit",
                    f"This worth is in `{version.equals.unit}`, but the programme pays in {currency}.",
                    at=place,
                    consequence="What a rule gives could not be turned into money.",
                    cure=f"Write it in {currency}.",
                )
            if version.equals.value <= 0:
                raise Fault(
                    "figure-negative",
                    "The worth of a unit is above zero.",
                    at=place,
                    consequence="Partners would be paid nothing, or would pay for selling.",
                    cure="Correct the figure, or leave `equals` out.",
                )


_WORTH = Text.of(
    en="Where a rule pays a share of a figure in {unit}, each {unit} is worth {worth}.",
    ru="Если правило платит долю от показателя в {unit}, каждая единица {unit} стоит {worth}.",
)
_PICKED = Text.of(
    en="A rule takes the worth in force on the day by which its version is picked: the first day of its window, "
    "or the date of the row where its page says so.",
    ru="Правило берёт стоимость, действующую в тот день, по которому выбирается его редакция: в первый день своего "
    "окна или, если так сказано на его странице, в день строки.",
)
_PLAIN = Text.of(
    en="Figures are counted in {unit}; it is worth no money by itself.",
    ru="В {unit} считаются показатели; сама по себе эта единица денег не стоит.",
)


def unit_sayings(name: str, version: UnitVersion, titles: Titles) -> Sayings:
    """What the page of a unit says."""
    builder = SayingsBuilder(f"unit/{name}/{version.address}")
    say_dates(builder, version)
    if version.equals is None:
        builder.say("plain", _PLAIN, unit=Code(name))
        return builder.done()
    worth = builder.fact("worth", titles.currency, version.equals.value)
    builder.say("worth", _WORTH, unit=Code(name), worth=worth)
    builder.say("picked", _PICKED)
    return builder.done()
