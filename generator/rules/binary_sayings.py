"""What a binary bonus says: its binding sentences."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from generator.rules.worth import say_worth
from generator.terms.carried import LEFT, RIGHT, states_of
from generator.terms.carriers import say_carriers
from generator.terms.clause import say_clause_dates
from generator.terms.condition import say_earns
from generator.terms.pay_sayings import say_pays_in
from generator.terms.paying_windows import EACH, say_window
from generator.terms.quantity import COUNT, PERCENT
from generator.terms.saying import Sayings, SayingsBuilder
from generator.terms.text import Text
from generator.terms.titles import Titles
from generator.terms.walking import MEMBERS

if TYPE_CHECKING:
    from generator.rules.binary import BinaryVersion

_LEGS = {
    False: Text.of(
        en="The volume of a leg is its figure for the window.",
        ru="Объём ноги — её показатель за это окно.",
    ),
    True: Text.of(
        en="The volume of a leg is its figure for the window and what was carried of it before.",
        ru="Объём ноги — её показатель за это окно вместе с тем, что перенесено по ней раньше.",
    ),
}
_ONE_TO_ONE = Text.of(
    en="Matched is the smaller volume; as much is used up of each leg.",
    ru="Сходится меньший объём; столько же расходуется по каждой ноге.",
)
_SO_MANY_TO_ONE = Text.of(
    en="Matched is the smaller volume or the larger one divided by {ratio} and cut to as many decimals as lines have, "
    "whichever is less; as much is used up of the smaller leg, and that many times as much of the larger one; "
    "of equal legs {left} counts as the larger.",
    ru="Сходится меньший объём или больший, разделённый на {ratio} и округлённый вниз до того числа знаков, которое "
    "есть у строк, — то, что меньше; по меньшей ноге расходуется столько же, по большей — во столько раз больше; "
    "из равных ног большей считается «{left}».",
)
_BELOW_ZERO = Text.of(
    en="A leg whose volume is not above zero matches nothing.",
    ru="Нога, объём которой не больше нуля, ни с чем не сходится.",
)
_NOT_EARNED = Text.of(
    en="When a partner does not earn in a window, nothing is matched or used up in it.",
    ru="Если партнёр в этом окне не получает выплату, ничего не сходится и не расходуется.",
)
_CARRIES = {
    True: Text.of(
        en="What is left of {leg} is carried to the next window, also where it is below zero.",
        ru="Остаток по показателю «{leg}» переносится на следующее окно, в том числе отрицательный.",
    ),
    False: Text.of(
        en="What is left of {leg} lapses with the window.",
        ru="Остаток по показателю «{leg}» сгорает в конце окна.",
    ),
}
_ON_LEAVING = Text.of(
    en="When a partner leaves, what is carried lapses at the end of that window.",
    ru="Когда партнёр уходит, перенесённое сгорает в конце этого окна.",
)
_OVER_CAP = {
    False: Text.of(
        en="Volume matched above the cap is used up.", ru="Объём, сошедшийся сверх предела, расходуется."
    ),
    True: Text.of(
        en="Above the cap nothing is matched: volume is matched only until it pays the cap.",
        ru="Сверх предела ничего не сходится: объём сходится лишь до тех пор, пока платится предел.",
    ),
}


def say_binary(clause: str, version: BinaryVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    builder = SayingsBuilder(f"{clause}/{version.address}")
    say_clause_dates(builder, version)
    say_pays_in(builder, version, titles)
    legs = {leg: titles.ref(f"metric/{metric}") for leg, metric in version.both}
    carried = states_of(version)
    lead_en, lead_ru = EACH[version.per]
    builder.say(
        "pays",
        Text.of(
            en=f"{lead_en} this rule pays {{rate}} of the volume that the legs match: {{left}} and {{right}}.",
            ru=f"{lead_ru} платится {{rate}} от объёма, в котором сходятся ноги: «{{left}}» и «{{right}}».",
        ),
        rate=builder.fact("rate", PERCENT, version.rate.value),
        left=legs[LEFT],
        right=legs[RIGHT],
    )
    say_window(builder, version.per)
    builder.say("legs", _LEGS[bool(carried)])
    if version.ratio == "1:1":
        builder.say("matched", _ONE_TO_ONE)
    else:
        ratio = builder.fact("ratio", COUNT, Fraction(2))
        builder.say("matched", _SO_MANY_TO_ONE, ratio=ratio, left=legs[LEFT])
    builder.say("below_zero", _BELOW_ZERO)
    say_worth(builder, version, titles)
    if carried:
        builder.say("not_earned", _NOT_EARNED)
    for leg, ref in legs.items():
        builder.say(f"carries_{leg}", _CARRIES[leg in carried], leg=ref)
    if carried:
        builder.say("on_leaving", _ON_LEAVING)
    builder.say("members", MEMBERS)
    say_carriers(builder, version, titles, has_table=False)
    if version.cap is not None:
        builder.say("over_cap", _OVER_CAP[version.over_cap == "carried"])
    say_earns(builder, version.earns, titles)
    return builder.done()
