"""The commission: rates or amounts on a metric or on each row, by tables of one or two keys."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from generator.audit.carrier_sentences import ROWS, WINDOWS, each
from generator.audit.conditions import Condition
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Said, Vocabulary
from generator.audit.shortfall_pages import carried_below_zero, read_reset
from generator.audit.tables import is_rows, read_rows
from generator.audit.terms import Bracket, Carriers, Commission, RowSource
from generator.audit.walk import one_of


def _pays() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for per in (*WINDOWS, *ROWS):
        found[f"pays.share.{per}"] = each(
            per, "this rule pays a share of {base:ref}.", "платится доля от показателя «{base:ref}»."
        )
        found[f"pays.each.{per}"] = each(
            per,
            "this rule pays an amount for each unit of {base:ref}.",
            "платится сумма за каждую единицу показателя «{base:ref}».",
        )
        found[f"pays.amount.{per}"] = each(
            per,
            "this rule pays the amount of the row that applies.",
            "платится сумма той строки, которая применяется.",
        )
    return found


VOCABULARY = Vocabulary(
    {
        **_pays(),
        "chosen.at_least": {
            "en": "The row that applies is the last row that starts at or below {by:ref}.",
            "ru": "Применяется последняя строка, начало которой не больше показателя «{by:ref}».",
        },
        "chosen.tier": {
            "en": "The row that applies is chosen by the tier on the ladder {ladder:ref}; "
            "a row also holds for higher tiers, up to the next row.",
            "ru": "Строку выбирает статус на лестнице «{ladder:ref}»; строка действует и для более высоких статусов, "
            "вплоть до следующей строки.",
        },
        "chosen.tier.only": {
            "en": "The row that applies is chosen by the tier on the ladder {ladder:ref}; a row that is not for one "
            "tier only also holds for higher tiers, except those that have a row of their own, up to the next such "
            "row.",
            "ru": "Строку выбирает статус на лестнице «{ladder:ref}»; строка, которая задана не только для одного "
            "статуса, действует и для более высоких статусов, кроме тех, у которых есть своя строка, вплоть до "
            "следующей такой строки.",
        },
        "chosen.segment": {
            "en": "The row that applies is that of the partner's segment.",
            "ru": "Применяется строка сегмента, к которому относится партнёр.",
        },
        "chosen.product": {
            "en": "The row that applies is that of the product in the row of the table {table:code}.",
            "ru": "Применяется строка того товара, который указан в строке таблицы {table:code}.",
        },
        "chosen.when": {
            "en": "The row that applies is the first one whose condition holds.",
            "ru": "Применяется первая строка, условие которой выполнено.",
        },
        "both": {
            "en": "Both together choose the row; where there is no row for them, nothing is paid.",
            "ru": "Строку выбирает сочетание обоих признаков; если строки для него нет, ничего не платится.",
        },
        "applies.slice": {
            "en": "Each rate applies only to the part of {base:ref} that lies in its row, "
            "from the start of the row to the start of the next row.",
            "ru": "Каждая ставка действует только на ту часть показателя «{base:ref}», которая попадает в её строку: "
            "от начала строки до начала следующей.",
        },
        "applies.shared": {
            "en": "{base:ref} is divided among the rows in the proportions in which {by:ref} falls into them; "
            "each rate applies only to the part in its row.",
            "ru": "«{base:ref}» делится между строками в тех долях, в которых в них попадает «{by:ref}»; "
            "каждая ставка действует только на часть в своей строке.",
        },
        "applies.shared.each": {
            "en": "{base:ref} is divided among the rows in the proportions in which {by:ref} falls into them; "
            "each amount is multiplied only by the part in its row.",
            "ru": "«{base:ref}» делится между строками в тех долях, в которых в них попадает «{by:ref}»; "
            "каждая сумма умножается только на часть в своей строке.",
        },
        "applies.whole": {
            "en": "The rate of the row that applies is multiplied by the whole of {base:ref}.",
            "ru": "Ставка применяемой строки умножается на весь показатель «{base:ref}».",
        },
        "applies.slice.each": {
            "en": "Each amount is multiplied only by the part of {base:ref} that lies in its row, "
            "from the start of the row to the start of the next row.",
            "ru": "Каждая сумма умножается только на ту часть показателя «{base:ref}», которая попадает в её строку: "
            "от начала строки до начала следующей.",
        },
        "applies.whole.each": {
            "en": "The amount of the row that applies is multiplied by the whole of {base:ref}.",
            "ru": "Сумма применяемой строки умножается на весь показатель «{base:ref}».",
        },
        "below": {
            "en": "Below the first row nothing is paid.",
            "ru": "Ниже первой строки ничего не платится.",
        },
        "below.none": {
            "en": "Where no row applies, nothing is paid.",
            "ru": "Если ни одна строка не подходит, ничего не платится.",
        },
        "below_zero.zero": {
            "en": "When {base:ref} is below zero, nothing is paid and nothing is taken.",
            "ru": "Если «{base:ref}» меньше нуля, ничего не платится и ничего не удерживается.",
        },
        "below_zero.negative": {
            "en": "When {base:ref} is below zero, the rate of the first row is multiplied by it "
            "and the line is negative.",
            "ru": "Если «{base:ref}» меньше нуля, он умножается на ставку первой строки, "
            "и строка получается отрицательной.",
        },
        "below_zero.negative.each": {
            "en": "When {base:ref} is below zero, the amount of the first row is multiplied by it "
            "and the line is negative.",
            "ru": "Если «{base:ref}» меньше нуля, он умножается на сумму первой строки, "
            "и строка получается отрицательной.",
        },
        "below_zero.applied.each": {
            "en": "When {base:ref} is below zero, the amount of the row that applies is multiplied by it "
            "and the line is negative.",
            "ru": "Если «{base:ref}» меньше нуля, он умножается на сумму применяемой строки, "
            "и строка получается отрицательной.",
        },
        "below_zero.applied": {
            "en": "When {base:ref} is below zero, the rate of the row that applies is multiplied by it "
            "and the line is negative.",
            "ru": "Если «{base:ref}» меньше нуля, он умножается на ставку применяемой строки, "
            "и строка получается отрицательной.",
        },
        **carried_below_zero(
            "When {base:ref} is below zero, nothing is paid, and the shortfall is carried: it is taken off {again:ref} "
            "of later {later} until nothing of it is left.",
            "Если «{base:ref}» меньше нуля, ничего не платится, а отрицательный остаток переносится: он вычитается из "
            "показателя «{again:ref}» за следующие {later}, пока не будет исчерпан.",
        ),
    }
)


def _bare(target: str) -> str:
    """A metric by its name; a measure of a row keeps its kind."""
    return target.removeprefix("metric/")


def read(
    section: Section,
    earns: Condition | None,
    ladders: dict[str, str],
    source: RowSource | None,
    carriers: Carriers,
) -> Commission:
    """The terms that a section states; NotUnderstood where they do not fit together."""
    said = section.said(VOCABULARY)
    thing = section.thing
    tables = [table for table in section.tables if is_rows(table)]
    if len(tables) != 1:
        raise NotUnderstood(f"{thing} has {len(tables)} tables of rows")
    rows, units = read_rows(section, tables[0], ladders)
    if not rows:
        raise NotUnderstood(f"{thing} has a table without rows")
    pays, zero = one_of(said, "pays", thing), one_of(said, "below_zero", thing)
    _, pay, per = pays.key.split(".")
    base = _bare(zero.target("base"))
    named = {_bare(one.target("base")) for one in said.values() if "base" in one.parts}
    if named != {base}:
        raise NotUnderstood(f"{thing} speaks of several bases: {sorted(named)}")
    mode, by = _mode(said, pay, rows, base, thing)
    _check_keys(said, rows, ladders, source, thing)
    if any(row.pays != ("rate" if pay == "share" else pay) for row in rows):
        raise NotUnderstood(f"{thing} pays otherwise than its table")
    below_zero = zero.key.split(".")[1]
    if below_zero in ("negative", "applied") and zero.key.endswith(".each") != (pay == "each"):
        raise NotUnderstood(f"{thing} takes back otherwise than it pays")
    if below_zero == "negative" and rows[0].at_least is None:
        raise NotUnderstood(f"{thing} speaks of a first row, and its rows have no order")
    if (source is None) != (per in WINDOWS):
        raise NotUnderstood(f"{thing} does not say which rows it reads")
    past_only = "chosen.tier.only" in said
    if past_only and not any(row.only for row in rows):
        raise NotUnderstood(f"{thing} speaks of rows for one tier only and has none")
    return Commission(
        base,
        by,
        mode,
        tuple(rows),
        earns,
        below_zero,
        tuple(units),
        per,
        source,
        carriers,
        past_only,
        reset=read_reset(section, zero, per, moves=True),
    )


def _mode(said: dict[str, Said], pay: str, rows: list[Bracket], base: str, thing: str) -> tuple[str, str]:
    """How the rows are applied, and what chooses those that have a start."""
    applies = [one for key, one in said.items() if key.startswith("applies.")]
    if len(applies) != (0 if pay == "amount" else 1):
        raise NotUnderstood(f"{thing} says {len(applies)} things about how a row is applied")
    if applies and (applies[0].key.endswith(".each")) != (pay == "each"):
        raise NotUnderstood(f"{thing} does not say how an amount is multiplied")
    how = applies[0].key.split(".")[1] if applies else "whole"
    starts = rows[0].at_least is not None
    if how in ("slice", "shared"):
        if not starts or "chosen.at_least" in said:
            raise NotUnderstood(f"{thing} has slices and chooses a row besides")
        return "slice", _bare(applies[0].target("by")) if how == "shared" else base
    keys = {name for name in ("tier", "segment", "product", "when") if _has(rows[0], name)}
    if starts:
        by = _bare(said["chosen.at_least"].target("by")) if "chosen.at_least" in said else ""
        if not by:
            raise NotUnderstood(f"{thing} does not say what chooses a row")
        return ("table" if keys else "whole"), by
    return ("tier" if keys == {"tier"} else "table"), base


def _has(row: Bracket, name: str) -> bool:
    return {
        "tier": row.tier is not None,
        "segment": bool(row.segment),
        "product": bool(row.product),
        "when": row.when is not None or row.otherwise,
    }[name]


def _check_keys(
    said: dict[str, Said], rows: list[Bracket], ladders: dict[str, str], source: RowSource | None, thing: str
) -> None:
    """What chooses the row is said, once for each column, and what is paid where none applies."""
    keys = {name for name in ("tier", "segment", "product", "when") if _has(rows[0], name)}
    told = [key.split(".")[1] for key in said if key.startswith("chosen.")]
    if len(told) != len(set(told)):
        raise NotUnderstood(f"{thing} says twice what chooses the row")
    if set(told) - {"at_least"} != keys:
        raise NotUnderstood(f"{thing} is chosen by {sorted(told)}, its table by {sorted(keys)}")
    starts = rows[0].at_least is not None
    if ("both" in said) != (len(keys) + starts > 1):
        raise NotUnderstood(f"{thing} does not say that two things together choose the row")
    if "tier" in keys:
        ladder = (
            next(one for key, one in said.items() if key.startswith("chosen.tier"))
            .target("ladder")
            .removeprefix("ladder/")
        )
        if any(ladders.get(row.tier or "") != ladder for row in rows):
            raise NotUnderstood(f"{thing} has a row by a tier that is not on the ladder {ladder}")
    if "product" in keys and (source is None or said["chosen.product"].code("table") != source.table):
        raise NotUnderstood(f"{thing} is chosen by the product of rows that it does not read")
    if keys == {"when"} and not starts:
        if not rows[-1].otherwise or any(row.otherwise for row in rows[:-1]):
            raise NotUnderstood(f"{thing} does not end with what holds otherwise")
    elif not {"below", "below.none", "both"} & set(said):
        raise NotUnderstood(f"{thing} does not say what is paid where no row applies")
    groups: dict[tuple[object, ...], list[Fraction]] = {}
    for row in rows:
        if row.at_least is not None:
            key = (row.tier, row.segment, row.product, row.when, row.otherwise)
            groups.setdefault(key, []).append(row.at_least)
    for bounds in groups.values():
        if any(low >= high for low, high in pairwise(bounds)):
            raise NotUnderstood(f"the rows of {thing} do not rise")
