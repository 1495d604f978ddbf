"""Rewards: what partners receive that is not money, for points or by rules, with dated prices and limits."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from generator.source import Fault, Frozen
from generator.terms.atoms import LineIs, atoms
from generator.terms.condition import AnyCondition
from generator.terms.quantity import COUNT, POINTS, Amount, Slug, WholeNumber
from generator.terms.saying import Code, Sayings, SayingsBuilder
from generator.terms.scope_words import say_condition
from generator.terms.text import Text, Wording
from generator.terms.titles import Titles
from generator.terms.version import Version, check_versions, say_dates

REDEMPTIONS, HANDOVERS = "redemptions", "handovers"
"""The tables of what partners want for their points, and of what was handed over to them."""
_MOST = 1_000_000

Kind = Literal["gift", "event", "trip", "service", "discount"]
Span = Literal["month", "period", "quarter", "half_year", "year", "lifetime"]


class Limit(Frozen):
    """How many of a reward one partner can take for points in a window."""

    count: WholeNumber
    per: Span

    @model_validator(mode="after")
    def _some(self) -> Limit:
        if not 1 <= self.count <= _MOST:
            raise Fault(
                "reward-limit-unclear",
                "The limit of a reward is a whole number from 1 on.",
                at=("count",),
                consequence="Nobody could take it, or everybody without end.",
                cure="Write how many one partner can take: `limit: {count: 1, per: year}`; or leave `limit` out.",
            )
        return self


class RewardVersion(Version):
    """One dated offer: `price` in points for one, who can take it, how many, and how what rules give is rounded."""

    price: Amount | None = None
    condition: AnyCondition | None = Field(default=None, alias="for")
    limit: Limit | None = None
    rounding: Literal["down", "half_up"] = "down"
    words: Wording | None = None

    @model_validator(mode="after")
    def _clear(self) -> RewardVersion:
        price = self.price
        if price is not None and price.unit not in ("", POINTS):
            raise Fault(
                "wrong-unit",
                f"The price of a reward is in points, not in `{price.unit}`.",
                at=("price",),
                consequence="Partners could not tell what it costs them.",
                cure="Write it in points: `price: 12 000 points`.",
            )
        if price is not None and (price.value <= 0 or (price.value * 100).denominator != 1):
            raise Fault(
                "reward-price-unclear",
                "The price of a reward is above zero and has at most two decimals.",
                at=("price",),
                consequence="Nobody could say how many points are spent.",
                cure="Write `price: 12 000 points`; or leave `price` out where only rules give the reward.",
            )
        for key, value in (("for", self.condition), ("limit", self.limit)):
            if price is None and value is not None:
                raise Fault(
                    "reward-without-price",
                    f"`{key}` speaks of partners who take it for points, and it has no price.",
                    at=(key,),
                    consequence="It would promise a choice that nobody has.",
                    cure="Write a `price`, or leave this out; rules say by themselves who receives it.",
                )
        for atom in atoms(self.condition) if self.condition is not None else ():
            if isinstance(atom, LineIs):
                raise Fault(
                    "reward-tests-line",
                    "Who can take a reward is judged by figures, tiers, courses and events, not by a line of a rule.",
                    at=("for", *atom.at),
                    consequence="A line that changed later would put in doubt what was taken.",
                    cure="Test the figure by which the rule pays.",
                )
        return self


class Reward(Frozen):
    """A reward of the catalogue with its dated versions."""

    title: Wording
    type: Kind
    versions: tuple[RewardVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Reward:
        check_versions(self.versions)
        return self


class RewardFile(Frozen):
    """The file rewards.yaml."""

    rewards: dict[Slug, Reward]


_TYPES = {
    "gift": Text.of(en="This reward is a gift.", ru="Эта награда — подарок."),
    "event": Text.of(en="This reward is an event.", ru="Эта награда — мероприятие."),
    "trip": Text.of(en="This reward is a trip.", ru="Эта награда — поездка."),
    "service": Text.of(en="This reward is a service.", ru="Эта награда — услуга."),
    "discount": Text.of(en="This reward is a discount.", ru="Эта награда — скидка."),
}
_PRICE = Text.of(
    en="Partners can take it for points: one costs {price}.",
    ru="Её можно получить в обмен на баллы: одна стоит {price}.",
)
_NO_PRICE = Text.of(
    en="It is not given for points; only rules give it.",
    ru="За баллы её получить нельзя: её дают только правила.",
)
_TABLE = Text.of(
    en="Each row of the table {table} takes as many of a reward as its column {quantity} says, one where it says "
    "nothing, at the price in force on its date.",
    ru="Каждая строка таблицы {table} — обмен на столько наград, сколько указано в столбце {quantity} (если ничего "
    "не указано, на одну), по цене, действующей на её дату.",
)
_ORDER = Text.of(
    en="Redemptions are taken in the order of their dates, those of one date in the order of their names in the column "
    "{redemption}, compared character by character. One for which something is lacking is refused as a whole.",
    ru="Обмены рассматриваются в порядке дат, за одну дату — в порядке их названий в столбце {redemption}, которые "
    "сравниваются знак за знаком. Обмен, для которого чего-то не хватает, отклоняется целиком.",
)
_DECIDED = Text.of(
    en="A redemption that was decided in a closed period stays as it was decided, unless its row is taken back.",
    ru="Решение об обмене, принятое в закрытом периоде, не меняется, если только его строку не отозвали.",
)
_EVERYONE = Text.of(en="Every partner can take it.", ru="Получить её может каждый партнёр.")
_FOR = Text.of(
    en="Partners can take it for whom this held at the end of the period before the one in which their redemption "
    "is dated:",
    ru="Получить её могут партнёры, для которых в конце периода, предшествующего периоду обмена, "
    "было выполнено условие:",
)
_JOINED = Text.of(
    en="Whoever joined after that period, or redeems in the programme's first period, cannot take it yet.",
    ru="Кто присоединился позже или обменивает баллы в первом периоде программы, получить её пока не может.",
)
_SPANS = {
    "month": ("one calendar month", "один календарный месяц"),
    "period": ("one period", "один период"),
    "quarter": ("one calendar quarter", "один календарный квартал"),
    "half_year": ("one calendar half-year", "одно календарное полугодие"),
    "year": ("one calendar year", "один календарный год"),
}
_LIMITS = {
    span: Text.of(
        en=f"In {en}, by the dates of redemptions, a partner can take at most {{count}} of it; what rules give does "
        "not count.",
        ru=f"За {ru}, считая по датам обменов, партнёр может получить не больше {{count}}; то, что дают правила, "
        "не считается.",
    )
    for span, (en, ru) in _SPANS.items()
} | {
    "lifetime": Text.of(
        en="A partner can take at most {count} of it in all; what rules give does not count.",
        ru="За всё время партнёр может получить в обмен не больше {count}; то, что дают правила, не считается.",
    )
}
_ROUNDING = {
    "down": Text.of(
        en="What rules give of it is cut to whole ones towards zero, line by line.",
        ru="То, что дают правила, в каждой строке сокращается до целых наград, остаток отбрасывается.",
    ),
    "half_up": Text.of(
        en="What rules give of it is rounded to the nearest whole one, line by line, a tie away from zero.",
        ru="То, что дают правила, округляется в каждой строке до ближайшего целого числа наград; "
        "при равном расстоянии — от нуля.",
    ),
}
_OWED = Text.of(
    en="What rules gave and what was taken for points is owed to the partner until the table {table} says that it was "
    "handed over.",
    ru="То, что дали правила или что получено в обмен, числится за компанией, пока таблица {table} не покажет, "
    "что это выдано.",
)


def reward_sayings(name: str, kind: Kind, version: RewardVersion, titles: Titles) -> Sayings:
    """What the page of a reward says with binding force."""
    builder = SayingsBuilder(f"reward/{name}/{version.address}")
    say_dates(builder, version)
    builder.say("type", _TYPES[kind])
    if version.price is None:
        builder.say("price", _NO_PRICE)
    else:
        builder.say("price", _PRICE, price=builder.fact("price", POINTS, version.price.value))
        _say_who(builder, version, titles)
    if version.price is not None:
        builder.say("table", _TABLE, table=Code(REDEMPTIONS), quantity=Code("quantity"))
        builder.say("order", _ORDER, redemption=Code("redemption"))
        builder.say("decided", _DECIDED)
    builder.say("rounding", _ROUNDING[version.rounding])
    builder.say("owed", _OWED, table=Code(HANDOVERS))
    return builder.done()


def _say_who(builder: SayingsBuilder, version: RewardVersion, titles: Titles) -> None:
    """Who can take it for points, and how many."""
    if version.condition is None:
        builder.say("for", _EVERYONE)
    else:
        say_condition(builder, "for", _FOR, version.condition, titles)
        builder.say("joined", _JOINED)
    if version.limit is not None:
        count = builder.fact("limit", COUNT, Fraction(version.limit.count))
        builder.say("limit", _LIMITS[version.limit.per], count=count)
