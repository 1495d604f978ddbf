"""What a contest says: its binding sentences, and the cells of its prizes."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from generator.terms.carriers import say_carriers
from generator.terms.clause import say_clause_dates
from generator.terms.condition import say_earns
from generator.terms.pay import pay_unit, reward_of
from generator.terms.pay_sayings import say_prizes_in
from generator.terms.paying_windows import EACH, say_window
from generator.terms.quantity import COUNT
from generator.terms.saying import Sayings, SayingsBuilder, Slot
from generator.terms.text import Text
from generator.terms.titles import Titles

if TYPE_CHECKING:
    from generator.rules.contest import ContestVersion

_PAYS = (
    "this rule pays prizes to partners by their place in {metric}.",
    "платятся призы партнёрам по их месту по показателю «{metric}».",
)
_RANKED = {
    "highest": Text.of(
        en="The highest value takes the first place; whose value is zero or less takes none.",
        ru="Первое место занимает наибольшее значение; у кого значение не больше нуля, тот места не занимает.",
    ),
    "lowest": Text.of(
        en="The lowest value takes the first place.", ru="Первое место занимает наименьшее значение."
    ),
}
_DIVISIONS = {
    "segment": Text.of(
        en="Partners of each segment are ranked by themselves; a partner without a segment takes no place.",
        ru="Партнёры каждого сегмента соревнуются отдельно; партнёр без сегмента места не занимает.",
    ),
    "region": Text.of(
        en="Partners of each region are ranked by themselves; a partner without a region takes no place.",
        ru="Партнёры каждого региона соревнуются отдельно; партнёр без региона места не занимает.",
    ),
}
_THEN = Text.of(
    en="Of equal partners the one with the higher {metric} stands first.",
    ru="Из равных выше тот, у кого больше показатель «{metric}».",
)
_TIED = {
    ("share", True): Text.of(
        en="Partners who are still equal share the prizes of their places in equal parts.",
        ru="Если и так партнёры равны, призы их мест делятся между ними поровну.",
    ),
    ("share", False): Text.of(
        en="Equal partners share the prizes of their places in equal parts.",
        ru="Если партнёры равны, призы их мест делятся между ними поровну.",
    ),
    ("same_place", True): Text.of(
        en="Partners who are still equal take the same place, each with its whole prize; "
        "after them as many places are left out.",
        ru="Если и так партнёры равны, они занимают одно место, и каждый получает его приз целиком; "
        "следующие места за ними пропускаются.",
    ),
    ("same_place", False): Text.of(
        en="Equal partners take the same place, each with its whole prize; after them as many places are left out.",
        ru="Если партнёры равны, они занимают одно место, и каждый получает его приз целиком; "
        "следующие места за ними пропускаются.",
    ),
}
_IN = {
    "day": ("the day", "в этот день"),
    "week": ("the week", "на этой неделе"),
    "period": ("the period", "в этом периоде"),
    "quarter": ("the quarter", "в этом квартале"),
    "half_year": ("the half-year", "в этом полугодии"),
    "year": ("the year", "в этом году"),
}
_ENTRY = Text.of(
    en="Only those for whom it holds are ranked.", ru="Места занимают только те, для кого это выполнено."
)
_PLACE = Text.of(en="{place}", ru="{place}")
_REWARDS = Text.of(en="{amount} × {reward}", ru="{amount} × {reward}")
_PLACES = Text.of(en="{place}–{last}", ru="{place}–{last}")


def say_contest(clause: str, version: ContestVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    builder = SayingsBuilder(f"{clause}/{version.address}")
    say_clause_dates(builder, version)
    say_prizes_in(builder, version)
    lead_en, lead_ru = EACH[version.per]
    pays = Text.of(en=f"{lead_en} {_PAYS[0]}", ru=f"{lead_ru} {_PAYS[1]}")
    builder.say("pays", pays, metric=titles.ref(f"metric/{version.ranked_by}"))
    say_window(builder, version.per)
    builder.say("ranked", _RANKED[version.best])
    if version.divisions is not None:
        builder.say("divisions", _DIVISIONS[version.divisions])
    then = version.ties.then
    if then is not None:
        builder.say("then", _THEN, metric=titles.ref(f"metric/{then}"))
    builder.say("tied", _TIED[version.ties.still_tied, then is not None])
    in_en, in_ru = _IN[version.per]
    leaving = Text.of(
        en=f"Whoever leaves in {in_en} takes no place.", ru=f"Кто уходит {in_ru}, места не занимает."
    )
    builder.say("leaving", leaving)
    _say_prizes(builder, version, titles)
    say_carriers(builder, version, titles, has_table=True)
    say_earns(builder, version.earns, titles)
    if version.earns is not None:
        builder.say("entry", _ENTRY)
    return builder.done()


def _say_prizes(builder: SayingsBuilder, version: ContestVersion, titles: Titles) -> None:
    for number, prize in enumerate(version.prizes, 1):
        name = f"row.{number}"
        slots: dict[str, Slot] = {"place": builder.fact(f"{name}.place", COUNT, _whole(prize.first))}
        if prize.last > prize.first:
            slots["last"] = builder.fact(f"{name}.last", COUNT, _whole(prize.last))
        builder.say(f"{name}.place", _PLACES if "last" in slots else _PLACE, **slots)
        unit = pay_unit(version.unit_of_row(number), titles.currency)
        amount = _whole(1) if prize.amount is None else prize.amount.value
        reward = reward_of(unit)
        if reward:
            figure = builder.fact(f"{name}.amount", unit, amount)
            builder.say(f"{name}.amount", _REWARDS, amount=figure, reward=titles.ref(f"reward/{reward}"))
        else:
            builder.table_fact(f"{name}.amount", unit, amount)


def _whole(place: int) -> Fraction:
    return Fraction(place)
