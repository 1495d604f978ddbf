"""The points account: how long batches last, in which order they are spent, and what cancels them."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from pydantic import model_validator

from generator.source import Fault, Frozen
from generator.terms.calendar import Period, good_through
from generator.terms.condition import AnyCondition
from generator.terms.numerals import MINOR_DIGITS
from generator.terms.quantity import COUNT, POINTS, Amount, Duration
from generator.terms.rounding import Rounding
from generator.terms.saying import Sayings, SayingsBuilder
from generator.terms.scope_words import say_condition
from generator.terms.text import Text, Wording
from generator.terms.titles import Titles
from generator.terms.version import Version, check_versions, say_dates


class Inactive(Frozen):
    """What becomes of batches at the end of a period in which `when` holds."""

    when: AnyCondition
    cancels: Literal["newest_batch", "all"]


class PointsVersion(Version):
    """One dated set of rules of the account; `at_most` is what is credited for a period."""

    rounding: Rounding = Rounding(mode="down", digits=0)
    at_most: Amount | None = None
    spends: Literal["oldest_first", "newest_first"] = "oldest_first"
    expires: Duration | None = None
    inactive: Inactive | None = None
    on_leaving: Literal["cancelled", "kept"] = "cancelled"

    @model_validator(mode="after")
    def _sound(self) -> PointsVersion:
        if self.ends is not None:
            raise Fault(
                "points-account-ends",
                "The points account has no last day.",
                at=("ends",),
                consequence="From the next day on nobody could say what becomes of the points that partners have.",
                cure="Leave `ends` out. To wind the account up, end the rules that pay points, and add a version "
                "with `expires`.",
            )
        most = self.at_most
        if most is not None and most.unit not in ("", POINTS):
            raise Fault(
                "wrong-unit",
                f"This limit is in `{most.unit}`, and what it bounds is in points.",
                at=("at_most",),
                consequence="Two units cannot be compared.",
                cure="Write it as `150 points`, or without a unit.",
            )
        if most is not None and (most.value <= 0 or (most.value * 10**MINOR_DIGITS).denominator != 1):
            raise Fault(
                "figure-negative",
                f"The most that is credited is above zero, with at most {MINOR_DIGITS} decimals.",
                at=("at_most",),
                consequence="Partners would be promised points of which none is ever credited.",
                cure="Correct the figure; without a limit leave `at_most` out.",
            )
        return self

    @property
    def most_minor(self) -> int | None:
        """The most that is credited for a period, in hundredths; None where there is no limit."""
        return None if self.at_most is None else int(self.at_most.value * 10**MINOR_DIGITS)

    def through(self, earned_in: Period) -> date | None:
        """The last day of a batch that was earned in a period; None where it lasts for ever."""
        if self.expires is None:
            return None
        return good_through(earned_in.last + timedelta(days=1), self.expires)


class Points(Frozen):
    """The account with its dated versions."""

    title: Wording
    versions: tuple[PointsVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Points:
        check_versions(self.versions)
        return self


_BATCH = Text.of(
    en="What a partner earns in points in a period makes a batch, which can be spent from the first day after the "
    "period.",
    ru="Баллы, начисленные партнёру за период, составляют партию; тратить её можно с первого дня после этого периода.",
)
_PICKED = Text.of(
    en="A period goes by the version in force on its first day; how long a batch lasts is decided by the version in "
    "force on the first day of the period in which it was earned.",
    ru="Период считается по редакции, действующей в его первый день; срок партии определяет редакция, действующая "
    "в первый день периода, за который она начислена.",
)
_ROUNDING = {
    "half_up": Text.of(
        en="Each line in points is rounded to the nearest value with {digits} decimals, a tie away from zero.",
        ru="Каждая строка в баллах округляется до ближайшего значения, знаков после запятой — {digits}; "
        "при равном расстоянии — от нуля.",
    ),
    "half_even": Text.of(
        en="Each line in points is rounded to the nearest value with {digits} decimals, a tie to the even digit.",
        ru="Каждая строка в баллах округляется до ближайшего значения, знаков после запятой — {digits}; "
        "при равном расстоянии — до чётной цифры.",
    ),
    "down": Text.of(
        en="Each line in points is cut to {digits} decimals towards zero.",
        ru="В каждой строке в баллах лишние знаки отбрасываются, знаков после запятой — {digits}.",
    ),
}
_AT_MOST = Text.of(
    en="The most that is credited for a period is {at_most}; what is earned above it is not credited.",
    ru="Предел зачисления за период — {at_most}; начисленное сверх него не зачисляется.",
)
_NO_LIMIT = Text.of(en="All that is earned is credited.", ru="Всё начисленное зачисляется.")
_SPENDS = {
    "oldest_first": Text.of(
        en="Points are spent from the oldest batches first.",
        ru="Баллы списываются сначала с самых старых партий.",
    ),
    "newest_first": Text.of(
        en="Points are spent from the newest batches first.",
        ru="Баллы списываются сначала с самых новых партий.",
    ),
}
_EXPIRES = Text.of(
    en="A batch is good for {expires}, counted from the first day after the period in which it was earned; on the last "
    "of these days it can still be spent, and what is left of it expires at the end of that day.",
    ru="Срок действия партии — {expires}, считая с первого дня после периода, за который она начислена; в последний "
    "из этих дней её ещё можно тратить, а в конце этого дня остаток сгорает.",
)
_LASTS = Text.of(en="A batch does not expire with age.", ru="Со временем партия не сгорает.")
_INACTIVE = {
    "newest_batch": Text.of(
        en="At the end of a period the newest batch that a partner still has is cancelled, if this holds:",
        ru="В конце периода у партнёра аннулируется самая новая из оставшихся партий, если выполнено условие:",
    ),
    "all": Text.of(
        en="At the end of a period all batches that a partner still has are cancelled, if this holds:",
        ru="В конце периода у партнёра аннулируются все оставшиеся партии, если выполнено условие:",
    ),
}
_INACTIVE_WHEN = Text.of(
    en="The condition is judged by the figures of that period; the batch of the period itself is added afterwards and "
    "is not touched. Who does not belong to the programme in the period loses nothing by it.",
    ru="Условие проверяется по показателям этого периода; партия самого периода добавляется после этого и не "
    "затрагивается. У того, кто в этом периоде не состоит в программе, по этому условию ничего не аннулируется.",
)
_CHANGES = Text.of(
    en="What changes in a closed period counts as far as it changes what that period credits, and enters the batch of "
    "the open period.",
    ru="Изменение в закрытом периоде учитывается в той мере, в какой оно меняет зачисленное за тот период, и входит "
    "в партию открытого периода.",
)
_NEGATIVE = Text.of(
    en="If a batch comes to less than zero, the difference is taken from the newest batches first; what is lacking is "
    "carried as a balance below zero, which later batches make up first.",
    ru="Если партия выходит отрицательной, недостающее снимается сначала с самых новых партий; чего не хватило, "
    "переносится как остаток ниже нуля, и следующие партии прежде всего погашают его.",
)
_LEAVING = {
    "cancelled": Text.of(
        en="When a partner leaves, all that is left at the end of that period is cancelled, the batch of the period "
        "itself included; so is what is credited later.",
        ru="Когда партнёр уходит, всё, что осталось на конец этого периода, аннулируется вместе с партией самого "
        "периода; так же аннулируется и зачисленное позже.",
    ),
    "kept": Text.of(en="Who leaves keeps the points.", ru="Баллы ушедшего партнёра сохраняются."),
}
_MONEY = Text.of(
    en="Points are not money: they enter no payout.", ru="Баллы — не деньги: в выплаты они не входят."
)


def points_sayings(version: PointsVersion, titles: Titles) -> Sayings:
    """What the page of the account says."""
    builder = SayingsBuilder(f"{POINTS}/{version.address}")
    say_dates(builder, version)
    builder.say("batch", _BATCH)
    builder.say("picked", _PICKED)
    digits = builder.fact("rounding.digits", COUNT, Fraction(version.rounding.digits))
    builder.say("rounding", _ROUNDING[version.rounding.mode], digits=digits)
    if version.at_most is None:
        builder.say("at_most", _NO_LIMIT)
    else:
        builder.say("at_most", _AT_MOST, at_most=builder.fact("at_most", POINTS, version.at_most.value))
    builder.say("spends", _SPENDS[version.spends])
    if version.expires is None:
        builder.say("expires", _LASTS)
    else:
        lasts = builder.fact("expires", version.expires.unit, version.expires.value)
        builder.say("expires", _EXPIRES, expires=lasts)
    if version.inactive is not None:
        say_condition(builder, "inactive", _INACTIVE[version.inactive.cancels], version.inactive.when, titles)
        builder.say("inactive_when", _INACTIVE_WHEN)
    builder.say("changes", _CHANGES)
    builder.say("negative", _NEGATIVE)
    builder.say("on_leaving", _LEAVING[version.on_leaving])
    builder.say("money", _MONEY)
    return builder.done()
