"""Reads the points account from its binding sentences: how batches are made, spent, lost, and when they expire."""

from __future__ import annotations

from generator.audit.conditions import Condition
from generator.audit.pay_units import POINTS
from generator.audit.promise import PointsAccount
from generator.audit.sections import Section
from generator.audit.sentences import DURATION
from generator.audit.shapes import NotUnderstood, Said, Vocabulary

ACCOUNT = Vocabulary(
    {
        "batch": {
            "en": "What a partner earns in points in a period makes a batch, which can be spent from the first day "
            "after the period.",
            "ru": "Баллы, начисленные партнёру за период, составляют партию; тратить её можно с первого дня после "
            "этого периода.",
        },
        "picked": {
            "en": "A period goes by the version in force on its first day; how long a batch lasts is decided by the "
            "version in force on the first day of the period in which it was earned.",
            "ru": "Период считается по редакции, действующей в его первый день; срок партии определяет редакция, "
            "действующая в первый день периода, за который она начислена.",
        },
        "rounding.half_up": {
            "en": "Each line in points is rounded to the nearest value with {digits:count} decimals, a tie away from "
            "zero.",
            "ru": "Каждая строка в баллах округляется до ближайшего значения, знаков после запятой — {digits:count}; "
            "при равном расстоянии — от нуля.",
        },
        "rounding.half_even": {
            "en": "Each line in points is rounded to the nearest value with {digits:count} decimals, a tie to the even "
            "digit.",
            "ru": "Каждая строка в баллах округляется до ближайшего значения, знаков после запятой — {digits:count}; "
            "при равном расстоянии — до чётной цифры.",
        },
        "rounding.down": {
            "en": "Each line in points is cut to {digits:count} decimals towards zero.",
            "ru": "В каждой строке в баллах лишние знаки отбрасываются, знаков после запятой — {digits:count}.",
        },
        "at_most.limit": {
            "en": "The most that is credited for a period is {at_most:money}; what is earned above it is not credited.",
            "ru": "Предел зачисления за период — {at_most:money}; начисленное сверх него не зачисляется.",
        },
        "at_most.none": {"en": "All that is earned is credited.", "ru": "Всё начисленное зачисляется."},
        "spends.oldest_first": {
            "en": "Points are spent from the oldest batches first.",
            "ru": "Баллы списываются сначала с самых старых партий.",
        },
        "spends.newest_first": {
            "en": "Points are spent from the newest batches first.",
            "ru": "Баллы списываются сначала с самых новых партий.",
        },
        "expires.span": {
            "en": f"A batch is good for {{expires:{DURATION}}}, counted from the first day after the period in which "
            "it was earned; on the last of these days it can still be spent, and what is left of it expires at the "
            "end of that day.",
            "ru": f"Срок действия партии — {{expires:{DURATION}}}, считая с первого дня после периода, за который она "
            "начислена; в последний из этих дней её ещё можно тратить, а в конце этого дня остаток сгорает.",
        },
        "expires.never": {
            "en": "A batch does not expire with age.",
            "ru": "Со временем партия не сгорает.",
        },
        "inactive.newest_batch": {
            "en": "At the end of a period the newest batch that a partner still has is cancelled, if this holds:",
            "ru": "В конце периода у партнёра аннулируется самая новая из оставшихся партий, если выполнено условие:",
        },
        "inactive.all": {
            "en": "At the end of a period all batches that a partner still has are cancelled, if this holds:",
            "ru": "В конце периода у партнёра аннулируются все оставшиеся партии, если выполнено условие:",
        },
        "inactive_when": {
            "en": "The condition is judged by the figures of that period; the batch of the period itself is added "
            "afterwards and is not touched. Who does not belong to the programme in the period loses nothing by it.",
            "ru": "Условие проверяется по показателям этого периода; партия самого периода добавляется после этого и "
            "не затрагивается. У того, кто в этом периоде не состоит в программе, по этому условию ничего не "
            "аннулируется.",
        },
        "changes": {
            "en": "What changes in a closed period counts as far as it changes what that period credits, and enters "
            "the batch of the open period.",
            "ru": "Изменение в закрытом периоде учитывается в той мере, в какой оно меняет зачисленное за тот период, "
            "и входит в партию открытого периода.",
        },
        "negative": {
            "en": "If a batch comes to less than zero, the difference is taken from the newest batches first; what is "
            "lacking is carried as a balance below zero, which later batches make up first.",
            "ru": "Если партия выходит отрицательной, недостающее снимается сначала с самых новых партий; чего не "
            "хватило, переносится как остаток ниже нуля, и следующие партии прежде всего погашают его.",
        },
        "on_leaving.cancelled": {
            "en": "When a partner leaves, all that is left at the end of that period is cancelled, the batch of the "
            "period itself included; so is what is credited later.",
            "ru": "Когда партнёр уходит, всё, что осталось на конец этого периода, аннулируется вместе с партией "
            "самого периода; так же аннулируется и зачисленное позже.",
        },
        "on_leaving.kept": {
            "en": "Who leaves keeps the points.",
            "ru": "Баллы ушедшего партнёра сохраняются.",
        },
        "money": {
            "en": "Points are not money: they enter no payout.",
            "ru": "Баллы — не деньги: в выплаты они не входят.",
        },
    }
)

# Of each of these one is said; the others are always said, but for what a condition needs.
CHOICES = ("rounding", "at_most", "spends", "expires", "on_leaving")
ALWAYS = frozenset({"batch", "picked", "changes", "negative", "money"})


def read_points(section: Section, ladders: dict[str, str]) -> PointsAccount:
    """The points account of one version; NotUnderstood where something is not said, or said twice."""
    told = section.said(ACCOUNT)
    choices = {name: _of(told, name) for name in CHOICES}
    places = [(at, one) for at, one in section.say(ACCOUNT) if one.key.startswith("inactive.")]
    wanted = ALWAYS | {one.key for one in choices.values()} | {one.key for _, one in places}
    wanted |= {"inactive_when"} if places else set()
    if set(told) != wanted or len(places) > 1:
        raise NotUnderstood(f"the points account says {sorted(set(told) ^ wanted)}, or does not")
    rounding, at_most, expires = (choices[name] for name in ("rounding", "at_most", "expires"))
    digits = rounding.number("digits")
    if digits.denominator != 1 or not 0 <= digits <= 2:
        raise NotUnderstood(f"points are rounded to {digits} digits")
    limit = at_most.number("at_most") if "at_most" in at_most.parts else None
    if limit is not None and (at_most.unit("at_most") != POINTS or limit < 0):
        raise NotUnderstood(f"no more than {limit} {at_most.unit('at_most')} are credited")
    condition: Condition | None = None
    for at, _ in places:
        condition = section.condition(at, ladders)
    return PointsAccount(
        rounding.key.partition(".")[2],
        int(digits),
        limit,
        choices["spends"].key == "spends.newest_first",
        (int(expires.number("expires")), expires.unit("expires")) if "expires" in expires.parts else None,
        condition,
        any(one.key == "inactive.all" for _, one in places),
        choices["on_leaving"].key == "on_leaving.kept",
    )


def _of(told: dict[str, Said], name: str) -> Said:
    """The one sentence of a choice."""
    found = [one for key, one in told.items() if key.startswith(f"{name}.")]
    if len(found) != 1:
        raise NotUnderstood(f"the points account says {len(found)} times: {name}")
    return found[0]
