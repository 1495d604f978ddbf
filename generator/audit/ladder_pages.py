"""Reads ladders: how each tier is reached, and where a ladder remembers, how it is kept, lost and never lost."""

from __future__ import annotations

from dataclasses import replace

from generator.audit.promise import Ladder, Tier
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Said, Vocabulary

_CYCLES = {
    "quarter": ("a calendar quarter", "календарный квартал"),
    "half_year": ("a calendar half-year", "календарное полугодие"),
    "year": ("a calendar year", "календарный год"),
}


def _lost() -> dict[str, dict[str, str]]:
    found = {
        "lost.period": {
            "en": "The tier {tier:ref} is lost at the end of a period in which it is not kept.",
            "ru": "Статус «{tier:ref}» теряется в конце периода, в котором он не сохранён.",
        },
        "lost.period.grace": {
            "en": "The tier {tier:ref} is lost at the end of a period once it has not been kept for more than "
            "{grace:periods} in a row, that period included.",
            "ru": "Статус «{tier:ref}» теряется в конце периода, если он не сохранён подряд дольше, чем "
            "{grace:periods}, считая этот период.",
        },
    }
    for cycle, (en, ru) in _CYCLES.items():
        found[f"lost.{cycle}"] = {
            "en": f"The tier {{tier:ref}} is lost at the end of a period in which {en} ends, when it is not kept in "
            "that period.",
            "ru": f"Статус «{{tier:ref}}» теряется в конце периода, в котором заканчивается {ru}, если в этом периоде "
            "он не сохранён.",
        }
        found[f"lost.{cycle}.grace"] = {
            "en": f"The tier {{tier:ref}} is lost at the end of a period in which {en} ends, once it has not been kept "
            "for more than {grace:periods} in a row, that period included.",
            "ru": f"Статус «{{tier:ref}}» теряется в конце периода, в котором заканчивается {ru}, если он не сохранён "
            "подряд дольше, чем {grace:periods}, считая этот период.",
        }
    return found


LADDER = Vocabulary(
    {
        "highest": {
            "en": "A partner's tier for a period on the ladder {self:ref} is the highest tier of which the "
            "requirements hold at the end of the period.",
            "ru": "Статус партнёра за период на лестнице «{self:ref}» — самый высокий "
            "статус, требования которого "
            "выполнены в конце периода.",
        },
        "highest.achieved": {
            "en": "The tier achieved for a period on the ladder {self:ref} is the highest tier of which the "
            "requirements hold at the end of the period.",
            "ru": "Достигнутый статус за период на лестнице «{self:ref}» — самый высокий статус, требования которого "
            "выполнены в конце периода.",
        },
        "paid": {
            "en": "The partner's tier for the period is the tier achieved, when that is the tier of the period before "
            "or a higher one; otherwise it is the tier of the period before, unless that is lost.",
            "ru": "Статус партнёра за период — достигнутый, если он не ниже статуса за предыдущий период; иначе — "
            "статус за предыдущий период, если он не потерян.",
        },
        "begins": {
            "en": "Before the programme's first period, and before the period in which the partner joined, the tier is "
            "{tier:ref}.",
            "ru": "До первого периода программы и до периода, в котором партнёр присоединился, его статус — "
            "«{tier:ref}».",
        },
        "carried": {
            "en": "Under a new version of the ladder the partner has the tier of the same name; where there is none, "
            "the highest of the tiers that stood below it and still exist.",
            "ru": "В новой редакции лестницы у партнёра статус с тем же названием; если такого больше нет — самый "
            "высокий из оставшихся статусов, которые стояли ниже.",
        },
        "override": {
            "en": "The company may set a partner's tier from one date to another, for each period whose last day lies "
            "between them or on one of them; the statement then shows the reason and the last date, and afterwards "
            "the tier is as if it had not been set.",
            "ru": "Компания может назначить партнёру статус с одной даты по другую, на каждый период, последний день "
            "которого лежит в этом промежутке; тогда в выписке видны причина и последняя дата, а после неё статус "
            "такой, как если бы его не назначали.",
        },
        "order": {
            "en": "The tiers rise in this order: {tiers:refs}.",
            "ru": "Статусы по возрастанию: {tiers:refs}.",
        },
        "reach.everyone": {
            "en": "Every partner holds the tier {tier:ref}.",
            "ru": "Статус «{tier:ref}» есть у каждого партнёра.",
        },
        "reach": {"en": "The tier {tier:ref} requires this:", "ru": "Для статуса «{tier:ref}» требуется:"},
        "keep": {
            "en": "The tier {tier:ref} is kept in a period in which it or a higher tier is achieved.",
            "ru": "Статус «{tier:ref}» сохраняется в периоде, за который достигнут он сам или более высокий статус.",
        },
        "keep.when": {
            "en": "The tier {tier:ref} is kept in a period in which it or a higher tier is achieved, or when this "
            "holds at its end:",
            "ru": "Статус «{tier:ref}» сохраняется в периоде, за который достигнут он сам или более высокий статус или "
            "в конце которого выполнено следующее:",
        },
        **_lost(),
        "falls.met": {
            "en": "Whoever loses the tier {tier:ref} moves to the highest tier below it that is achieved or kept in "
            "that period.",
            "ru": "Кто теряет статус «{tier:ref}», переходит на самый высокий из более низких статусов, которые в этом "
            "периоде достигнуты или сохранены.",
        },
        "falls.one_step": {
            "en": "Whoever loses the tier {tier:ref} moves one tier down, but not below the tier achieved.",
            "ru": "Кто теряет статус «{tier:ref}», спускается на одну ступень, но не ниже достигнутого статуса.",
        },
        "floor": {
            "en": "Whoever has once held the tier {tier:ref} or a higher one never falls below {floor:ref}.",
            "ru": "Кто хотя бы раз имел статус «{tier:ref}» или выше, никогда не опускается ниже статуса "
            "«{floor:ref}».",
        },
        "opens": {
            "en": "The tier {tier:ref} opens: {opens:refs}.",
            "ru": "Статус «{tier:ref}» открывает: {opens:refs}.",
        },
    }
)

# What a ladder says once; all else is said of each tier.
ONCE = ("highest", "paid", "begins", "carried", "override", "order")


def tiers_of(section: Section) -> list[str]:
    """The tiers of a ladder from the lowest to the highest."""
    for _, said in section.say(LADDER):
        if said.key == "order":
            return [target.removeprefix("tier/") for target in said.targets("tiers")]
    raise NotUnderstood(f"{section.thing} does not name its tiers in order")


def read_ladder(section: Section, ladders: dict[str, str]) -> Ladder:
    """A ladder with the conditions of each tier; NotUnderstood where something is missing or said twice."""
    order = tiers_of(section)
    whole: dict[str, Said] = {}
    tiers: dict[str, dict[str, tuple[int, Said]]] = {}
    for at, said in section.say(LADDER):
        start = said.key.partition(".")[0]
        if start in ONCE:
            if start in whole:
                raise NotUnderstood(f"{section.thing} says {start} twice")
            whole[start] = said
            continue
        own = tiers.setdefault(said.target("tier").removeprefix("tier/"), {})
        if start in own:
            raise NotUnderstood(f"{section.thing} says {start} of a tier twice")
        own[start] = (at, said)
    if "highest" not in whole or whole["highest"].target("self") != section.thing:
        raise NotUnderstood(f"{section.thing} does not say how a tier is found")
    remembers = whole["highest"].key == "highest.achieved"
    if any((name in whole) != remembers for name in ("paid", "begins", "carried")):
        raise NotUnderstood(f"{section.thing} does not say what it remembers")
    if remembers and whole["begins"].target("tier") != f"tier/{order[0]}":
        raise NotUnderstood(f"{section.thing} begins with {whole['begins'].target('tier')}")
    if list(tiers) != order or len(set(order)) != len(order):
        raise NotUnderstood(f"{section.thing} does not tell how each of its tiers is reached, in order")
    found = [_tier(section, name, tiers[name], ladders) for name in order]
    if found[0].reach is not None or any(tier.reach is None for tier in found[1:]):
        raise NotUnderstood(f"{section.thing}: the lowest tier is everybody's, and no other")
    for at, tier in enumerate(found):
        told = {name for name in ("keep", "lost", "falls") if name in tiers[tier.id]}
        if told != ({"keep", "lost", "falls"} if remembers and at else set()):
            raise NotUnderstood(f"{section.thing} does not say how {tier.id} is kept and lost")
        if tier.floor and tier.floor not in order:
            raise NotUnderstood(f"{section.thing} has no tier {tier.floor}")
    return Ladder(section.thing.removeprefix("ladder/"), tuple(found), remembers, "override" in whole)


def _tier(section: Section, name: str, told: dict[str, tuple[int, Said]], ladders: dict[str, str]) -> Tier:
    if "reach" not in told:
        raise NotUnderstood(f"{section.thing} does not say how {name} is reached")
    at, said = told["reach"]
    tier = Tier(name, section.condition(at, ladders) if said.key == "reach" else None)
    if "keep" in told and told["keep"][1].key == "keep.when":
        tier = replace(tier, keep=section.condition(told["keep"][0], ladders))
    if "lost" in told:
        lost = told["lost"][1]
        grace = int(lost.number("grace")) if lost.key.endswith(".grace") else 0
        tier = replace(tier, lost_at=lost.key.split(".")[1], grace=grace)
    if "falls" in told:
        tier = replace(tier, falls=told["falls"][1].key.removeprefix("falls."))
    if "floor" in told:
        tier = replace(tier, floor=told["floor"][1].target("floor").removeprefix("tier/"))
    if "opens" in told:
        opens = told["opens"][1].targets("opens")
        tier = replace(tier, opens=tuple(one.removeprefix("privilege/") for one in opens))
    return tier
