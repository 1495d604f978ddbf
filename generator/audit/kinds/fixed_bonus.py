"""The fixed bonus: one amount for whoever meets the condition, for each window, row or direct recruit."""

from __future__ import annotations

from generator.audit.carrier_sentences import ROWS, SPAN, WINDOWS, each
from generator.audit.conditions import Condition
from generator.audit.records import Filter
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Said, Vocabulary
from generator.audit.terms import Carriers, FixedBonus, RecruitFact, RowSource

_IN_WHICH = {"week": "в которой"}
_TO_ITS = {"sale": "этой продажи", "sale_line": "этой строки", "event": "этого события"}


def _pays() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {
        "pays.recruit": {
            "en": "For each direct recruit for whom the fact below happens, this rule pays {amount:amount} to the "
            "sponsor.",
            "ru": "За каждого лично приглашённого, у которого произошло описанное ниже, спонсору платится "
            "{amount:amount}.",
        }
    }
    for per in WINDOWS:
        words = each(
            per,
            "in which the condition holds, this rule pays {amount:amount}.",
            f"{_IN_WHICH.get(per, 'в котором')} выполнено условие, платится {{amount:amount}}.",
        )
        found[f"pays.{per}"] = words | {"ru": words["ru"].replace(" в котор", ", в котор", 1)}
    for per in ROWS:
        words = each(
            per,
            "this rule pays {amount:amount} to its partner, when the condition holds.",
            f"партнёру {_TO_ITS[per]} платится {{amount:amount}}, если выполнено условие.",
        )
        found[f"pays.{per}"] = words
    return found


def _recruits() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {
        "fact.first_must": {
            "en": "The earliest counted sale of the recruit of all time is taken; then it must pass the test:",
            "ru": "Берётся самая ранняя учтённая продажа приглашённого за всё время; затем она должна пройти проверку:",
        },
        "fact.any": {
            "en": "The earliest counted sale of the recruit of all time is taken.",
            "ru": "Берётся самая ранняя учтённая продажа приглашённого за всё время.",
        },
        "fact.first": {
            "en": "The earliest counted sale of the recruit that passes the test is taken:",
            "ru": "Берётся самая ранняя учтённая продажа приглашённого, которая проходит проверку:",
        },
        "recruit.within": {
            "en": f"It must be dated within {{within:{SPAN}}} from the recruit's joining; the day of joining is the "
            "first day.",
            "ru": f"Она должна быть датирована в пределах {{within:{SPAN}}} с момента присоединения приглашённого; "
            "день присоединения считается первым.",
        },
        "recruit.when": {
            "en": "It counts for the window in which that sale is dated.",
            "ru": "Учитывается в том окне, в котором датирована эта продажа.",
        },
        "recruit.gone": {
            "en": "A recruit who left before the window began does not count.",
            "ru": "Приглашённый, который ушёл до начала окна, не учитывается.",
        },
    }
    for per, (en, _, _, genitive, _) in WINDOWS.items():
        found[f"fact.condition.{per}"] = {
            "en": f"For the recruit this holds at the end of the {en}:",
            "ru": f"Для приглашённого на конец {genitive} выполнено:",
        }
    return found


VOCABULARY = Vocabulary({**_pays(), **_recruits()})


def read(
    section: Section,
    earns: Condition | None,
    ladders: dict[str, str],
    source: RowSource | None,
    carriers: Carriers,
    where: tuple[Filter, ...] = (),
    per: str = "period",
) -> FixedBonus:
    """The terms that a section states; NotUnderstood if it states none or others besides.

    `where` are the filters of a recruit's sales, `per` the window of the rule that its sentences name.
    """
    places = {said.key: (at, said) for at, said in section.say(VOCABULARY)}
    section.said(VOCABULARY)  # nothing is said twice
    pays = [said for key, (_, said) in places.items() if key.startswith("pays.")]
    if len(pays) != 1:
        raise NotUnderstood(f"{section.thing} says {len(pays)} times what it pays")
    if section.tables:
        raise NotUnderstood(f"{section.thing} has a table beside its amount")
    amount = pays[0].amount("amount")
    kind = pays[0].key.partition(".")[2]
    if kind == "recruit":
        fact = _recruit(section, places, ladders, where, per)
        return FixedBonus(amount, earns, per, None, fact, carriers)
    if len(places) > 1:
        raise NotUnderstood(f"{section.thing} speaks of recruits and does not pay for them")
    if (source is None) != (kind in WINDOWS):
        raise NotUnderstood(f"{section.thing} does not say which rows it reads")
    return FixedBonus(amount, earns, kind, source, None, carriers)


def _recruit(
    section: Section,
    places: dict[str, tuple[int, Said]],
    ladders: dict[str, str],
    where: tuple[Filter, ...],
    per: str,
) -> RecruitFact:
    facts = [key for key in places if key.startswith("fact.")]
    if len(facts) != 1:
        raise NotUnderstood(f"{section.thing} names {len(facts)} facts of a recruit")
    at, said = places[facts[0]]
    told = {key for key in places if key.startswith("recruit.")}
    if facts[0].startswith("fact.condition."):
        if facts[0] != f"fact.condition.{per}":
            raise NotUnderstood(f"{section.thing} is paid for another window than it speaks of")
        if told != {"recruit.gone"}:
            raise NotUnderstood(f"{section.thing} says {sorted(told)} of recruits who meet a condition")
        return RecruitFact(condition=section.condition(at, ladders))
    if "recruit.when" not in told:
        raise NotUnderstood(f"{section.thing} does not say for which window the sale counts")
    if "recruit.gone" in told:
        raise NotUnderstood(f"{section.thing} asks of a sale whether the recruit has left")
    within = places["recruit.within"][1] if "recruit.within" in told else None
    return RecruitFact(
        said.key.removeprefix("fact."),
        section.conditions(at, ladders),
        where,
        int(within.number("within")) if within is not None else None,
        within.unit("within") if within is not None else "days",
    )
