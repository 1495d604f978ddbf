"""Due: in which shares a line is paid, how long each is on hold, and on what condition it is released."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Protocol

from pydantic import Field, model_validator

from generator.source import Fault, Frozen
from generator.terms.calendar import good_through
from generator.terms.condition import AnyCondition, condition_sentence
from generator.terms.numerals import plain
from generator.terms.quantity import PERCENT, Duration, Quantity, Rate
from generator.terms.saying import SayingsBuilder, Sentence, Slot
from generator.terms.text import Text
from generator.terms.titles import Titles

WHOLE = Fraction(100)
"""What the shares of a line come to, in percent."""


class Due(Frozen):
    """One share of each line: due at once, or `after` a time on hold and, where there is a condition, if it holds."""

    share: Rate
    after: Duration | None = None
    condition: AnyCondition | None = Field(default=None, alias="if")

    @model_validator(mode="after")
    def _held_to_be_judged(self) -> Due:
        if self.condition is not None and self.after is None:
            raise Fault(
                "due-unclear",
                "A share that is due at once cannot wait for a condition.",
                at=("if",),
                on_key=True,
                consequence="It would be paid before anybody knows whether the condition holds.",
                cure="Say how long it is on hold: `after: 90 days`; "
                "or, where the whole line depends on it, write `earns:` instead.",
            )
        return self


def check_due(due: Sequence[Due], hold: Quantity | None) -> None:
    """Raise Fault unless the shares are a whole, and said in one way only."""
    if due and hold is not None:
        raise Fault(
            "due-unclear",
            "`hold` and `due` both say when lines of this version are due.",
            at=("hold",),
            other=("due",),
            other_label="the shares are here",
            on_key=True,
            consequence="Nobody could say which of the two counts.",
            cure="Keep one: `hold: 30 days` is the short form of `due: [{share: 100 %, after: 30 days}]`.",
        )
    for number, one in enumerate(due):
        if one.share.value <= 0:
            raise Fault(
                "due-not-whole",
                "A share of a line is more than nothing.",
                at=("due", number, "share"),
                consequence="A share of nothing is never due, and one below it takes back what another pays.",
                cure="Leave the share out, or write how much it is.",
            )
    total = sum((one.share.value for one in due), Fraction(0))
    if due and total != WHOLE:
        raise Fault(
            "due-not-whole",
            f"The shares of a line come to {plain(total, 'en')} %, and a line is 100 %.",
            at=("due",),
            on_key=True,
            consequence="The rest would never be due."
            if total < WHOLE
            else "More would be due than was earned.",
            cure="Correct the shares so that they come to 100 %.",
        )


def shares_of(due: Sequence[Due], hold: Quantity | None) -> tuple[Due, ...]:
    """The shares of a line; none where all of it is due at once."""
    if hold is not None:
        return (Due.model_construct(share=Quantity(WHOLE, PERCENT), after=hold, condition=None),)
    return tuple(due)


def due_day(last: date, after: Quantity) -> date:
    """The day on which a share is due whose line ends with the day `last`."""
    return good_through(last + timedelta(days=1), after) + timedelta(days=1)


class Dueing(Protocol):
    """The part of a clause version that is said here."""

    @property
    def per(self) -> str:
        """For what a line is made."""
        ...

    @property
    def shares(self) -> tuple[Due, ...]:
        """The shares of a line."""
        ...


_AT_ONCE = Text.of(en="{share} of each line is due at once.", ru="{share} каждой строки причитается сразу.")
_AFTER = Text.of(
    en="{share} of each line is on hold for {after} and is due on the next day.",
    ru="{share} каждой строки придерживается, срок — {after}; причитается на следующий день после него.",
)
_IF = Text.of(
    en="{share} of each line is on hold for {after} and is due on the next day, if this holds; "
    "else it is forfeited:",
    ru="{share} каждой строки придерживается, срок — {after}; причитается на следующий день после него, "
    "если выполнено условие, иначе пропадает:",
)
_OF_WINDOW = {
    "day": ("day", "дня", "которому"),
    "week": ("week", "недели", "которой"),
    "period": ("period", "периода", "которому"),
    "quarter": ("quarter", "квартала", "которому"),
    "half_year": ("half-year", "полугодия", "которому"),
    "year": ("year", "года", "которому"),
}
_OF_ROW = {
    "sale": ("sale", "продажи"),
    "sale_line": ("sale line", "строки продажи"),
    "event": ("event", "события"),
}
_PAID = Text.of(
    en="A share is released with the period in which the day lies on which it is due, but not before the period with "
    "which its line is paid. Each share but the last is rounded as a line is; the last takes what is left.",
    ru="Доля переходит в остаток с тем периодом, в который попадает день, когда она причитается, но не раньше "
    "периода, с которым выплачивается сама строка. Каждая доля, кроме последней, округляется как строка; "
    "последней достаётся остальное.",
)
_JUDGED = Text.of(
    en="The condition is judged at the end of that period, by its figures; who does not belong to the programme in it "
    "does not meet the condition. What is forfeited stays with the house.",
    ru="Условие проверяется на конец этого периода по его показателям; кто в нём не состоит в программе, условию "
    "не отвечает. Пропавшее остаётся у компании.",
)


def say_due(builder: SayingsBuilder, version: Dueing, titles: Titles) -> None:
    """Add `due.N` for each share, `due_from`, `due_paid` and, where a share has a condition, `due_if`."""
    shares = version.shares
    if not shares:
        return
    for number, one in enumerate(shares, 1):
        _say_share(builder, f"due.{number}", one, titles)
    if version.per in _OF_ROW:
        en, ru = _OF_ROW[version.per]
        phrase = Text.of(
            en=f"The time on hold is counted from the day after the date of the {en}.",
            ru=f"Срок отсчитывается от дня, следующего за датой {ru}.",
        )
    else:
        en, ru, which = _OF_WINDOW[version.per]
        phrase = Text.of(
            en=f"The time on hold is counted from the first day after the {en} to which the line belongs.",
            ru=f"Срок отсчитывается от первого дня после {ru}, к {which} относится строка.",
        )
    builder.say("due_from", phrase)
    builder.say("due_paid", _PAID)
    if any(one.condition is not None for one in shares):
        builder.say("due_if", _JUDGED)


def _say_share(builder: SayingsBuilder, name: str, one: Due, titles: Titles) -> None:
    slots: dict[str, Slot] = {"share": builder.fact(f"{name}.share", PERCENT, one.share.value)}
    if one.after is None:
        builder.say(name, _AT_ONCE, **slots)
        return
    slots["after"] = builder.fact(f"{name}.after", one.after.unit, one.after.value)
    if one.condition is None:
        builder.say(name, _AFTER, **slots)
        return
    inner = condition_sentence(builder, f"{name}.if", one.condition, titles)
    builder.add(name, Sentence(f"{builder.prefix}/{name}", _IF, slots, (inner,)))


DUE_SENTENCES = ("due_from", "due_paid", "due_if")
"""The names that `say_due` may add after those of the shares, in the order of the page."""
