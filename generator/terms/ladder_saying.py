"""What the page of a ladder says: how each tier is reached, kept and lost, and what it opens."""

from __future__ import annotations

from fractions import Fraction

from generator.terms.condition import condition_sentence
from generator.terms.ladder import LadderVersion, Tier
from generator.terms.saying import Listing, Sayings, SayingsBuilder, Sentence, Slot, Word
from generator.terms.text import Text
from generator.terms.titles import Titles
from generator.terms.version import say_dates

_HIGHEST = Text.of(
    en=(
        "A partner's tier for a period on the ladder {ladder} is the highest tier "
        "of which the requirements hold at the end of the period."
    ),
    ru=(
        "Статус партнёра за период на лестнице «{ladder}» — самый высокий статус, "
        "требования которого выполнены в конце периода."
    ),
)
_ACHIEVED = Text.of(
    en=(
        "The tier achieved for a period on the ladder {ladder} is the highest tier "
        "of which the requirements hold at the end of the period."
    ),
    ru=(
        "Достигнутый статус за период на лестнице «{ladder}» — самый высокий статус, "
        "требования которого выполнены в конце периода."
    ),
)
_PAID = Text.of(
    en=(
        "The partner's tier for the period is the tier achieved, when that is the tier of the period before or a "
        "higher one; otherwise it is the tier of the period before, unless that is lost."
    ),
    ru=(
        "Статус партнёра за период — достигнутый, если он не ниже статуса за предыдущий период; "
        "иначе — статус за предыдущий период, если он не потерян."
    ),
)
_BEGINS = Text.of(
    en=(
        "Before the programme's first period, and before the period in which the partner joined, "
        "the tier is {tier}."
    ),
    ru="До первого периода программы и до периода, в котором партнёр присоединился, его статус — «{tier}».",
)
_CARRIED = Text.of(
    en=(
        "Under a new version of the ladder the partner has the tier of the same name; where there is none, "
        "the highest of the tiers that stood below it and still exist."
    ),
    ru=(
        "В новой редакции лестницы у партнёра статус с тем же названием; если такого больше нет — "
        "самый высокий из оставшихся статусов, которые стояли ниже."
    ),
)
_OVERRIDE = Text.of(
    en=(
        "The company may set a partner's tier from one date to another, for each period whose last day lies between "
        "them or on one of them; the statement then shows the reason and the last date, and afterwards the tier is "
        "as if it had not been set."
    ),
    ru=(
        "Компания может назначить партнёру статус с одной даты по другую, на каждый период, последний день которого "
        "лежит в этом промежутке; тогда в выписке видны причина и последняя дата, а после неё статус такой, "
        "как если бы его не назначали."
    ),
)
_ORDER = Text.of(en="The tiers rise in this order: {tiers}.", ru="Статусы по возрастанию: {tiers}.")
_EVERYONE = Text.of(en="Every partner holds the tier {tier}.", ru="Статус «{tier}» есть у каждого партнёра.")
_REACH = Text.of(en="The tier {tier} requires this:", ru="Для статуса «{tier}» требуется:")
_KEPT = Text.of(
    en="The tier {tier} is kept in a period in which it or a higher tier is achieved.",
    ru="Статус «{tier}» сохраняется в периоде, за который достигнут он сам или более высокий статус.",
)
_KEPT_BY = Text.of(
    en="The tier {tier} is kept in a period in which it or a higher tier is achieved, or when this holds at its end:",
    ru="Статус «{tier}» сохраняется в периоде, за который достигнут он сам или более высокий статус "
    "или в конце которого выполнено следующее:",
)
_LOST_AT_ONCE = Text.of(
    en="The tier {tier} is lost at the end of a period in which it is not kept.",
    ru="Статус «{tier}» теряется в конце периода, в котором он не сохранён.",
)
_LOST_AFTER = Text.of(
    en=(
        "The tier {tier} is lost at the end of a period once it has not been kept for more than {grace} in a row, "
        "that period included."
    ),
    ru="Статус «{tier}» теряется в конце периода, если он не сохранён подряд дольше, чем {grace}, "
    "считая этот период.",
)
_LOST_THEN = Text.of(
    en="The tier {tier} is lost at the end of a period in which {cycle} ends, when it is not kept in that period.",
    ru="Статус «{tier}» теряется в конце периода, в котором заканчивается {cycle}, "
    "если в этом периоде он не сохранён.",
)
_LOST_THEN_AFTER = Text.of(
    en=(
        "The tier {tier} is lost at the end of a period in which {cycle} ends, once it has not been kept for more than "
        "{grace} in a row, that period included."
    ),
    ru=(
        "Статус «{tier}» теряется в конце периода, в котором заканчивается {cycle}, если он не сохранён подряд "
        "дольше, чем {grace}, считая этот период."
    ),
)
_CYCLES = {
    "quarter_end": Text.of(en="a calendar quarter", ru="календарный квартал"),
    "half_year_end": Text.of(en="a calendar half-year", ru="календарное полугодие"),
    "year_end": Text.of(en="a calendar year", ru="календарный год"),
}
_FALLS = {
    "met": Text.of(
        en="Whoever loses the tier {tier} moves to the highest tier below it that is achieved or kept in that period.",
        ru="Кто теряет статус «{tier}», переходит на самый высокий из более низких статусов, "
        "которые в этом периоде достигнуты или сохранены.",
    ),
    "one_step": Text.of(
        en="Whoever loses the tier {tier} moves one tier down, but not below the tier achieved.",
        ru="Кто теряет статус «{tier}», спускается на одну ступень, но не ниже достигнутого статуса.",
    ),
}
_FLOOR = Text.of(
    en="Whoever has once held the tier {tier} or a higher one never falls below {floor}.",
    ru="Кто хотя бы раз имел статус «{tier}» или выше, никогда не опускается ниже статуса «{floor}».",
)
_OPENS = Text.of(en="The tier {tier} opens: {privileges}.", ru="Статус «{tier}» открывает: {privileges}.")


def ladder_sayings(name: str, version: LadderVersion, titles: Titles) -> Sayings:
    """What the page of a ladder says."""
    builder = SayingsBuilder(f"ladder/{name}/{version.address}")
    say_dates(builder, version)
    ladder = titles.ref(f"ladder/{name}")
    if version.remembers:
        builder.say("highest", _ACHIEVED, ladder=ladder)
        builder.say("paid", _PAID)
        builder.say("begins", _BEGINS, tier=titles.ref(f"tier/{version.tiers[0].tier}"))
        builder.say("carried", _CARRIED)
    else:
        builder.say("highest", _HIGHEST, ladder=ladder)
    if version.overrides == "allowed":
        builder.say("override", _OVERRIDE)
    order = Listing(tuple(titles.ref(f"tier/{t.tier}") for t in version.tiers))
    builder.say("order", _ORDER, tiers=order)
    for tier in version.tiers:
        ref = titles.ref(f"tier/{tier.tier}")
        if tier.reach is None:
            builder.say(f"{tier.tier}.reach", _EVERYONE, tier=ref)
        else:
            inner = condition_sentence(builder, f"{tier.tier}.reach.1", tier.reach, titles)
            sentence = Sentence(f"{builder.prefix}/{tier.tier}.reach", _REACH, {"tier": ref}, (inner,))
            builder.add(f"{tier.tier}.reach", sentence)
            if version.remembers:
                _say_standing(builder, tier, titles)
        if tier.privileges:
            opened = Listing(tuple(titles.ref(f"privilege/{p}") for p in tier.privileges))
            builder.say(f"{tier.tier}.opens", _OPENS, tier=ref, privileges=opened)
    return builder.done()


def _say_standing(builder: SayingsBuilder, tier: Tier, titles: Titles) -> None:
    """How a tier is kept, when it is lost and where its holders then stand."""
    slots: dict[str, Slot] = {"tier": titles.ref(f"tier/{tier.tier}")}
    if tier.keep is None:
        builder.say(f"{tier.tier}.keep", _KEPT, **slots)
    else:
        inner = condition_sentence(builder, f"{tier.tier}.keep.1", tier.keep, titles)
        name = f"{tier.tier}.keep"
        builder.add(name, Sentence(f"{builder.prefix}/{name}", _KEPT_BY, slots, (inner,)))
    losing = tier.losing
    lost = dict(slots)
    if losing.grace:
        lost["grace"] = builder.fact(f"{tier.tier}.grace", "periods", Fraction(losing.grace))
    if losing.at == "period_end":
        builder.say(f"{tier.tier}.lost", _LOST_AFTER if losing.grace else _LOST_AT_ONCE, **lost)
    else:
        lost["cycle"] = Word(_CYCLES[losing.at])
        builder.say(f"{tier.tier}.lost", _LOST_THEN_AFTER if losing.grace else _LOST_THEN, **lost)
    builder.say(f"{tier.tier}.falls", _FALLS[losing.to], **slots)
    if tier.floor is not None:
        builder.say(f"{tier.tier}.floor", _FLOOR, **slots, floor=titles.ref(f"tier/{tier.floor}"))
