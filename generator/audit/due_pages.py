"""Reads in which shares each line of a rule is due: at once, after a time on hold, or only if a condition holds."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Vocabulary
from generator.audit.terms import Due

Wordings = dict[str, dict[str, str]]

SPAN = "days|weeks|months|years"

# What a time on hold is counted from: the end of a window, or the date of a row; in Russian the genitive.
_ENDS = {
    "day": ("day", "дня, к которому"),
    "week": ("week", "недели, к которой"),
    "period": ("period", "периода, к которому"),
    "quarter": ("quarter", "квартала, к которому"),
    "half_year": ("half-year", "полугодия, к которому"),
    "year": ("year", "года, к которому"),
}
_ROWS = {
    "sale": ("sale", "продажи"),
    "sale_line": ("sale line", "строки продажи"),
    "event": ("event", "события"),
}

_SHARES: Wordings = {
    "due.now": {
        "en": "{share:percent} of each line is due at once.",
        "ru": "{share:percent} каждой строки причитается сразу.",
    },
    "due.later": {
        "en": f"{{share:percent}} of each line is on hold for {{after:{SPAN}}} and is due on the next day.",
        "ru": f"{{share:percent}} каждой строки придерживается, срок — {{after:{SPAN}}}; причитается на следующий "
        "день после него.",
    },
    "due.if": {
        "en": f"{{share:percent}} of each line is on hold for {{after:{SPAN}}} and is due on the next day, if this "
        "holds; else it is forfeited:",
        "ru": f"{{share:percent}} каждой строки придерживается, срок — {{after:{SPAN}}}; причитается на следующий "
        "день после него, если выполнено условие, иначе пропадает:",
    },
}
_RULES: Wordings = {
    **{
        f"due_from.{per}": {
            "en": f"The time on hold is counted from the first day after the {en} to which the line belongs.",
            "ru": f"Срок отсчитывается от первого дня после {ru} относится строка.",
        }
        for per, (en, ru) in _ENDS.items()
    },
    **{
        f"due_from.{per}": {
            "en": f"The time on hold is counted from the day after the date of the {en}.",
            "ru": f"Срок отсчитывается от дня, следующего за датой {ru}.",
        }
        for per, (en, ru) in _ROWS.items()
    },
    "due_paid": {
        "en": "A share is released with the period in which the day lies on which it is due, but not before the period "
        "with which its line is paid. Each share but the last is rounded as a line is; the last takes what is left.",
        "ru": "Доля переходит в остаток с тем периодом, в который попадает день, когда она причитается, но не раньше "
        "периода, с которым выплачивается сама строка. Каждая доля, кроме последней, округляется как строка; последней "
        "достаётся остальное.",
    },
    "due_if": {
        "en": "The condition is judged at the end of that period, by its figures; who does not belong to the programme "
        "in it does not meet the condition. What is forfeited stays with the house.",
        "ru": "Условие проверяется на конец этого периода по его показателям; кто в нём не состоит в программе, "
        "условию не отвечает. Пропавшее остаётся у компании.",
    },
}

SHARES, RULES = Vocabulary(_SHARES), Vocabulary(_RULES)


def read_due(section: Section, per: str, ladders: dict[str, str]) -> tuple[Due, ...]:
    """The shares in which lines are due, in their order; none where each line is due at once."""
    found = list(_shares(section, ladders))
    rules = section.said(RULES)
    if not found and not rules:
        return ()
    if sum(one.share for one in found) != 1:
        raise NotUnderstood(f"{section.thing} does not say of the whole of a line when it is due")
    wanted = {"due_paid", *(["due_if"] if any(one.condition for one in found) else [])}
    if any(one.after is not None for one in found):
        wanted.add(f"due_from.{per}")
    else:
        rules.pop(f"due_from.{per}", None)  # where nothing is on hold it speaks of nothing
    if set(rules) != wanted:
        raise NotUnderstood(f"{section.thing} says {sorted(rules)} of its shares, not {sorted(wanted)}")
    return tuple(found)


def _shares(section: Section, ladders: dict[str, str]) -> Iterator[Due]:
    for number, (at, said) in enumerate(section.say(SHARES), start=1):
        name = f"{section.thing}/{section.version}/due.{number}"
        if {piece.target for piece in said.shape.slots} != {f"{name}.{what}" for what in said.parts}:
            raise NotUnderstood(f"{name} shows figures of another share")
        share = said.number("share") / 100
        if share <= 0:
            raise NotUnderstood(f"{name} is no share of a line")
        if said.key == "due.now":
            yield Due(share)
            continue
        after = said.number("after")
        if after.denominator != 1 or after < 0:
            raise NotUnderstood(f"{name} is on hold for {after} {said.unit('after')}")
        condition = section.condition(at, ladders) if said.key == "due.if" else None
        yield Due(share, int(after), said.unit("after"), condition)


def due_words(section: Section) -> dict[str, str]:
    """How the section says the condition of each share that has one, by the name of the share."""
    found: dict[str, str] = {}
    for number, (at, said) in enumerate(section.say(SHARES), start=1):
        if said.key == "due.if":
            texts: list[str] = []
            for sentence in section.sentences[at + 1 :]:
                if sentence.context.depth == 0:
                    break
                texts.append(sentence.text)
            found[words_of(section.thing, section.version, number)] = joined(texts)
    return found


def words_of(clause: str, version: str, number: int) -> str:
    """The name under which an edition keeps the words of a share's condition among its titles."""
    return f"due/{clause}/{version}/{number}"


def joined(texts: list[str]) -> str:
    """Sentences of a condition in one line: a space after a colon, else a semicolon."""
    found = ""
    for text in texts:
        found += text if not found else f" {text}" if found.endswith(":") else f"; {text}"
    return found
