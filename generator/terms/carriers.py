"""Carriers: what every clause may carry whatever its kind, such as a factor, a floor, a cap or "only once"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, Protocol

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault, Step
from generator.terms.amount import Amount, amount_unit, parse_amount, say_amount
from generator.terms.due import Due, say_due
from generator.terms.quantity import COUNT, Slug
from generator.terms.saying import Code, SayingsBuilder, Word
from generator.terms.text import Text
from generator.terms.titles import Titles

Per = Literal["sale", "sale_line", "event", "day", "week", "period", "quarter", "half_year", "year"]
ROWWISE = ("sale", "sale_line", "event")
_LIMITS = ("month", "period", "quarter", "half_year", "year", "lifetime")
TOLD_BY_ROWS = ("customer", "sale", "event")
"""What is told by a text of each row: a rule can be paid once for it where it is paid for rows."""
_ONCE = ("partner", "recruit", *TOLD_BY_ROWS)
_WITHIN = ("quarter", "half_year", "year")


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that a line pays; with `per` the most that all lines of a partner in such a window pay together."""

    amount: Amount
    per: str = ""


@dataclass(frozen=True, slots=True)
class Once:
    """Paid once for each `each` (partner, recruit, customer, sale, event), ever or `within` a window."""

    each: str
    within: str = ""


def _cap(written: object) -> Cap:
    if isinstance(written, Cap):
        return written
    if not isinstance(written, dict) or "per" not in written:
        return Cap(parse_amount(written))
    extra = [key for key in written if key not in ("amount", "per")]
    if extra or "amount" not in written:
        raise Fault(
            "wrong-type",
            "A cap over a window has `amount` and `per`.",
            at=(extra[0],) if extra else (),
            consequence="Nobody could say how much is paid at most.",
            cure="Write `cap: {amount: 250 000, per: year}`.",
        )
    if written["per"] not in _LIMITS:
        raise Fault(
            "unknown-window",
            f"`{written['per']}` is not a window over which a cap can be summed.",
            at=("per",),
            consequence="Nobody could say which lines the cap holds together.",
            cure="Windows: " + ", ".join(f"`{one}`" for one in _LIMITS) + ".",
        )
    try:
        return Cap(parse_amount(written["amount"]), str(written["per"]))
    except Fault as fault:
        raise fault.under("amount") from None


def _once(written: object) -> Once:
    if isinstance(written, Once):
        return written
    if isinstance(written, str) and written in _ONCE:
        return Once(written)
    if (
        isinstance(written, dict)
        and set(written) == {"each", "within"}
        and written["each"] in _ONCE
        and written["within"] in _WITHIN
    ):
        return Once(str(written["each"]), str(written["within"]))
    raise Fault(
        "wrong-type",
        "`once` names what it is paid once for.",
        consequence="A partner could not tell whether the same fact is paid a second time.",
        cure="Write `once: partner` (or " + ", ".join(f"`{one}`" for one in _ONCE[1:]) + "), "
        "or `once: {each: partner, within: year}`.",
    )


AnyCap = Annotated[Cap, PlainValidator(_cap), WithJsonSchema({"type": ["string", "number", "object"]})]
AnyOnce = Annotated[
    Once, PlainValidator(_once), WithJsonSchema({"type": ["string", "object"], "examples": ["partner"]})
]


class Carrying(Protocol):
    """The part of a clause version that is said here."""

    @property
    def per(self) -> Per:
        """For what a line is made."""
        ...

    @property
    def times(self) -> Amount | None:
        """The factor."""
        ...

    @property
    def floor(self) -> Amount | None:
        """The least that a line pays."""
        ...

    @property
    def cap(self) -> Cap | None:
        """The most that lines pay."""
        ...

    @property
    def once(self) -> Once | None:
        """What it is paid once for."""
        ...

    @property
    def best_of(self) -> Slug | None:
        """The group that excludes one another."""
        ...

    @property
    def ceiling(self) -> Slug | None:
        """The ceiling that it shares."""
        ...

    @property
    def shares(self) -> tuple[Due, ...]:
        """The shares in which a line is due; none where all of it is due at once."""
        ...


def carrier_amounts(version: Carrying) -> Iterator[tuple[tuple[Step, ...], Amount]]:
    """The amounts of all carriers with their places; the first, `times`, is a factor, the others are money."""
    if version.times is not None:
        yield ("times",), version.times
    if version.floor is not None:
        yield ("floor",), version.floor
    if version.cap is not None:
        yield (("cap", "amount") if version.cap.per else ("cap",)), version.cap.amount


_SPANS = {
    "day": ("a day", "день"),
    "week": ("a week", "неделю"),
    "month": ("a month", "месяц"),
    "period": ("a period", "период"),
    "quarter": ("a quarter", "квартал"),
    "half_year": ("a half-year", "полугодие"),
    "year": ("a year", "год"),
    "lifetime": ("all time", "всё время"),
    "sale": ("a sale", "продажу"),
    "sale_line": ("a sale line", "строку продажи"),
    "event": ("an event", "событие"),
    "recruit": ("a recruit", "приглашённого"),
}
_SAME = {
    "day": ("the day", "день"),
    "week": ("the week", "неделю"),
    "period": ("the period", "период"),
    "quarter": ("the quarter", "квартал"),
    "half_year": ("the half-year", "полугодие"),
    "year": ("the year", "год"),
    "sale": ("the same sale", "одну и ту же продажу"),
    "sale_line": ("the same sale line", "одну и ту же строку продажи"),
    "event": ("the same event", "одно и то же событие"),
}
_EARLIEST = {
    "day": ("day", "самый ранний такой день"),
    "week": ("week", "самую раннюю такую неделю"),
    "period": ("period", "самый ранний такой период"),
    "quarter": ("quarter", "самый ранний такой квартал"),
    "half_year": ("half-year", "самое раннее такое полугодие"),
    "year": ("year", "самый ранний такой год"),
    "sale": ("sale", "самую раннюю такую продажу"),
    "sale_line": ("sale line", "самую раннюю такую строку продажи"),
    "event": ("event", "самое раннее такое событие"),
}
_TIMES_TABLE = Text.of(
    en="What the table gives is multiplied by {times}.",
    ru="То, что даёт таблица, умножается на {times}.",
)
_TIMES = Text.of(en="The amount is multiplied by {times}.", ru="Сумма умножается на {times}.")
_LINE_FLOOR = Text.of(en="A line pays at least {floor}.", ru="По каждой строке платится не меньше {floor}.")
_LINE_CAP = Text.of(en="A line pays at most {cap}.", ru="По каждой строке платится не больше {cap}.")
_ORDER = Text.of(
    en="These apply in the order in which they stand here.",
    ru="Это применяется в том порядке, в котором здесь стоит.",
)
_BEST_OF = Text.of(
    en="It belongs to the group {group}: of the lines of the rules in this group only the largest is paid to a "
    "partner for {window}; of equal ones, that of the rule which stands first in the list of rules.",
    ru="Правило входит в группу {group}: из строк правил этой группы партнёру за {window} выплачивается только "
    "наибольшая, а из равных — строка того правила, которое стоит раньше в списке правил.",
)
_CEILING = Text.of(
    en="It shares the ceiling {ceiling} with other rules.",
    ru="У правила общий потолок {ceiling} с другими правилами.",
)
_ONCE_EACH = {
    "recruit": Text.of(
        en="It is paid only for the earliest such fact of a recruit{within}, counted over all versions of this rule.",
        ru="Платится только за самый ранний такой факт по каждому приглашённому{within}, "
        "с учётом всех редакций правила.",
    ),
    "customer": Text.of(
        en="It is paid only for the earliest such row of a customer{within}, with any partner, "
        "counted over all versions of this rule.",
        ru="Платится только за самую раннюю такую строку каждого покупателя{within}, у любого партнёра, "
        "с учётом всех редакций правила.",
    ),
    "sale": Text.of(
        en="It is paid only for the earliest such row of a sale{within}, counted over all versions of this rule.",
        ru="Платится только за самую раннюю такую строку каждой продажи{within}, с учётом всех редакций правила.",
    ),
    "event": Text.of(
        en="It is paid only for the earliest such event of a partner with the same name and subject{within}, "
        "counted over all versions of this rule.",
        ru="Платится только за самое раннее такое событие партнёра с тем же именем и предметом{within}, "
        "с учётом всех редакций правила.",
    ),
}
_ONCE_HOUSE = Text.of(
    en="What goes to the house counts as paid.", ru="То, что остаётся у компании, считается выплаченным."
)


def say_carriers(
    builder: SayingsBuilder,
    version: Carrying,
    titles: Titles,
    *,
    has_table: bool,
    line: str = "",
    takes: bool = False,
    of_house: bool = False,
) -> None:
    """Add what `CARRIER_SENTENCES` names, as far as it is said, and when a line is due.

    `line` says what a line is about where that is not the window of `per`: `recruit`, or `line` for any other;
    `takes` whether it is taken from a partner, `of_house` whether lines may fall to the house.
    """
    if version.once is not None:
        _say_once(builder, version.once, version.per, takes)
        if of_house and version.once.each in TOLD_BY_ROWS:
            builder.say("once_house", _ONCE_HOUSE)
    about = line or version.per
    said = 0
    if version.times is not None:
        bare = amount_unit(version.times, titles, COUNT)
        times = say_amount(builder, "times", version.times, bare, titles)
        builder.say("times", _TIMES_TABLE if has_table else _TIMES, times=times)
        said += 1
    if version.floor is not None:
        phrase = _LINE_FLOOR
        if about != "line":
            en, ru = _SPANS[about]
            phrase = Text.of(
                en=f"For {en} it pays at least {{floor}}.", ru=f"За {ru} платится не меньше {{floor}}."
            )
            if takes:
                phrase = Text.of(
                    en=f"Where something is taken for {en}, it is at least {{floor}}.",
                    ru=f"Если за {ru} что-то удерживается, то не меньше {{floor}}.",
                )
        floor = say_amount(builder, "floor", version.floor, titles.pay_unit, titles, genitive=True)
        builder.say("floor", phrase, floor=floor)
        said += 1
    if version.cap is not None:
        _say_cap(builder, version.cap, about, titles, takes)
        said += 1
    if said > 1:
        builder.say("order", _ORDER)
    if version.best_of is not None:
        en, ru = _SAME[version.per]
        window = Word(Text.of(en=en, ru=ru))
        builder.say("best_of", _BEST_OF, group=Code(version.best_of), window=window)
    if version.ceiling is not None:
        builder.say("ceiling", _CEILING, ceiling=titles.ref(f"ceiling/{version.ceiling}"))
    say_due(builder, version, titles)


def _say_cap(builder: SayingsBuilder, cap: Cap, about: str, titles: Titles, takes: bool) -> None:
    name = "limit" if cap.per else "cap"
    most = say_amount(builder, name, cap.amount, titles.pay_unit, titles, genitive=True)
    does, done_ru, does_ru = ("takes", "удерживается", "берёт") if takes else ("pays", "платится", "платит")
    if cap.per:
        en, ru = _SPANS[cap.per]
        phrase = Text.of(
            en=f"For {en} it {does} at most {{limit}} altogether: "
            f"a line {does} no more than the lines before it have left of that.",
            ru=f"За {ru} всего {done_ru} не больше {{limit}}: "
            f"строка {does_ru} не больше того, что от этого оставили предыдущие строки.",
        )
        builder.say(name, phrase, limit=most)
    elif about == "line":
        builder.say(name, _LINE_CAP, cap=most)
    else:
        en, ru = _SPANS[about]
        phrase = Text.of(
            en=f"For {en} it {does} at most {{cap}}.", ru=f"За {ru} {done_ru} не больше {{cap}}."
        )
        builder.say(name, phrase, cap=most)


def _say_once(builder: SayingsBuilder, once: Once, per: str, takes: bool) -> None:
    within_en = within_ru = ""
    if once.within:
        span_en, span_ru = _SPANS[once.within]
        within_en, within_ru = f" within {span_en}", f" за {span_ru}"
    if once.each == "partner":
        such_en, such_ru = _EARLIEST[per]
        phrase = Text.of(
            en=f"It is paid only for the earliest such {such_en} of a partner{{within}}, "
            "counted over all versions of this rule.",
            ru=f"Платится только за {such_ru} партнёра{{within}}, с учётом всех редакций правила.",
        )
    else:
        phrase = _ONCE_EACH[once.each]
    phrase = Text.of(
        en=phrase["en"].replace("{within}", within_en), ru=phrase["ru"].replace("{within}", within_ru)
    )
    builder.say("once", _of_what_is_taken(phrase) if takes else phrase)


def _of_what_is_taken(phrase: Text) -> Text:
    """The sentence about `once`, of a rule that takes."""
    return Text.of(
        en=phrase["en"].replace("It is paid only", "It is taken only"),
        ru=phrase["ru"].replace("Платится только", "Удерживается только"),
    )


CARRIER_SENTENCES = ("once", "once_house", "times", "floor", "cap", "limit", "order", "best_of", "ceiling")
"""The names that `say_carriers` may add, in the order of the page; those of shares, and `DUE_SENTENCES`, follow."""
