"""Amounts: what may stand where one figure is needed, be it an amount, a rate, a cap, a fund or a bound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault, Step, did_you_mean
from generator.terms.agreed import Individual, OfMetric
from generator.terms.pay import reward_of
from generator.terms.quantity import PERCENT, Quantity, parse_quantity
from generator.terms.saying import Code, Phrase, Ref, SayingsBuilder, Slot
from generator.terms.text import Text
from generator.terms.titles import Titles


@dataclass(frozen=True, slots=True)
class RateOf:
    """A rate of a metric, in the metric's unit; `rate` is in percent."""

    rate: Quantity
    metric: str


@dataclass(frozen=True, slots=True)
class EachOf:
    """An amount for each unit of a metric, or for `every` so many units of it that are full."""

    amount: Quantity
    metric: str
    every: Quantity | None = None


Amount = Quantity | OfMetric | RateOf | EachOf | Individual

_FORMS = (
    "`2 000`, `{metric: personal_volume}`, `{rate: 2 %, of: programme_sales}`, "
    "`{amount: 15, each: appointments}`, `{amount: 800, each: orders, every: 50}` "
    "or `{individual: commission_rate, default: 10 %}`"
)
_KEYS = (("metric",), ("rate", "of"), ("amount", "each"), ("individual", "default"))
_MORE = {"amount": ("every",)}
"""Keys that may stand beside the first one, and may be left out."""


def parse_amount(written: object) -> Amount:
    """Read a figure, or one of the forms that stand for one.

    Raises Fault: wrong-type, missing-key, unknown-key, wrong-unit and those of quantities.
    """
    if not isinstance(written, dict):
        if isinstance(written, OfMetric | RateOf | EachOf | Individual):
            return written
        if isinstance(written, str) and written.strip().replace("_", "").replace("-", "").isalpha():
            raise Fault(
                "figure-unreadable",
                f"`{written}` is not a figure.",
                consequence="A figure that can be read in two ways would be paid in one of them.",
                cure=f"For the value of a metric write `{{metric: {written.strip()}}}`; else write digits and a unit.",
            )
        return parse_quantity(written)
    keys = next((keys for keys in _KEYS if keys[0] in written), None)
    if keys is None:
        raise _unclear(written)
    known = (*keys, *_MORE.get(keys[0], ()))
    for key in written:
        if key not in known:
            near = did_you_mean(key, known)
            raise Fault(
                "unknown-key",
                f"`{key}` does not belong beside `{keys[0]}`.",
                at=(key,),
                on_key=True,
                consequence="A key that nobody reads would be a promise that nobody keeps.",
                cure=f"Did you mean `{near}`?" if near else f"An amount is {_FORMS}.",
            )
    for key in keys:
        if key not in written:
            raise Fault(
                "missing-key",
                f"The key `{key}` is missing here.",
                consequence="Without it the figure could not be worked out.",
                cure=f"An amount is {_FORMS}.",
            )
    return _read(written, keys)


def _read(written: dict[str, object], keys: tuple[str, ...]) -> Amount:
    match keys[0]:
        case "metric":
            return OfMetric(_name(written, "metric"))
        case "rate":
            rate = _quantity(written, "rate").with_unit(PERCENT)
            if rate.unit != PERCENT:
                raise Fault(
                    "wrong-unit",
                    f"A rate is written in percent, not in `{rate.unit}`.",
                    at=("rate",),
                    consequence="A rate in another unit would be multiplied with money as it stands.",
                    cure="Write it as `7 %`, or write `{amount: ..., each: ...}`.",
                )
            return RateOf(rate, _name(written, "of"))
        case "amount":
            return EachOf(_quantity(written, "amount"), _name(written, "each"), _every(written))
    return Individual(_name(written, "individual"), _quantity(written, "default"))


def _every(written: dict[str, object]) -> Quantity | None:
    if "every" not in written:
        return None
    every = _quantity(written, "every")
    if every.value <= 0:
        raise Fault(
            "figure-negative",
            "So many units of a figure are more than none.",
            at=("every",),
            consequence="Nobody could say how many times they go into it.",
            cure="Correct the figure, such as `every: 500`.",
        )
    return every


def _name(written: dict[str, object], key: str) -> str:
    value = written[key]
    if not isinstance(value, str) or not value.strip():
        raise Fault(
            "wrong-type",
            f"`{key}` names one thing.",
            at=(key,),
            consequence="Without its name the figure could not be found.",
            cure=f"An amount is {_FORMS}.",
        )
    return value


def _quantity(written: dict[str, object], key: str) -> Quantity:
    try:
        return parse_quantity(written[key])
    except Fault as fault:
        raise fault.under(key) from None


def _unclear(written: dict[str, object]) -> Fault:
    near = next((found for key in written if (found := did_you_mean(key, [k[0] for k in _KEYS]))), "")
    return Fault(
        "unknown-key" if near else "wrong-type",
        f"`{next(iter(written))}` is not a form of an amount." if near else "This is no amount.",
        at=(next(iter(written)),) if near else (),
        on_key=bool(near),
        consequence="Nobody could say what is paid.",
        cure=f"Did you mean `{near}`?" if near else f"An amount is {_FORMS}.",
    )


AnyAmount = Annotated[
    Amount,
    PlainValidator(parse_amount),
    WithJsonSchema(
        {
            "type": ["string", "number", "object"],
            "description": "an amount: 2 000",
            "examples": ["2 000", {"metric": "personal_volume"}, {"rate": "2 %", "of": "programme_sales"}],
        }
    ),
]


def amount_metrics(amount: Amount) -> Iterator[tuple[tuple[Step, ...], str]]:
    """The metrics that an amount reads, with the path of the name below the amount."""
    match amount:
        case OfMetric(metric):
            yield ("metric",), metric
        case RateOf(_, metric):
            yield ("of",), metric
        case EachOf(_, metric, _):
            yield ("each",), metric


def amount_unit(amount: Amount, titles: Titles, bare: str) -> str:
    """The unit in which an amount comes out; a bare figure takes `bare`."""
    match amount:
        case OfMetric(metric) | RateOf(_, metric):
            return titles.metric_units.get(metric, bare)
        case EachOf(figure, _, _) | Individual(_, figure):
            return figure.with_unit(bare).unit
    return amount.with_unit(bare).unit


_OF_METRIC = Text.of(en="{metric}", ru="показатель «{metric}»")
_OF_METRIC_GENITIVE = Text.of(en="{metric}", ru="показателя «{metric}»")
_RATE_OF = Text.of(en="{rate} of {metric}", ru="{rate} от показателя «{metric}»")
_EACH_OF = Text.of(
    en="{amount} for each unit of {metric}", ru="{amount} за каждую единицу показателя «{metric}»"
)
_REWARDS = Text.of(en="{figure} × {reward}", ru="{figure} × «{reward}»")
_EVERY_OF = Text.of(
    en="{amount} for every full {every} of {metric}",
    ru="{amount} за каждые полные {every} показателя «{metric}»",
)
_INDIVIDUAL = Text.of(
    en="the partner's own term {term}, or {default} where none is agreed",
    ru="личное условие партнёра {term}, а если его нет, {default}",
)
_INDIVIDUAL_GENITIVE = Text.of(
    en="the partner's own term {term}, or {default} where none is agreed",
    ru="личного условия партнёра {term}, а если его нет, {default}",
)


def say_amount(
    builder: SayingsBuilder, name: str, amount: Amount, unit: str, titles: Titles, *, genitive: bool = False
) -> Slot:
    """What fills the hole of a sentence; a bare figure is in `unit`.

    A figure is the fact `name`; inside the other forms it is `name.rate`, `name.amount` or `name.default`.
    """
    match amount:
        case OfMetric(metric):
            phrase = _OF_METRIC_GENITIVE if genitive else _OF_METRIC
            return Phrase(phrase, {"metric": titles.ref(f"metric/{metric}")})
        case RateOf(rate, metric):
            fact = builder.fact(f"{name}.rate", PERCENT, rate.value)
            return Phrase(_RATE_OF, {"rate": fact, "metric": titles.ref(f"metric/{metric}")})
        case EachOf(figure, metric, every):
            slots: dict[str, Slot] = {
                "amount": say_figure(builder, f"{name}.amount", figure.with_unit(unit), titles),
                "metric": titles.ref(f"metric/{metric}"),
            }
            if every is None:
                return Phrase(_EACH_OF, slots)
            full = every.with_unit(titles.unit_of(f"metric/{metric}"))
            return Phrase(_EVERY_OF, {**slots, "every": builder.fact(f"{name}.every", full.unit, full.value)})
        case Individual(term, figure):
            default = say_figure(builder, f"{name}.default", figure.with_unit(unit), titles)
            return Phrase(
                _INDIVIDUAL_GENITIVE if genitive else _INDIVIDUAL,
                {"term": _term(term, titles), "default": default},
            )
    return say_figure(builder, name, amount.with_unit(unit), titles)


def say_figure(builder: SayingsBuilder, name: str, figure: Quantity, titles: Titles) -> Slot:
    """What fills the hole of a figure: its fact, and behind so many of a reward the name of it."""
    fact = builder.fact(name, figure.unit, figure.value)
    reward = reward_of(figure.unit)
    if not reward:
        return fact
    return Phrase(_REWARDS, {"figure": fact, "reward": titles.ref(f"reward/{reward}")})


def _term(term: str, titles: Titles) -> Ref | Code:
    thing = f"individual/{term}"
    return titles.ref(thing) if thing in titles.titles else Code(term)
