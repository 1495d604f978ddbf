"""What a deduction says: its binding sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from generator.rules.guarantee_sayings import WITH_PERIODS
from generator.rules.shortfall_sayings import lines_below_zero
from generator.terms.amount import amount_metrics, say_amount
from generator.terms.carried import say_shortfall
from generator.terms.carriers import say_carriers
from generator.terms.clause import say_clause_dates
from generator.terms.condition import condition_sentence
from generator.terms.judged import say_judged
from generator.terms.pay_sayings import say_lines_in, say_taken_in
from generator.terms.paying_windows import EACH, say_window
from generator.terms.quantity import PERCENT
from generator.terms.row_source import say_row_source
from generator.terms.saying import Sayings, SayingsBuilder, Sentence, Slot
from generator.terms.scope_words import say_condition
from generator.terms.text import Text
from generator.terms.titles import Titles

if TYPE_CHECKING:
    from generator.rules.deduction import DeductionVersion

_SHARE = (
    "this rule takes a share of what the partner receives by",
    "удерживается доля от того, что партнёр получает",
)
_PER_LINE = (
    "this rule takes {amount} for each line that the partner receives by",
    "удерживается {amount} за каждую строку, которую партнёр получает",
)
_KINDS = ("all other rules of the kinds {rules}", " по всем остальным правилам видов {rules}")
_WHERE = Text.of(
    en="Only lines of partners for whom this holds are counted:",
    ru="Учитываются только строки партнёров, для которых выполнено условие:",
)
_SHARE_OF_LINES = Text.of(
    en="The share is {rate} of the sum of those lines, as they were rounded.",
    ru="Доля — {rate}; она берётся от суммы этих строк после округления.",
)
_LINES_OF: Mapping[str, Text] = {
    per: Text.of(
        en=f"Those are the lines paid {en}.", ru=f"Это строки, выплачиваемые {ru.removesuffix(',')}."
    )
    for per, (en, ru) in WITH_PERIODS.items()
}
_LINES_COUNTED = Text.of(en="Lines above zero are counted.", ru="Считаются строки больше нуля.")
_AFTER_LEAVING = Text.of(
    en="Lines that are paid after leaving are counted, too.",
    ru="Строки, выплачиваемые после ухода, тоже учитываются.",
)
_SHARE_OF_BASE = Text.of(en="The share is {rate} of {base}.", ru="Доля — {rate} от показателя «{base}».")
_OF_EACH_UNIT = Text.of(en="The amount is {amount}.", ru="Сумма — {amount}.")
_BELOW_ZERO: Mapping[tuple[str, str], Text] = {
    ("lines", "zero"): Text.of(
        en="When those lines come to less than zero, nothing is taken and nothing is paid.",
        ru="Если сумма этих строк меньше нуля, ничего не удерживается и ничего не платится.",
    ),
    ("lines", "negative"): Text.of(
        en="When those lines come to less than zero, the share of them is paid back: the line is above zero.",
        ru="Если сумма этих строк меньше нуля, доля от неё возвращается: строка получается положительной.",
    ),
    ("amount", "zero"): Text.of(
        en="When that amount is below zero, nothing is taken and nothing is paid.",
        ru="Если эта сумма меньше нуля, ничего не удерживается и ничего не платится.",
    ),
    ("amount", "negative"): Text.of(
        en="When that amount is below zero, it is paid back: the line is above zero.",
        ru="Если эта сумма меньше нуля, она возвращается: строка получается положительной.",
    ),
    ("base", "zero"): Text.of(
        en="When {base} is below zero, nothing is taken and nothing is paid.",
        ru="Если «{base}» меньше нуля, ничего не удерживается и ничего не платится.",
    ),
    ("base", "negative"): Text.of(
        en="When {base} is below zero, the line is above zero: that much is paid back.",
        ru="Если «{base}» меньше нуля, строка получается положительной: столько возвращается.",
    ),
}
_SIGN = Text.of(
    en="What is taken stands on the statement as a line below zero.",
    ru="Удержанное стоит в выписке строкой со знаком минус.",
)
_TAKEN = Text.of(en="It is taken when this holds:", ru="Удерживается, если выполнено условие:")
_FROM_EVERYONE = Text.of(en="It is taken from every partner.", ru="Удерживается с каждого партнёра.")


def say_deduction(clause: str, version: DeductionVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    builder = SayingsBuilder(f"{clause}/{version.address}")
    say_clause_dates(builder, version)
    kind = "rate" if version.rate is not None else "amount"
    unit = PERCENT if kind == "rate" else titles.pay_unit
    slots: dict[str, Slot] = {kind: say_amount(builder, kind, version.figure, unit, titles)}
    if version.base is not None:
        slots["base"] = titles.ref(version.base_thing)
    if version.of_lines is not None:
        _say_lines(builder, version, slots, titles)
    else:
        _say_windows_or_rows(builder, version, slots)
    say_taken_in(builder, version)
    _say_below_zero(builder, version, slots)
    say_carriers(builder, version, titles, has_table=False, takes=True)
    builder.say("sign", _SIGN)
    if version.earns is None:
        builder.say("earns", _FROM_EVERYONE)
    else:
        inner = condition_sentence(builder, "earns.1", version.earns, titles)
        builder.add("earns", Sentence(f"{builder.prefix}/earns", _TAKEN, {}, (inner,)))
    return builder.done()


def _say_lines(
    builder: SayingsBuilder, version: DeductionVersion, slots: dict[str, Slot], titles: Titles
) -> None:
    source = version.of_lines
    assert source is not None
    listing = source.listing(titles)
    named = bool(source.lines.clauses)
    phrase = _SHARE if version.rate is not None else _PER_LINE
    en, ru = EACH[version.per]
    rules = ("{rules}", " по правилам: {rules}") if named else _KINDS
    whole = Text.of(en=f"{en} {phrase[0]} {rules[0]}.", ru=f"{ru} {phrase[1]}{rules[1]}.")
    builder.say("pays", whole, rules=listing, **({} if version.rate is not None else slots))
    if version.per != "period":
        say_window(builder, version.per)
        builder.say("lines_of", _LINES_OF[version.per])
    say_lines_in(builder, version)
    if source.lines.where is not None:
        say_condition(builder, "whose", _WHERE, source.lines.where, titles)
    if version.rate is not None:
        builder.say("applies", _SHARE_OF_LINES, rate=slots["rate"])
    else:
        builder.say("applies", _LINES_COUNTED)
    builder.say("after_leaving", _AFTER_LEAVING)


def _say_windows_or_rows(builder: SayingsBuilder, version: DeductionVersion, slots: dict[str, Slot]) -> None:
    en, ru = EACH[version.per]
    its = "его" if version.per == "event" else "её"
    if version.of_rows is None:
        ends = "this rule takes {amount} from a partner.", "с партнёра удерживается {amount}."
    elif version.rate is not None:
        ends = (
            "this rule takes a share of {base} from its partner.",
            f"с {its} партнёра удерживается доля от показателя «{{base}}».",
        )
    elif version.base is not None:
        ends = (
            "this rule takes an amount for each unit of {base} from its partner.",
            f"с {its} партнёра удерживается сумма за каждую единицу показателя «{{base}}».",
        )
    else:
        ends = "this rule takes {amount} from its partner.", f"с {its} партнёра удерживается {{amount}}."
    used = {name: slot for name, slot in slots.items() if f"{{{name}}}" in ends[0]}
    builder.say("pays", Text.of(en=f"{en} {ends[0]}", ru=f"{ru} {ends[1]}"), **used)
    say_window(builder, version.per)
    if version.of_rows is not None:
        say_row_source(builder, version.of_rows)
        say_judged(builder, version)
        if version.rate is not None:
            builder.say("applies", _SHARE_OF_BASE, rate=slots["rate"], base=slots["base"])
        elif version.base is not None:
            builder.say("applies", _OF_EACH_UNIT, amount=slots["amount"])


def _say_below_zero(builder: SayingsBuilder, version: DeductionVersion, slots: dict[str, Slot]) -> None:
    what = version.below_zero or "zero"
    if version.base is not None:
        builder.say("below_zero", _BELOW_ZERO["base", what], base=slots["base"])
    elif version.of_lines is not None and version.rate is not None:
        builder.say(
            "below_zero", lines_below_zero(version.per) if what == "carry" else _BELOW_ZERO["lines", what]
        )
        if what == "carry":
            say_shortfall(builder, version.carries)
    elif any(amount_metrics(version.figure)):
        builder.say("below_zero", _BELOW_ZERO["amount", what])
