"""The binary rule: a share of the volume that two legs match, and what is left of each leg."""

from __future__ import annotations

from generator.audit.amounts import Fixed
from generator.audit.carrier_sentences import CARRIERS, WINDOWS, each
from generator.audit.conditions import Condition
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Vocabulary
from generator.audit.terms import Carriers
from generator.audit.terms_legs import LEGS, Binary
from generator.audit.walk import need_members, one_of


def _pays() -> dict[str, dict[str, str]]:
    return {
        f"pays.{per}": each(
            per,
            "this rule pays {rate:percent} of the volume that the legs match: {left:ref} and {right:ref}.",
            "платится {rate:percent} от объёма, в котором сходятся ноги: «{left:ref}» и «{right:ref}».",
        )
        for per in WINDOWS
    }


VOCABULARY = Vocabulary(
    {
        **_pays(),
        "legs.window": {
            "en": "The volume of a leg is its figure for the window.",
            "ru": "Объём ноги — её показатель за это окно.",
        },
        "legs.carried": {
            "en": "The volume of a leg is its figure for the window and what was carried of it before.",
            "ru": "Объём ноги — её показатель за это окно вместе с тем, что перенесено по ней раньше.",
        },
        "matched.alike": {
            "en": "Matched is the smaller volume; as much is used up of each leg.",
            "ru": "Сходится меньший объём; столько же расходуется по каждой ноге.",
        },
        "matched.ratio": {
            "en": "Matched is the smaller volume or the larger one divided by {ratio:count} and cut to as many "
            "decimals as lines have, whichever is less; as much is used up of the smaller leg, and that many times as "
            "much of the larger one; of equal legs {larger:ref} counts as the larger.",
            "ru": "Сходится меньший объём или больший, разделённый на {ratio:count} и округлённый вниз до того числа "
            "знаков, которое есть у строк, — то, что меньше; по меньшей ноге расходуется столько же, по большей — во "
            "столько раз больше; из равных ног большей считается «{larger:ref}».",
        },
        "not_earned": {
            "en": "When a partner does not earn in a window, nothing is matched or used up in it.",
            "ru": "Если партнёр в этом окне не получает выплату, ничего не сходится и не расходуется.",
        },
        "below_zero": {
            "en": "A leg whose volume is not above zero matches nothing.",
            "ru": "Нога, объём которой не больше нуля, ни с чем не сходится.",
        },
        "on_leaving": {
            "en": "When a partner leaves, what is carried lapses at the end of that window.",
            "ru": "Когда партнёр уходит, перенесённое сгорает в конце этого окна.",
        },
        "over_cap.flush": {
            "en": "Volume matched above the cap is used up.",
            "ru": "Объём, сошедшийся сверх предела, расходуется.",
        },
        "over_cap.carried": {
            "en": "Above the cap nothing is matched: volume is matched only until it pays the cap.",
            "ru": "Сверх предела ничего не сходится: объём сходится лишь до тех пор, пока платится предел.",
        },
    }
)

REST = Vocabulary(
    {
        "carried": {
            "en": "What is left of {leg:ref} is carried to the next window, also where it is below zero.",
            "ru": "Остаток по показателю «{leg:ref}» переносится на следующее окно, в том числе отрицательный.",
        },
        "lapses": {
            "en": "What is left of {leg:ref} lapses with the window.",
            "ru": "Остаток по показателю «{leg:ref}» сгорает в конце окна.",
        },
    }
)


def read(section: Section, earns: Condition | None, carriers: Carriers) -> Binary:
    """The terms that a section states; NotUnderstood where they do not fit together."""
    thing = section.thing
    said = section.said(VOCABULARY)
    pays, match = one_of(said, "pays", thing), one_of(said, "matched", thing)
    one_of(said, "below_zero", thing)
    if section.tables:
        raise NotUnderstood(f"{thing} has a table beside its rate")
    need_members(section)
    if carriers.floor is not None or carriers.once or "existing" in section.said(CARRIERS):
        raise NotUnderstood(f"{thing} carries what a binary rule cannot")
    legs = {name: pays.target(name) for name in LEGS}
    rests = [(one.target("leg"), one.key) for _, one in section.say(REST)]
    if sorted(leg for leg, _ in rests) != sorted(legs.values()) or legs["left"] == legs["right"]:
        raise NotUnderstood(f"{thing} does not say once of each leg what becomes of its rest")
    carried = tuple(name for name in LEGS if dict(rests)[legs[name]] == "carried")
    memory = {"not_earned", "on_leaving", "legs.carried"} & set(said)
    if len(memory) != (3 if carried else 0) or ("legs.window" in said) == bool(carried):
        raise NotUnderstood(f"{thing} does not say what becomes of what it carries")
    ratio = match.number("ratio") if "ratio" in match.parts else None
    if ratio is not None and (ratio <= 1 or match.target("larger") != legs["left"]):
        raise NotUnderstood(
            f"{thing} matches {ratio} to one, with {match.target('larger')} as the larger leg"
        )
    over = [key for key in said if key.startswith("over_cap.")]
    capped = carriers.cap is not None or carriers.limit is not None
    if len(over) != int(capped):
        raise NotUnderstood(f"{thing} does not say what becomes of volume above its cap")
    stops = over == ["over_cap.carried"]
    if stops and not (isinstance(carriers.cap, Fixed) and carriers.times is None and carriers.limit is None):
        raise NotUnderstood(f"{thing} stops at a cap that is no figure")
    return Binary(
        legs["left"].removeprefix("metric/"),
        legs["right"].removeprefix("metric/"),
        pays.number("rate"),
        ratio,
        carried,
        stops,
        earns,
        pays.key.partition(".")[2],
        carriers,
    )
