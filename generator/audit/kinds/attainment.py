"""The attainment: a share of an amount by how far one or several figures attain their targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from generator.audit.amounts import Fixed, value_of
from generator.audit.carrier_sentences import WINDOWS, each
from generator.audit.conditions import Condition
from generator.audit.kinds import Draft, Part, Unit
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Said, Vocabulary
from generator.audit.standing import View
from generator.audit.tables import is_rows, reached, read_rows
from generator.audit.terms import Aim, Attainment, Bracket, Carriers
from generator.audit.walk import one_of


def _pays() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for per in WINDOWS:
        found[f"pays.score.{per}"] = each(
            per,
            "this rule pays a share of {amount:amount}: the overall attainment of the partner.",
            "платится доля от {amount:amount_gen}, равная общему выполнению плана.",
        )
        found[f"pays.table.{per}"] = each(
            per,
            "this rule pays a share of {amount:amount}: what the table makes of the overall attainment of the partner.",
            "платится доля от {amount:amount_gen}, которую таблица даёт за общее выполнение плана.",
        )
    return found


VOCABULARY = Vocabulary(
    {
        **_pays(),
        "score.one": {
            "en": "The overall attainment is the attainment of {metric:ref}; it is never below zero.",
            "ru": "Общее выполнение — это выполнение по показателю «{metric:ref}»; меньше нуля оно не бывает.",
        },
        "score.several": {
            "en": "The overall attainment is the sum of these attainments, none of them below zero, each multiplied "
            "by its weight.",
            "ru": "Общее выполнение — сумма этих выполнений, каждое из которых не меньше нуля и умножено на свой вес.",
        },
        "no_target": {
            "en": "Where a target is zero or less, nothing is paid.",
            "ru": "Если цель не больше нуля, ничего не платится.",
        },
        "gate.each": {
            "en": "Where the attainment of any of these is below {at_least:percent}, nothing is paid.",
            "ru": "Если выполнение хотя бы по одному из этих показателей меньше {at_least:percent}, ничего не "
            "платится.",
        },
        "gate.whole": {
            "en": "Where the overall attainment is below {at_least:percent}, nothing is paid.",
            "ru": "Если общее выполнение меньше {at_least:percent}, ничего не платится.",
        },
        "chosen": {
            "en": "The row that applies is the last row that starts at or below the overall attainment.",
            "ru": "Применяется последняя строка, начало которой не больше общего выполнения.",
        },
        "applies.slice": {
            "en": "Each factor applies only to the part of the overall attainment that lies in its row, from the "
            "start of the row to the start of the next row.",
            "ru": "Каждый множитель действует только на ту часть общего выполнения, которая попадает в его строку: от "
            "начала строки до начала следующей.",
        },
        "applies.whole": {
            "en": "The whole overall attainment is multiplied by the factor of the row that applies.",
            "ru": "Всё общее выполнение умножается на множитель применяемой строки.",
        },
        "below": {
            "en": "Below the first row nothing is paid.",
            "ru": "Ниже первой строки ничего не платится.",
        },
    }
)

# These stand once for each figure.
PARTS = Vocabulary(
    {
        "part.plain": {
            "en": "Attainment of {metric:ref} is its value divided by the target ({target:amount}); it weighs "
            "{weight:percent}.",
            "ru": "Выполнение по показателю «{metric:ref}» — его значение, делённое на цель ({target:amount}); вес "
            "{weight:percent}.",
        },
        "part.mirrored": {
            "en": "Attainment of {metric:ref}, where less is better, is {full:percent} less the value divided by the "
            "target ({target:amount}); it weighs {weight:percent}.",
            "ru": "Выполнение по показателю «{metric:ref}», где меньше — лучше: {full:percent} минус значение, "
            "делённое на цель ({target:amount}); вес {weight:percent}.",
        },
        "part.target_over_actual": {
            "en": "Attainment of {metric:ref}, where less is better, is the target ({target:amount}) divided by the "
            "value; it weighs {weight:percent}.",
            "ru": "Выполнение по показателю «{metric:ref}», где меньше — лучше: цель ({target:amount}), делённая на "
            "значение; вес {weight:percent}.",
        },
        "most": {
            "en": "Attainment of {metric:ref} counts as {at_most:percent} at most.",
            "ru": "Выполнение по показателю «{metric:ref}» засчитывается не выше {at_most:percent}.",
        },
        "most.or_zero": {
            "en": "Attainment of {metric:ref} counts as {at_most:percent} at most, and as much where the value is zero "
            "or less.",
            "ru": "Выполнение по показателю «{metric:ref}» засчитывается не выше {at_most:percent}; столько же "
            "засчитывается, если значение не больше нуля.",
        },
    }
)

HUNDRED = Fraction(100)


def read(section: Section, earns: Condition | None, carriers: Carriers, told: dict[str, Said]) -> Attainment:
    """The terms that a section states; NotUnderstood where they do not fit together. `told` is what it carries."""
    thing = section.thing
    said = section.said(VOCABULARY)
    pays = one_of(said, "pays", thing)
    _, by, per = pays.key.split(".")
    aims = _aims(section)
    needed = {pays.key, "score.one" if len(aims) == 1 else "score.several"}
    if any(not isinstance(aim.target, Fixed) for aim in aims):
        needed.add("no_target")
    rows: tuple[Bracket, ...] = ()
    mode = "slice"
    if by == "table":
        rows = _rows(section)
        applies = one_of(said, "applies", thing)
        mode = applies.key.partition(".")[2]
        needed |= {applies.key} | ({"chosen"} if mode == "whole" else set())
        needed |= {"below"} if rows[0].at_least else set()
    elif section.tables:
        raise NotUnderstood(f"{thing} has a table and pays the attainment itself")
    found = {key for key in said if not key.startswith("gate.")}
    if found != needed:
        raise NotUnderstood(f"{thing} says {sorted(found ^ needed)}, or does not, of attainment")
    if len(aims) == 1 and said["score.one"].target("metric") != f"metric/{aims[0].metric}":
        raise NotUnderstood(f"{thing} is paid by the attainment of another figure than it speaks of")
    if ("times.amount" if rows else "times.table") in told:
        raise NotUnderstood(f"{thing} multiplies what a table gives and has none, or the other way round")
    return Attainment(
        pays.amount("amount"),
        aims,
        said["gate.each"].number("at_least") if "gate.each" in said else None,
        said["gate.whole"].number("at_least") if "gate.whole" in said else None,
        rows,
        mode,
        earns,
        per,
        None,
        carriers,
    )


def _aims(section: Section) -> tuple[Aim, ...]:
    """The figures with their targets; what bounds an attainment stands right after it."""
    thing, found = section.thing, list[Aim]()
    last = -1
    for at, said in section.say(PARTS):
        metric = said.target("metric").removeprefix("metric/")
        if not said.key.startswith("most"):
            found.append(_aim(thing, metric, said))
        else:
            inverse = found[-1].inverse if found else ""
            over = inverse == "target_over_actual"
            if at != last + 1 or not found or found[-1].metric != metric or found[-1].at_most is not None:
                raise NotUnderstood(f"{thing} bounds the attainment of {metric} beside it")
            if over != (said.key == "most.or_zero"):
                raise NotUnderstood(f"{thing} does not say what holds where {metric} is zero")
            aim = found.pop()
            bound = said.number("at_most")
            found.append(Aim(aim.metric, aim.target, aim.weight, aim.inverse, bound))
        last = at
    if sum((aim.weight for aim in found), Fraction(0)) != HUNDRED or any(aim.weight <= 0 for aim in found):
        raise NotUnderstood(f"the weights of {thing} do not come to a hundred percent")
    for aim in found:
        if aim.inverse == "target_over_actual" and aim.at_most is None:
            raise NotUnderstood(f"{thing} does not say what holds where {aim.metric} is zero")
    return tuple(found)


def _aim(thing: str, metric: str, said: Said) -> Aim:
    inverse = said.key.partition(".")[2].replace("plain", "")
    if inverse == "mirrored" and said.number("full") != 2 * HUNDRED:
        raise NotUnderstood(f"{thing} mirrors the attainment of {metric} at {said.number('full')}")
    target = said.amount("target")
    if isinstance(target, Fixed) and target.value <= 0:
        raise NotUnderstood(f"{thing} has a target of {target.value}")
    return Aim(metric, target, said.number("weight"), inverse)


def _rows(section: Section) -> tuple[Bracket, ...]:
    thing = section.thing
    tables = [table for table in section.tables if is_rows(table)]
    if len(tables) != 1 or len(section.tables) != 1:
        raise NotUnderstood(f"{thing} has {len(section.tables)} tables")
    rows, units = read_rows(section, tables[0], {})
    starts = [row.at_least for row in rows if row.at_least is not None and row.pays == "times"]
    if not rows or len(starts) != len(rows) or starts[0] < 0 or set(units) != {"percent"}:
        raise NotUnderstood(f"the rows of {thing} are no factors from some attainment on")
    if any(low >= high for low, high in pairwise(starts)):
        raise NotUnderstood(f"the rows of {thing} do not rise")
    return tuple(rows)


@dataclass(frozen=True)
class Attained:
    """How far one figure attains its target, in percent, and what it adds by its weight."""

    actual: Fraction
    target: Fraction
    percent: Fraction
    weight: Fraction

    @property
    def product(self) -> Fraction:
        """What it adds to the overall attainment."""
        return self.percent * self.weight / HUNDRED


@dataclass(frozen=True)
class Worked:
    """How a share comes about; everything is in percent."""

    attained: tuple[Attained, ...]
    score: Fraction
    parts: tuple[Part, ...]  # by row of the table; where there is none, the whole of it under the row 0
    result: Fraction


def worked(terms: Attainment, view: View) -> Worked | None:
    """How far a partner attains the targets; None where nothing is paid."""
    attained = attained_by(terms, view)
    if attained is None:
        return None
    score = score_of(attained)
    if terms.gate_each is not None and any(one.percent < terms.gate_each for one in attained):
        return None
    if terms.gate_whole is not None and score < terms.gate_whole:
        return None
    parts = tuple(_parts(terms, score))
    if not parts and reached(terms.rows, range(len(terms.rows)), score) is None:
        return None
    return Worked(attained, score, parts, sum((part.amount for part in parts), Fraction(0)))


def attained_by(terms: Attainment, view: View) -> tuple[Attained, ...] | None:
    """How far each figure attains its target, before any gate; None where there is no target to attain."""
    targets = [value_of(aim.target, view) for aim in terms.aims]
    if any(target <= 0 for target in targets):
        return None
    return tuple(_attained(aim, target, view) for aim, target in zip(terms.aims, targets, strict=True))


def score_of(attained: Iterable[Attained]) -> Fraction:
    """The overall attainment."""
    return sum((one.product for one in attained), Fraction(0))


def _attained(aim: Aim, target: Fraction, view: View) -> Attained:
    actual = view.metric(aim.metric)
    if aim.inverse == "target_over_actual":
        # Nothing can be divided by; the page says that the bound counts then.
        percent = HUNDRED * target / actual if actual > 0 else aim.at_most
        assert percent is not None
    elif aim.inverse == "mirrored":
        percent = HUNDRED * (2 - actual / target)
    else:
        percent = HUNDRED * actual / target
    percent = max(percent, Fraction(0))
    if aim.at_most is not None:
        percent = min(percent, aim.at_most)
    return Attained(actual, target, percent, aim.weight)


def _parts(terms: Attainment, score: Fraction) -> Iterator[Part]:
    """What each row of the table makes of the overall attainment."""
    if not terms.rows:
        yield Part(0, score, None, score)
        return
    at = reached(terms.rows, range(len(terms.rows)), score)
    if at is None:
        return
    if terms.mode == "whole":
        yield _part(at, terms.rows[at], score)
        return
    ends = [row.at_least for row in terms.rows[1:]]
    for number, (row, end) in enumerate(zip(terms.rows, [*ends, None], strict=True)):
        assert row.at_least is not None
        portion = (score if end is None else min(score, end)) - row.at_least
        if portion > 0:
            yield _part(number, row, portion)


def _part(at: int, row: Bracket, portion: Fraction) -> Part:
    assert row.times is not None
    return Part(at + 1, portion, None, portion * row.times, row.times)


def draft(terms: Attainment, view: View, unit: Unit) -> Draft | None:
    """What a window gives by how far the targets are attained in it."""
    found = worked(terms, view)
    if found is None:
        return None
    exact = found.result * value_of(terms.pay, view) / HUNDRED
    return Draft(unit, exact, found.parts, found.score, "percent")
