"""Reads a reward from its binding sentences: its price in points, who can take it, how many, and how it is rounded."""

from __future__ import annotations

from generator.audit.conditions import Condition
from generator.audit.pay_units import POINTS
from generator.audit.promise import Reward
from generator.audit.records import HANDOVERS, REDEMPTIONS
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Said, Vocabulary

TYPES = {
    "gift": ("a gift", "подарок"),
    "event": ("an event", "мероприятие"),
    "trip": ("a trip", "поездка"),
    "service": ("a service", "услуга"),
    "discount": ("a discount", "скидка"),
}
SPANS = {
    "month": ("one calendar month", "один календарный месяц"),
    "period": ("one period", "один период"),
    "quarter": ("one calendar quarter", "один календарный квартал"),
    "half_year": ("one calendar half-year", "одно календарное полугодие"),
    "year": ("one calendar year", "один календарный год"),
}

REWARD = Vocabulary(
    {
        **{
            f"type.{name}": {"en": f"This reward is {en}.", "ru": f"Эта награда — {ru}."}
            for name, (en, ru) in TYPES.items()
        },
        **{
            f"limit.{name}": {
                "en": f"In {en}, by the dates of redemptions, a partner can take at most {{count:count}} of it; what "
                "rules give does not count.",
                "ru": f"За {ru}, считая по датам обменов, партнёр может получить не больше {{count:count}}; то, что "
                "дают правила, не считается.",
            }
            for name, (en, ru) in SPANS.items()
        },
        "limit.lifetime": {
            "en": "A partner can take at most {count:count} of it in all; what rules give does not count.",
            "ru": "За всё время партнёр может получить в обмен не больше {count:count}; то, что дают правила, не "
            "считается.",
        },
        "price.points": {
            "en": "Partners can take it for points: one costs {price:money}.",
            "ru": "Её можно получить в обмен на баллы: одна стоит {price:money}.",
        },
        "price.none": {
            "en": "It is not given for points; only rules give it.",
            "ru": "За баллы её получить нельзя: её дают только правила.",
        },
        "table": {
            "en": "Each row of the table {table:code} takes as many of a reward as its column {quantity:code} says, "
            "one where it says nothing, at the price in force on its date.",
            "ru": "Каждая строка таблицы {table:code} — обмен на столько наград, сколько указано в столбце "
            "{quantity:code} (если ничего не указано, на одну), по цене, действующей на её дату.",
        },
        "order": {
            "en": "Redemptions are taken in the order of their dates, those of one date in the order of their names in "
            "the column {redemption:code}, compared character by character. One for which something is lacking is "
            "refused as a whole.",
            "ru": "Обмены рассматриваются в порядке дат, за одну дату — в порядке их названий в столбце "
            "{redemption:code}, которые сравниваются знак за знаком. Обмен, для которого чего-то не хватает, "
            "отклоняется целиком.",
        },
        "decided": {
            "en": "A redemption that was decided in a closed period stays as it was decided, unless its row is taken "
            "back.",
            "ru": "Решение об обмене, принятое в закрытом периоде, не меняется, если только его строку не отозвали.",
        },
        "for.everyone": {"en": "Every partner can take it.", "ru": "Получить её может каждый партнёр."},
        "for.condition": {
            "en": "Partners can take it for whom this held at the end of the period before the one in which their "
            "redemption is dated:",
            "ru": "Получить её могут партнёры, для которых в конце периода, предшествующего периоду обмена, было "
            "выполнено условие:",
        },
        "joined": {
            "en": "Whoever joined after that period, or redeems in the programme's first period, cannot take it yet.",
            "ru": "Кто присоединился позже или обменивает баллы в первом периоде программы, получить её пока не может.",
        },
        "rounding.down": {
            "en": "What rules give of it is cut to whole ones towards zero, line by line.",
            "ru": "То, что дают правила, в каждой строке сокращается до целых наград, остаток отбрасывается.",
        },
        "rounding.half_up": {
            "en": "What rules give of it is rounded to the nearest whole one, line by line, a tie away from zero.",
            "ru": "То, что дают правила, округляется в каждой строке до ближайшего целого числа наград; при равном "
            "расстоянии — от нуля.",
        },
        "owed": {
            "en": "What rules gave and what was taken for points is owed to the partner until the table {table:code} "
            "says that it was handed over.",
            "ru": "То, что дали правила или что получено в обмен, числится за компанией, пока таблица {table:code} не "
            "покажет, что это выдано.",
        },
    }
)


def read_reward(section: Section, ladders: dict[str, str]) -> Reward:
    """One version of a reward; NotUnderstood where something is not said, or said twice."""
    thing, told = section.thing, section.said(REWARD)
    type_, price, rounding = (_one(told, name, thing) for name in ("type", "price", "rounding"))
    assert type_ is not None
    assert price is not None
    assert rounding is not None
    limit, whose = _one(told, "limit", thing, maybe=True), _one(told, "for", thing, maybe=True)
    priced = price.key == "price.points"
    wanted = {type_.key, price.key, rounding.key, "owed"}
    if priced:
        wanted |= {"table", "order", "decided"} | ({limit.key} if limit is not None else set())
        wanted |= {whose.key} if whose is not None else {"for"}
        wanted |= {"joined"} if whose is not None and whose.key == "for.condition" else set()
    if set(told) != wanted:
        raise NotUnderstood(f"{thing} says {sorted(set(told) ^ wanted)}, or does not")
    codes = {
        "table": ("table", REDEMPTIONS),
        "order": ("redemption", "redemption"),
        "owed": ("table", HANDOVERS),
    }
    for key, (slot, name) in codes.items():
        if key in told and told[key].code(slot) != name:
            raise NotUnderstood(f"{thing} speaks of {told[key].code(slot)} instead of {name}")
    if priced and (told["table"].code("quantity") != "quantity" or price.unit("price") != POINTS):
        raise NotUnderstood(f"{thing} costs {price.unit('price')} by {told['table'].code('quantity')}")
    if priced and price.number("price") <= 0:
        raise NotUnderstood(f"{thing} costs {price.number('price')}")
    condition: Condition | None = None
    for at, said in section.say(REWARD):
        if said.key == "for.condition":
            condition = section.condition(at, ladders)
    return Reward(
        thing.removeprefix("reward/"),
        type_.key.partition(".")[2],
        price.number("price") if priced else None,
        condition,
        limit.number("count") if limit is not None else None,
        limit.key.partition(".")[2] if limit is not None else "",
        rounding.key.partition(".")[2],
    )


def _one(told: dict[str, Said], name: str, thing: str, *, maybe: bool = False) -> Said | None:
    """The one sentence of a choice, or None where there may be none."""
    found = [one for key, one in told.items() if key.startswith(f"{name}.")]
    if len(found) > 1 or not (found or maybe):
        raise NotUnderstood(f"{thing} says {len(found)} times: {name}")
    return found[0] if found else None
