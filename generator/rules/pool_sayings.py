"""What a pool says: its binding sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.terms.amount import say_amount
from generator.terms.carriers import say_carriers
from generator.terms.clause import say_clause_dates
from generator.terms.condition import say_earns
from generator.terms.pay_sayings import say_pays_in
from generator.terms.paying_windows import EACH, say_window
from generator.terms.saying import Sayings, SayingsBuilder
from generator.terms.text import Text
from generator.terms.titles import Titles
from generator.terms.walking import MEMBERS

if TYPE_CHECKING:
    from generator.rules.pool import PoolVersion

_BY = Text.of(
    en="The part of a partner who earns is to the whole fund as the partner's {metric} is to the sum of {metric} of "
    "all partners who earn; whoever has a {metric} of zero or below has no part.",
    ru="Доля партнёра, который получает выплату, относится ко всему фонду так же, как его показатель «{metric}» — "
    "к сумме показателя «{metric}» всех, кто получает выплату; у кого показатель «{metric}» равен нулю или меньше, "
    "доли нет.",
)
_EQUALLY = Text.of(
    en="The fund is shared in equal parts among all partners who earn.",
    ru="Фонд делится поровну между всеми партнёрами, которые получают выплату.",
)
_NOBODY = Text.of(
    en="When nobody has a part, the whole fund goes to the house.",
    ru="Если доли нет ни у кого, весь фонд остаётся у компании.",
)
_NOT_ABOVE_ZERO = Text.of(
    en="A fund that is not above zero is not shared, and nothing is taken.",
    ru="Фонд, который не больше нуля, не делится, и ничего не удерживается.",
)
_CUT = Text.of(
    en="Each part, and what goes to the house, is cut to as many decimals as lines have.",
    ru="Каждая доля и то, что остаётся у компании, округляются вниз до того числа знаков, которое есть у строк.",
)
_LARGEST = Text.of(
    en="What the cuts leave is given out in smallest steps, one for each part, those from which most was cut first; "
    "parts from which equally much was cut all get one, or neither they nor any later ones do. "
    "What cannot be given out in this way goes to the house.",
    ru="То, что остаётся от округления, раздаётся наименьшими шагами, по одному на долю, начиная с тех, от которых "
    "отброшено больше всего; доли, от которых отброшено поровну, получают по шагу все вместе, а если на всех "
    "не хватает, не получают ни они, ни следующие. Что так раздать нельзя, остаётся у компании.",
)
_TO_HOUSE = Text.of(
    en="What the cuts leave goes to the house.",
    ru="То, что остаётся от округления, остаётся у компании.",
)
_ADDED = Text.of(
    en="What was left of the fund in the window before is added to it.",
    ru="К нему прибавляется остаток фонда предыдущего окна.",
)
_NOBODY_YET = Text.of(
    en="When nobody has a part, the whole fund is left for the next window.",
    ru="Если доли нет ни у кого, весь фонд переходит в остаток.",
)
_ADDS_NOTHING = Text.of(
    en="A window whose own amount is not above zero adds nothing to the fund, and nothing is taken from what was left "
    "before.",
    ru="Окно, собственная сумма которого не больше нуля, ничего не прибавляет к фонду, и из прежнего остатка ничего "
    "не удерживается.",
)
_TO_NEXT = Text.of(
    en="What the cuts leave is left for the next window, and is not cut itself.",
    ru="То, что отброшено при округлении, переходит в остаток; сам остаток не округляется.",
)
_LAST = Text.of(
    en="When this rule has no next window, or the version in force in it does not add what was left, what is left goes "
    "to the house.",
    ru="Если следующего окна у этого правила нет или действующая в нём редакция не прибавляет остаток, он остаётся "
    "у компании.",
)
_REMAINDERS = {"largest_fraction": _LARGEST, "house": _TO_HOUSE, "next_window": _TO_NEXT}
_BESIDE = Text.of(
    en="What the factor adds is paid on top of the fund, and what it takes away stays with the house without a line.",
    ru="То, что прибавляет множитель, выплачивается сверх фонда, а то, что он убавляет, остаётся у компании "
    "без отдельной строки.",
)
_NOT_GIVEN_ON = Text.of(
    en="What is taken from a part after that is not given to the others.",
    ru="То, что после этого убавлено от доли, другим не передаётся.",
)
_NOT_HANDED_ON = Text.of(
    en="What is taken from a part after that is given neither to the others nor to the next window.",
    ru="То, что после этого убавлено от доли, не передаётся ни другим, ни на следующее окно.",
)


def say_pool(clause: str, version: PoolVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    builder = SayingsBuilder(f"{clause}/{version.address}")
    say_clause_dates(builder, version)
    say_pays_in(builder, version, titles)
    fund = say_amount(builder, "fund", version.fund, titles.pay_unit, titles)
    lead_en, lead_ru = EACH[version.per]
    builder.say(
        "pays",
        Text.of(
            en=f"{lead_en} this rule shares out a fund: {{fund}}.",
            ru=f"{lead_ru} по этому правилу делится фонд: {{fund}}.",
        ),
        fund=fund,
    )
    say_window(builder, version.per)
    if version.hands_on:
        builder.say("added", _ADDED)
    if version.base is None:
        builder.say("shared", _EQUALLY)
    else:
        builder.say("shared", _BY, metric=titles.ref(f"metric/{version.base}"))
    builder.say("nobody", _NOBODY_YET if version.hands_on else _NOBODY)
    builder.say("not_above_zero", _ADDS_NOTHING if version.hands_on else _NOT_ABOVE_ZERO)
    builder.say("cut", _CUT)
    builder.say("remainder", _REMAINDERS[version.remainder])
    if version.hands_on:
        builder.say("last", _LAST)
    builder.say("members", MEMBERS)
    say_carriers(builder, version, titles, has_table=False)
    if version.times is not None:
        builder.say("beside", _BESIDE)
    if version.cap is not None or version.best_of is not None or version.ceiling is not None:
        builder.say("not_given_on", _NOT_HANDED_ON if version.hands_on else _NOT_GIVEN_ON)
    say_earns(builder, version.earns, titles)
    return builder.done()
