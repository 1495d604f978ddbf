"""Conditions: what must hold of a partner, said in every language; this module hands on what the others define."""

from __future__ import annotations

from fractions import Fraction

from generator.terms.amount import say_amount
from generator.terms.atoms import (
    AllOf,
    AnyOf,
    Atom,
    Condition,
    CoursePassed,
    EventPresent,
    Joined,
    LineIs,
    MetricIs,
    NotSo,
    PartnerIs,
    Shift,
    TierIs,
    atoms,
    shift_of,
)
from generator.terms.condition_reading import AnyCondition, parse_condition
from generator.terms.quantity import COUNT, Quantity
from generator.terms.saying import Code, Listing, SayingsBuilder, Sentence, Slot
from generator.terms.text import Text
from generator.terms.titles import Titles

__all__ = [
    "AllOf", "AnyCondition", "AnyOf", "Atom", "Condition", "CoursePassed", "EventPresent", "Joined", "LineIs",
    "MetricIs", "NotSo", "PartnerIs", "Shift", "TierIs", "atoms", "condition_sentence", "parse_condition",
    "say_earns", "shift_of",
]  # fmt: skip

_JOINTS = {
    AllOf: Text.of(en="All of these hold:", ru="Выполняется всё перечисленное:"),
    AnyOf: Text.of(en="Any of these holds:", ru="Выполняется хотя бы что-то из перечисленного:"),
    NotSo: Text.of(en="This does not hold:", ru="Не выполняется следующее:"),
}
_METRIC = {
    "at_least": Text.of(en="{metric} is at least {bound}", ru="«{metric}» — не меньше {bound}"),
    "more_than": Text.of(en="{metric} is more than {bound}", ru="«{metric}» — больше {bound}"),
    "at_most": Text.of(en="{metric} is at most {bound}", ru="«{metric}» — не больше {bound}"),
    "less_than": Text.of(en="{metric} is less than {bound}", ru="«{metric}» — меньше {bound}"),
    "equals": Text.of(en="{metric} equals {bound}", ru="«{metric}» — ровно {bound}"),
    "one_of": Text.of(en="{metric} is one of these: {bound}", ru="«{metric}» — одно из значений: {bound}"),
}
_SAME_AS = Text.of(en="{metric} equals {bound}", ru="«{metric}» — столько же, сколько {bound}")
_COURSE = Text.of(
    en="the course {course} is passed and still valid at the end of the period",
    ru="курс «{course}» пройден и действует в конце периода",
)
_TIER = {
    ("at_least", False): Text.of(
        en="the tier on the ladder {ladder} is {tier} or higher",
        ru="статус на лестнице «{ladder}» — «{tier}» или выше",
    ),
    ("equals", False): Text.of(
        en="the tier on the ladder {ladder} is {tier}", ru="статус на лестнице «{ladder}» — именно «{tier}»"
    ),
    ("one_of", False): Text.of(
        en="the tier on the ladder {ladder} is one of these: {tier}",
        ru="статус на лестнице «{ladder}» — один из перечисленных: {tier}",
    ),
    ("at_least", True): Text.of(
        en="the tier achieved on the ladder {ladder} is {tier} or higher",
        ru="достигнутый статус на лестнице «{ladder}» — «{tier}» или выше",
    ),
    ("equals", True): Text.of(
        en="the tier achieved on the ladder {ladder} is {tier}",
        ru="достигнутый статус на лестнице «{ladder}» — именно «{tier}»",
    ),
    ("one_of", True): Text.of(
        en="the tier achieved on the ladder {ladder} is one of these: {tier}",
        ru="достигнутый статус на лестнице «{ladder}» — один из перечисленных: {tier}",
    ),
}
_PARTNER = {
    ("segment", False): Text.of(
        en="the partner belongs to the segment {value}", ru="партнёр относится к сегменту «{value}»"
    ),
    ("segment", True): Text.of(
        en="the partner belongs to one of the segments {value}",
        ru="партнёр относится к одному из сегментов: {value}",
    ),
    ("region", False): Text.of(en="the partner's region is {value}", ru="регион партнёра — {value}"),
    ("region", True): Text.of(
        en="the partner's region is one of these: {value}",
        ru="регион партнёра — один из перечисленных: {value}",
    ),
}
_JOINED = {
    "before": Text.of(en="the partner joined before {bound}", ru="партнёр присоединился раньше {bound}"),
    "after": Text.of(en="the partner joined after {bound}", ru="партнёр присоединился позже {bound}"),
    "within": Text.of(
        en="the period ends within {bound} from joining, the day of joining included",
        ru="к концу периода с присоединения прошло не больше, чем {bound}, считая день присоединения",
    ),
}
_EVENT = Text.of(
    en="the table {table} has a row of the partner with {event} in the column {event_column}",
    ru="в таблице {table} есть строка партнёра, где в столбце {event_column} стоит {event}",
)
_SUBJECT = Text.of(
    en=" and {subject} in the column {subject_column}", ru=", а в столбце {subject_column} — {subject}"
)
_DATED = {
    "period": Text.of(en=", dated in the period", ru="; её дата лежит в этом периоде"),
    "rolling": Text.of(
        en=", dated in the last {length}, the current period included",
        ru="; её дата попадает в последние {length}, включая текущий",
    ),
    "lifetime": Text.of(
        en=", dated on any day up to the end of the period", ru="; её дата — любая до конца периода"
    ),
    "from_joining": Text.of(
        en=", dated within {length} from joining, the day of joining included, and not after the end of the period",
        ru="; с присоединения до её даты прошло не больше, чем {length}, считая день присоединения, "
        "и она не позже конца периода",
    ),
}
_LINE = {
    None: Text.of(
        en="the rule {clause} gives the partner a line", ru="по правилу «{clause}» у партнёра есть строка"
    ),
    True: Text.of(
        en="the rule {clause} gives the partner a line limited by its cap",
        ru="по правилу «{clause}» у партнёра есть строка, ограниченная потолком",
    ),
    False: Text.of(
        en="the rule {clause} gives the partner a line not limited by its cap",
        ru="по правилу «{clause}» у партнёра есть строка, не ограниченная потолком",
    ),
}
_SAME_PERIOD = Text.of(en=" in the same period", ru=" в том же периоде")
_SHIFTS = {
    "before": Text.of(en=", {span} earlier", ru=", {span} назад"),
    "each": Text.of(
        en=", in each of the last {span} before this one",
        ru=", в каждом периоде за последние {span} до текущего",
    ),
    "any": Text.of(
        en=", in at least {needed} of the last {span} before this one",
        ru="; за последние {span} до текущего таких периодов — не меньше {needed}",
    ),
}


def _joined(*texts: Text) -> Text:
    """Pieces of a phrase as one, in each language."""
    return Text(tuple((code, "".join(text[code] for text in texts)) for code, _ in texts[0].wordings))


def condition_sentence(builder: SayingsBuilder, name: str, condition: Condition, titles: Titles) -> Sentence:
    """The condition as a sentence with those of its inner conditions below it."""
    id_ = f"{builder.prefix}/{name}"
    if isinstance(condition, AllOf | AnyOf | NotSo):
        inner = tuple(
            condition_sentence(builder, f"{name}.{number}", one, titles)
            for number, one in enumerate(condition.inner, 1)
        )
        return Sentence(id_, _JOINTS[type(condition)], {}, inner)
    phrase, slots = _atom(builder, name, condition, titles)
    shift = shift_of(condition)
    if shift is not None:
        phrase = _joined(phrase, _SHIFTS[shift.kind])
        slots["span"] = builder.fact(f"{name}.span", "periods", Fraction(shift.span))
        if shift.kind == "any":
            slots["needed"] = builder.fact(f"{name}.needed", COUNT, Fraction(shift.needed))
    elif isinstance(condition, LineIs):
        phrase = _joined(phrase, _SAME_PERIOD)
    return Sentence(id_, phrase, slots)


def _atom(builder: SayingsBuilder, name: str, atom: Atom, titles: Titles) -> tuple[Text, dict[str, Slot]]:
    match atom:
        case MetricIs():
            return _metric(builder, name, atom, titles)
        case CoursePassed(course):
            return _COURSE, {"course": titles.ref(f"course/{course}")}
        case TierIs():
            tiers = tuple(titles.ref(f"tier/{one}") for one in atom.named)
            ladder = titles.ref(f"ladder/{titles.ladder_of[atom.tier]}")
            named: Slot = Listing(tiers) if atom.compare == "one_of" else tiers[0]
            return _TIER[atom.compare, atom.achieved], {"ladder": ladder, "tier": named}
        case PartnerIs(column, values):
            parts = tuple(titles.ref(f"segment/{v}") if column == "segment" else Code(v) for v in values)
            value: Slot = Listing(parts) if len(parts) > 1 else parts[0]
            return _PARTNER[column, len(parts) > 1], {"value": value}
        case Joined(relation, day, duration):
            if day is not None:
                return _JOINED[relation], {"bound": builder.fact(f"{name}.bound", "date", day)}
            assert duration is not None
            bound = builder.fact(f"{name}.bound", duration.unit, duration.value)
            return _JOINED[relation], {"bound": bound}
        case EventPresent():
            return _event(builder, name, atom)
    return _LINE[atom.capped], {"clause": titles.ref(atom.clause)}


def _metric(
    builder: SayingsBuilder, name: str, atom: MetricIs, titles: Titles
) -> tuple[Text, dict[str, Slot]]:
    slots: dict[str, Slot] = {"metric": titles.ref(f"metric/{atom.metric}")}
    if atom.values:
        values = [titles.bound(atom.metric, value) for value in atom.values]
        slots["bound"] = Listing(
            tuple(
                builder.fact(f"{name}.bound.{number}", value.unit, value.value)
                for number, value in enumerate(values, 1)
            )
        )
        return _METRIC["one_of"], slots
    unit = titles.metric_units.get(atom.metric, COUNT)
    same_as = atom.compare == "equals" and not isinstance(atom.bound, Quantity)
    slots["bound"] = say_amount(builder, f"{name}.bound", atom.bound, unit, titles, genitive=not same_as)
    return _SAME_AS if same_as else _METRIC[atom.compare], slots


def _event(builder: SayingsBuilder, name: str, atom: EventPresent) -> tuple[Text, dict[str, Slot]]:
    phrase = _EVENT
    slots: dict[str, Slot] = {
        "table": Code("events"),
        "event": Code(atom.event),
        "event_column": Code("event"),
    }
    if atom.subject is not None:
        phrase = _joined(phrase, _SUBJECT)
        slots |= {"subject": Code(atom.subject), "subject_column": Code("subject")}
    window = atom.window
    if window.kind == "rolling":
        slots["length"] = builder.fact(f"{name}.length", "periods", Fraction(window.count))
    elif window.kind == "from_joining":
        slots["length"] = builder.fact(f"{name}.length", window.unit, Fraction(window.count))
    return _joined(phrase, _DATED[window.kind]), slots


_EARNS = Text.of(en="It is earned when this holds:", ru="Начисляется, если выполнено условие:")
_EVERYONE = Text.of(en="Every partner can earn it.", ru="Получить может каждый партнёр.")


def say_earns(builder: SayingsBuilder, condition: Condition | None, titles: Titles) -> None:
    """Add the sentence that says who earns a clause."""
    if condition is None:
        builder.say("earns", _EVERYONE)
        return
    inner = condition_sentence(builder, "earns.1", condition, titles)
    builder.add("earns", Sentence(f"{builder.prefix}/earns", _EARNS, {}, (inner,)))
