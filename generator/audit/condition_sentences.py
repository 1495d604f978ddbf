"""Sentences that state conditions, in each language: each test with its shifts, composed and closed."""

from __future__ import annotations

from fractions import Fraction

from generator.audit.amounts import Fixed
from generator.audit.conditions import (
    AllOf,
    AnyOf,
    Condition,
    CoursePassed,
    EventIs,
    Joined,
    JoinedWithin,
    LineIs,
    MetricIs,
    Not,
    RegionIs,
    SegmentIs,
    Shift,
    TierAtLeast,
    TierIs,
)
from generator.audit.shapes import NotUnderstood, Said, Vocabulary

Wordings = dict[str, dict[str, str]]

SPAN = "days|weeks|months|years"

_METRIC: Wordings = {
    "metric.at_least": {
        "en": "{metric:ref} is at least {bound:amount}",
        "ru": "«{metric:ref}» — не меньше {bound:amount_gen}",
    },
    "metric.more_than": {
        "en": "{metric:ref} is more than {bound:amount}",
        "ru": "«{metric:ref}» — больше {bound:amount_gen}",
    },
    "metric.at_most": {
        "en": "{metric:ref} is at most {bound:amount}",
        "ru": "«{metric:ref}» — не больше {bound:amount_gen}",
    },
    "metric.less_than": {
        "en": "{metric:ref} is less than {bound:amount}",
        "ru": "«{metric:ref}» — меньше {bound:amount_gen}",
    },
    "metric.equals": {
        "en": "{metric:ref} equals {bound:number}",
        "ru": "«{metric:ref}» — ровно {bound:number}",
    },
    "metric.equals.as": {
        "en": "{metric:ref} equals {bound:amount_other}",
        "ru": "«{metric:ref}» — столько же, сколько {bound:amount_other}",
    },
    "metric.one_of": {
        "en": "{metric:ref} is one of these: {bound:numbers}",
        "ru": "«{metric:ref}» — одно из значений: {bound:numbers}",
    },
}


def _tiers(start: str, en: str, ru: str) -> Wordings:
    return {
        f"{start}.at_least": {
            "en": f"{en} on the ladder {{ladder:ref}} is {{tier:ref}} or higher",
            "ru": f"{ru} на лестнице «{{ladder:ref}}» — «{{tier:ref}}» или выше",
        },
        f"{start}.equals": {
            "en": f"{en} on the ladder {{ladder:ref}} is {{tier:ref}}",
            "ru": f"{ru} на лестнице «{{ladder:ref}}» — именно «{{tier:ref}}»",
        },
        f"{start}.one_of": {
            "en": f"{en} on the ladder {{ladder:ref}} is one of these: {{tier:refs}}",
            "ru": f"{ru} на лестнице «{{ladder:ref}}» — один из перечисленных: {{tier:refs}}",
        },
    }


_TIER = _tiers("tier", "the tier", "статус") | _tiers("achieved", "the tier achieved", "достигнутый статус")
_LINE: Wordings = {
    "line": {
        "en": "the rule {clause:ref} gives the partner a line",
        "ru": "по правилу «{clause:ref}» у партнёра есть строка",
    },
    "line.capped": {
        "en": "the rule {clause:ref} gives the partner a line limited by its cap",
        "ru": "по правилу «{clause:ref}» у партнёра есть строка, ограниченная потолком",
    },
    "line.free": {
        "en": "the rule {clause:ref} gives the partner a line not limited by its cap",
        "ru": "по правилу «{clause:ref}» у партнёра есть строка, не ограниченная потолком",
    },
}
_SHIFTS: Wordings = {
    "earlier": {"en": ", {span:periods} earlier", "ru": ", {span:periods} назад"},
    "each": {
        "en": ", in each of the last {span:periods} before this one",
        "ru": ", в каждом периоде за последние {span:periods} до текущего",
    },
    "any": {
        "en": ", in at least {needed:count} of the last {span:periods} before this one",
        "ru": "; за последние {span:periods} до текущего таких периодов — не меньше {needed:count}",
    },
}
_SAME = {"en": " in the same period", "ru": " в том же периоде"}
_EVENT = {
    "en": "the table {table:code} has a row of the partner with {event:code} in the column {event_column:code}",
    "ru": "в таблице {table:code} есть строка партнёра, где в столбце {event_column:code} стоит {event:code}",
}
_SUBJECT = {
    "en": " and {subject:code} in the column {subject_column:code}",
    "ru": ", а в столбце {subject_column:code} — {subject:code}",
}
_DATED: Wordings = {
    "period": {"en": ", dated in the period", "ru": "; её дата лежит в этом периоде"},
    "last": {
        "en": ", dated in the last {length:periods}, the current period included",
        "ru": "; её дата попадает в последние {length:periods}, включая текущий",
    },
    "lifetime": {
        "en": ", dated on any day up to the end of the period",
        "ru": "; её дата — любая до конца периода",
    },
    "joining": {
        "en": f", dated within {{length:{SPAN}}} from joining, the day of joining included, and not after the end "
        "of the period",
        "ru": f"; с присоединения до её даты прошло не больше, чем {{length:{SPAN}}}, считая день присоединения, "
        "и она не позже конца периода",
    },
}
_PLAIN: Wordings = {
    "all": {"en": "All of these hold:", "ru": "Выполняется всё перечисленное:"},
    "any": {"en": "Any of these holds:", "ru": "Выполняется хотя бы что-то из перечисленного:"},
    "not": {"en": "This does not hold:", "ru": "Не выполняется следующее:"},
    "course": {
        "en": "the course {course:ref} is passed and still valid at the end of the period",
        "ru": "курс «{course:ref}» пройден и действует в конце периода",
    },
    "segment.one": {
        "en": "the partner belongs to the segment {value:ref}",
        "ru": "партнёр относится к сегменту «{value:ref}»",
    },
    "segment.several": {
        "en": "the partner belongs to one of the segments {value:refs}",
        "ru": "партнёр относится к одному из сегментов: {value:refs}",
    },
    "region.one": {
        "en": "the partner's region is {value:code}",
        "ru": "регион партнёра — {value:code}",
    },
    "region.several": {
        "en": "the partner's region is one of these: {value:codes}",
        "ru": "регион партнёра — один из перечисленных: {value:codes}",
    },
    "joined.before": {
        "en": "the partner joined before {bound:date}",
        "ru": "партнёр присоединился раньше {bound:date}",
    },
    "joined.after": {
        "en": "the partner joined after {bound:date}",
        "ru": "партнёр присоединился позже {bound:date}",
    },
    "joined.within": {
        "en": f"the period ends within {{bound:{SPAN}}} from joining, the day of joining included",
        "ru": f"к концу периода с присоединения прошло не больше, чем {{bound:{SPAN}}}, считая день присоединения",
    },
}


def _joined(first: dict[str, str], *more: dict[str, str]) -> dict[str, str]:
    return {language: words + "".join(one[language] for one in more) for language, words in first.items()}


def _composed() -> Wordings:
    found = dict(_PLAIN)
    for key, words in {**_METRIC, **_TIER, **_LINE}.items():
        found[key] = _joined(words, _SAME) if key in _LINE else words
        for shift, suffix in _SHIFTS.items():
            found[f"{key}+{shift}"] = _joined(words, suffix)
    for dated, tail in _DATED.items():
        found[f"event.{dated}"] = _joined(_EVENT, tail)
        found[f"event.{dated}.subject"] = _joined(_EVENT, _SUBJECT, tail)
    return found


CONDITION = Vocabulary(_composed())


def condition_of(said: Said, below: list[Condition], ladders: dict[str, str]) -> Condition:
    """The condition that a sentence states with those below it; `ladders` maps tiers to ladders."""
    if said.key == "all" and below:
        return AllOf(tuple(below))
    if said.key == "any" and below:
        return AnyOf(tuple(below))
    if said.key == "not" and len(below) == 1:
        return Not(below[0])
    if below or said.key in ("all", "any", "not"):
        raise NotUnderstood(f"a condition ({said.key}) has {len(below)} parts")
    key, _, shifted = said.key.partition("+")
    shift = _shift(said, shifted)
    start, _, rest = key.partition(".")
    if start == "metric":
        return _metric(said, rest, shift)
    if start in ("tier", "achieved"):
        return _tier(said, rest, start == "achieved", ladders, shift)
    if start == "line":
        capped = {"": None, "capped": True, "free": False}[rest]
        return LineIs(said.target("clause").removeprefix("clause/"), capped, shift)
    if start == "event":
        return _event(said, rest)
    if start == "course":
        return CoursePassed(said.target("course").removeprefix("course/"))
    if start == "segment":
        return SegmentIs(tuple(one.removeprefix("segment/") for one in said.targets("value")))
    if start == "region":
        return RegionIs(tuple(said.codes("value")))
    if start == "joined" and rest != "within":
        return Joined(rest, said.day("bound"))
    if start == "joined":
        return JoinedWithin(int(said.number("bound")), said.unit("bound"))
    raise NotUnderstood(f"the condition {said.key}")


def _shift(said: Said, key: str) -> Shift | None:
    if not key:
        return None
    count = int(said.number("span"))
    if count < 1:
        raise NotUnderstood(f"a condition looks {count} periods back")
    if key == "earlier":
        return Shift(count, count, 1)
    return Shift(1, count, count if key == "each" else int(said.number("needed")))


def _metric(said: Said, relation: str, shift: Shift | None) -> Condition:
    metric = said.target("metric").removeprefix("metric/")
    if relation == "one_of":
        values = said.numbers("bound")
        units = {one.unit for one in values}
        if len(units) != 1:
            raise NotUnderstood(f"{metric} is compared with figures in {units}")
        figures = tuple(one.value for one in values)
        return MetricIs(metric, relation, figures[0], units.pop(), None, figures, shift)
    amount = said.amount("bound")
    if isinstance(amount, Fixed):
        return MetricIs(metric, relation, amount.value, amount.unit, shift=shift)
    return MetricIs(metric, relation.partition(".")[0], Fraction(0), "", amount, (), shift)


def _tier(
    said: Said, relation: str, achieved: bool, ladders: dict[str, str], shift: Shift | None
) -> Condition:
    tiers = tuple(one.removeprefix("tier/") for one in said.targets("tier"))
    for tier in tiers:
        if ladders.get(tier) != said.target("ladder").removeprefix("ladder/"):
            raise NotUnderstood(f"the tier {tier} is not on the ladder {said.target('ladder')}")
    if relation == "at_least":
        return TierAtLeast(tiers[0], achieved, shift)
    return TierIs(tiers, achieved, shift)


def _event(said: Said, rest: str) -> Condition:
    dated, _, subject = rest.partition(".")
    length = int(said.number("length")) if dated in ("last", "joining") else 1
    return EventIs(
        said.code("table"),
        said.code("event_column"),
        said.code("event"),
        said.code("subject_column") if subject else "",
        said.code("subject") if subject else "",
        dated,
        length,
        said.unit("length") if dated == "joining" else "periods",
    )


def condition_tree(
    entries: list[tuple[int, Said]], depth: int, ladders: dict[str, str]
) -> tuple[list[Condition], list[tuple[int, Said]]]:
    """The conditions of one depth, each with what stands below it, and the entries that are left."""
    found: list[Condition] = []
    while entries and entries[0][0] >= depth:
        level, said = entries[0]
        if level > depth:
            raise NotUnderstood("a condition stands deeper than the one above it allows")
        below, entries = condition_tree(entries[1:], depth + 1, ladders)
        found.append(condition_of(said, below, ladders))
    return found, entries
