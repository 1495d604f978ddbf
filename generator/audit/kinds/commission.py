"""The commission: rates or amounts on a metric, part by part or on the whole, by brackets or by tier."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from generator.audit.kinds import Line, Part, rounded
from generator.audit.promise import Commission, Condition, Edition, Policy
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Said, Vocabulary
from generator.audit.standing import Standing, holds, ladder_of

VOCABULARY = Vocabulary(
    {
        "pays.share": {
            "en": "For each period this rule pays a share of {base:ref}.",
            "ru": "За каждый период платится доля от показателя «{base:ref}».",
        },
        "pays.amount": {
            "en": "For each period this rule pays the amount of the row that applies.",
            "ru": "За каждый период платится сумма той строки, которая применяется.",
        },
        "chosen.metric": {
            "en": "The row that applies is the last row that starts at or below {by:ref}.",
            "ru": "Применяется последняя строка, начало которой не больше показателя «{by:ref}».",
        },
        "chosen.tier": {
            "en": "The row that applies is chosen by the tier on the ladder {ladder:ref}; "
            "a row also holds for higher tiers, up to the next row.",
            "ru": "Строку выбирает статус на лестнице «{ladder:ref}»; строка действует и для более высоких статусов, "
            "вплоть до следующей строки.",
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
        "applies.whole": {
            "en": "The rate of the row that applies is multiplied by the whole of {base:ref}.",
            "ru": "Ставка применяемой строки умножается на весь показатель «{base:ref}».",
        },
        "below": {
            "en": "Below the first row nothing is paid.",
            "ru": "Ниже первой строки ничего не платится.",
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
        "below_zero.applied": {
            "en": "When {base:ref} is below zero, the rate of the row that applies is multiplied by it "
            "and the line is negative.",
            "ru": "Если «{base:ref}» меньше нуля, он умножается на ставку применяемой строки, "
            "и строка получается отрицательной.",
        },
        "cap": {
            "en": "For a period it pays at most {cap:money}.",
            "ru": "За период платится не больше {cap:money}.",
        },
    }
)


def _one_of(said: dict[str, Said], start: str, thing: str) -> Said:
    found = [one for key, one in said.items() if key.partition(".")[0] == start]
    if len(found) != 1:
        raise NotUnderstood(f"{thing} says {len(found)} things about {start}")
    return found[0]


def read(section: Section, earns: Condition | None, ladders: dict[str, str]) -> tuple[Commission, str]:
    """The terms that a section states, and the currency of its amounts ("" where it has none)."""
    said = section.said(VOCABULARY)
    thing = section.thing
    tables = [table for table in section.tables if "bracket" in _kind(section, table.headings)]
    if len(tables) != 1:
        raise NotUnderstood(f"{thing} has {len(tables)} tables of brackets")
    rows, units, starts = section.brackets(tables[0])
    if not rows or "below" not in said:
        raise NotUnderstood(f"{thing} has no rows, or does not say what is paid below the first")
    pays, zero = _one_of(said, "pays", thing), _one_of(said, "below_zero", thing)
    base = zero.target("base")
    rates = pays.key == "pays.share"
    applies = _one_of(said, "applies", thing) if rates else None
    chosen = next((one for key, one in said.items() if key.startswith("chosen.")), None)
    by, mode = base, ""
    if starts == "tier":
        mode = "tier"
        if (
            chosen is None
            or chosen.key != "chosen.tier"
            or (applies is not None and applies.key != "applies.whole")
        ):
            raise NotUnderstood(f"{thing} does not say how the tier chooses a row")
        ladder = chosen.target("ladder").removeprefix("ladder/")
        if any(ladders.get(row.tier or "") != ladder for row in rows):
            raise NotUnderstood(f"{thing} has a row by a tier that is not on the ladder {ladder}")
    elif applies is not None and applies.key == "applies.slice" and chosen is None:
        mode = "slice"
    elif applies is not None and applies.key == "applies.shared" and chosen is None:
        mode, by = "slice", applies.target("by")
    elif (
        chosen is not None
        and chosen.key == "chosen.metric"
        and (applies is None or applies.key == "applies.whole")
    ):
        mode, by = "whole", chosen.target("by")
    else:
        raise NotUnderstood(f"{thing} does not say how a row is chosen and applied")
    if (zero.key == "below_zero.applied") != (starts == "tier" and zero.key != "below_zero.zero"):
        raise NotUnderstood(f"{thing} does not say by which row a negative base is taken back")
    named = {pays.target("base")} if rates else set[str]()
    named |= {applies.target("base")} if applies is not None else set()
    if named - {base} or any((row.rate is None) == rates for row in rows):
        raise NotUnderstood(f"{thing} speaks of several bases, or pays otherwise than its table")
    if starts != "tier":
        _rising([row.at_least or Fraction(0) for row in rows], thing)
    cap = said.get("cap")
    currency = cap.unit("cap") if cap is not None else ""
    terms = Commission(
        base.removeprefix("metric/"),
        by.removeprefix("metric/"),
        mode,
        tuple(rows),
        earns,
        cap.number("cap") if cap is not None else None,
        zero.key.removeprefix("below_zero."),
        tuple(units),
    )
    return terms, currency


def _kind(section: Section, headings: tuple[str, ...]) -> str:
    words = {heading.lower() for heading in headings}
    return "bracket" if words & {"rate", "amount", "ставка", "сумма"} else ""


def _rising(starts: list[Fraction], thing: str) -> None:
    if any(low >= high for low, high in pairwise(starts)):
        raise NotUnderstood(f"the rows of {thing} do not rise")


def line(terms: Commission, standing: Standing, edition: Edition, policy: Policy) -> Line | None:
    """The line that is due, or None where the condition fails or the value lies below the first row."""
    if terms.earns is not None and not holds(terms.earns, standing, edition):
        return None
    base, chosen = standing.metrics[terms.base], standing.metrics[terms.chosen_by]
    parts = workings(terms, base, chosen, standing, edition)
    if not parts:
        return None
    total = sum((part.amount for part in parts), Fraction(0))
    capped = terms.cap is not None and total > terms.cap
    due = terms.cap if capped and terms.cap is not None else total
    return Line(rounded(due, policy), total, capped, tuple(parts), base)


def workings(
    terms: Commission, base: Fraction, chosen: Fraction, standing: Standing, edition: Edition
) -> list[Part]:
    """The parts of a line, row by row; none where nothing is due."""
    if base < 0 and terms.below_zero == "applied":
        return _by_tier(terms, base, standing, edition)
    if base < 0:
        # Said of the base alone, whatever chooses the row.
        return [_one(0, terms, base)] if terms.below_zero == "negative" else []
    if terms.mode == "tier":
        return _by_tier(terms, base, standing, edition)
    if terms.mode == "whole":
        return _whole(terms, base, chosen)
    if terms.mode == "slice":
        return _sliced(terms, base, chosen)
    raise ValueError(f"the mode {terms.mode!r} is not known")


def _one(index: int, terms: Commission, base: Fraction) -> Part:
    row = terms.rows[index]
    if row.rate is not None:
        return Part(index + 1, base, row.rate, base * row.rate / 100)
    assert row.amount is not None
    return Part(index + 1, None, None, row.amount)


def _by_tier(terms: Commission, base: Fraction, standing: Standing, edition: Edition) -> list[Part]:
    first = terms.rows[0].tier
    assert first is not None
    ladder = ladder_of(first, edition)
    order = [tier.id for tier in ladder.tiers]
    held = order.index(standing.tiers[ladder.id])
    fitting = [
        at for at, row in enumerate(terms.rows) if row.tier is not None and order.index(row.tier) <= held
    ]
    return [_one(fitting[-1], terms, base)] if fitting else []


def _whole(terms: Commission, base: Fraction, chosen: Fraction) -> list[Part]:
    fitting = [at for at, row in enumerate(terms.rows) if row.at_least is not None and row.at_least <= chosen]
    return [_one(fitting[-1], terms, base)] if fitting else []


def _sliced(terms: Commission, base: Fraction, chosen: Fraction) -> list[Part]:
    parts: list[Part] = []
    for at, row in enumerate(terms.rows):
        start = row.at_least
        assert start is not None
        assert row.rate is not None
        if chosen <= start:
            break
        following = terms.rows[at + 1].at_least if at + 1 < len(terms.rows) else None
        stretch = (chosen if following is None else min(chosen, following)) - start
        # Where another metric chooses the rows, the base is shared out as that metric falls into them.
        portion = (
            stretch if terms.base == terms.chosen_by else (base * stretch / chosen if chosen else Fraction(0))
        )
        parts.append(Part(at + 1, portion, row.rate, portion * row.rate / 100))
    return parts
