"""The policy: periods, rounding, who receives a statement and when money is paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from generator.source import Fault, Frozen, did_you_mean
from generator.terms.agreed import IndividualTerm, Segment
from generator.terms.ceiling import Ceiling
from generator.terms.channels import Channels
from generator.terms.closing import Closing, say_closing
from generator.terms.currencies import Currencies, say_currencies
from generator.terms.cycle import AnyCycle, say_cycle
from generator.terms.points import Points
from generator.terms.quantity import COUNT, Amount, Day, Duration, Slug
from generator.terms.records_said import say_records
from generator.terms.rounding import Rounding
from generator.terms.saying import Code, Sayings, SayingsBuilder
from generator.terms.text import Text, Wording
from generator.terms.titles import Titles
from generator.terms.unit import Unit, UnitKey, check_units
from generator.terms.version import Version, check_versions, say_dates


class Payout(Frozen):
    """When what was earned is paid, counted from the period's end, and from what sum on."""

    within: Duration
    minimum: Amount | None = None

    @model_validator(mode="after")
    def _coins(self) -> Payout:
        least = self.minimum
        if least is not None and (least.value < 0 or (least.value * 100).denominator != 1):
            raise Fault(
                "minimum-unclear",
                "The least payout is a sum of money that can be paid.",
                at=("minimum",),
                consequence="Nobody could say from what balance on money is sent.",
                cure="Write a sum with at most two decimals: `minimum: 1 000`.",
            )
        return self

    @property
    def minimum_minor(self) -> int:
        """The least payout in minor units; 0 where everything is paid."""
        return 0 if self.minimum is None else int(self.minimum.value * 100)


class PolicyVersion(Version):
    """One dated policy."""

    period: AnyCycle
    rounding: Rounding
    statements: Literal["everyone", "with_activity"]
    payout: Payout
    closing: Closing = Field(default_factory=Closing)
    currencies: Currencies = Field(default_factory=Currencies)


class Policy(Frozen):
    """The policy with its dated versions."""

    versions: tuple[PolicyVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Policy:
        check_versions(self.versions)
        return self


def _zone(written: object) -> str:
    try:
        if isinstance(written, str):
            return ZoneInfo(written).key
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones is no zone
        pass
    near = did_you_mean(str(written), sorted(available_timezones()))
    raise Fault(
        "unknown-time-zone",
        f"`{written}` is not a time zone." if isinstance(written, str) else "This must be a time zone.",
        consequence="The last hour of a month would belong to nobody knows which month.",
        cure=f"Did you mean `{near}`?" if near else "Write it as a continent and a city: `Europe/Moscow`.",
    )


def _currency(written: object) -> str:
    if isinstance(written, str) and len(written) == 3 and written.isascii() and written.isupper():
        return written
    raise Fault(
        "unknown-currency",
        f"`{written}` is not a currency." if isinstance(written, str) else "This must be a currency.",
        consequence="Partners must know in which money they are paid.",
        cure="Write the three capital letters of its code: `RUB`.",
    )


def _languages(written: object) -> tuple[str, ...]:
    if (
        isinstance(written, list)
        and written
        and all(code in ("ru", "en") for code in written)
        and all(written.count(code) == 1 for code in written)
    ):
        return tuple(written)
    raise Fault(
        "unknown-language",
        "`languages` lists `ru`, `en` or both, each once.",
        consequence="Binding sentences exist in these languages only.",
        cure="Write `languages: [ru, en]`; the first is shown at the root of the site.",
    )


Zone = Annotated[str, PlainValidator(_zone), WithJsonSchema({"type": "string"})]
Currency = Annotated[str, PlainValidator(_currency), WithJsonSchema({"type": "string"})]
Languages = Annotated[
    tuple[str, ...],
    PlainValidator(_languages),
    WithJsonSchema({"type": "array", "items": {"enum": ["ru", "en"]}}),
]


class ProgrammeFile(Frozen):
    """The file programme.yaml."""

    programme: Slug
    title: Wording
    languages: Languages
    currency: Currency
    time_zone: Zone
    starts: Day
    policy: Policy
    segments: dict[Slug, Segment] = Field(default_factory=dict)
    individual: dict[Slug, IndividualTerm] = Field(default_factory=dict)
    rating: Slug | None = None
    ceilings: dict[Slug, Ceiling] = Field(default_factory=dict)
    units: dict[UnitKey, Unit] = Field(default_factory=dict)
    points: Points | None = None
    channels: Channels | None = None

    @model_validator(mode="after")
    def _covered(self) -> ProgrammeFile:
        check_units(self.units, self.currency)
        cycle = self.policy.versions[0].period
        for number, version in enumerate(self.policy.versions):
            if version.period != cycle:
                raise Fault(
                    "period-changed",
                    "The period is another one than in the first version of the policy.",
                    at=("policy", "versions", number, "period"),
                    other=("policy", "versions", 0, "period"),
                    other_label="the programme began with this one",
                    consequence="One period would be cut short, and nobody could say what its rules pay.",
                    cure="Keep the period, or start a new programme.",
                )
        first = cycle.period_of(self.starts).first
        if self.starts != first:
            raise Fault(
                "starts-inside-period",
                "The programme starts on the first day of a period.",
                at=("starts",),
                consequence="The first period would be shorter than its rules say.",
                cure=f"Write `starts: {first}`.",
            )
        if self.policy.versions[0].starts > self.starts:
            raise Fault(
                "policy-missing",
                "No policy is in force on the programme's first day.",
                at=("policy", "versions", 0, "from"),
                other=("starts",),
                other_label="the programme starts here",
                consequence="Nobody could say how the first lines are rounded.",
                cure="Let the first version of the policy start with the programme.",
            )
        _check_no_gap(self.policy.versions)
        return self


def _check_no_gap(versions: tuple[PolicyVersion, ...]) -> None:
    """Raise Fault where a policy ends and no other starts on the next day."""
    for number, version in enumerate(versions):
        following = versions[number + 1].starts if number + 1 < len(versions) else None
        if version.ends is not None and (following is None or following > version.ends + timedelta(days=1)):
            raise Fault(
                "policy-missing",
                f"No policy is in force on {version.ends + timedelta(days=1)}.",
                at=("policy", "versions", number, "ends"),
                consequence="Nobody could say how lines are rounded and when they are paid.",
                cure="Leave `ends` out; the next version takes its place by itself.",
            )


_STARTS = Text.of(en="The programme starts on {starts}.", ru="Программа начинается {starts}.")
_ZONE = Text.of(
    en="A record belongs to the period in which its date lies in the time zone {zone}.",
    ru="Запись относится к тому периоду, в котором лежит её дата по часовому поясу {zone}.",
)
_CURRENCY = Text.of(en="Money is in {currency}.", ru="Деньги считаются в валюте {currency}.")
_ROUNDING = {
    "half_up": Text.of(
        en="Each line is rounded to the nearest value with {digits} decimals, a tie away from zero.",
        ru="Каждая строка округляется до ближайшего значения, знаков после запятой — {digits}; "
        "при равном расстоянии — от нуля.",
    ),
    "half_even": Text.of(
        en="Each line is rounded to the nearest value with {digits} decimals, a tie to the even digit.",
        ru="Каждая строка округляется до ближайшего значения, знаков после запятой — {digits}; "
        "при равном расстоянии — до чётной цифры.",
    ),
    "down": Text.of(
        en="Each line is cut to {digits} decimals towards zero.",
        ru="В каждой строке лишние знаки отбрасываются, знаков после запятой — {digits}.",
    ),
}
_SUMS = Text.of(
    en="Sums are sums of rounded lines; nothing else is rounded.",
    ru="Суммы складываются из округлённых строк; больше ничего не округляется.",
)
_ZERO = Text.of(en="A line that comes to zero is not printed.", ru="Строка с нулевой суммой не печатается.")
_STATEMENTS = {
    "everyone": Text.of(
        en="Every partner receives a statement for each period from joining to leaving.",
        ru="Каждый партнёр получает выписку за каждый период с присоединения до ухода.",
    ),
    "with_activity": Text.of(
        en="A partner receives a statement for each period in which a record of theirs is counted "
        "or a line is earned.",
        ru="Партнёр получает выписку за каждый период, в котором учтена хотя бы какая-то его запись "
        "или начислена строка.",
    ),
}
_STATEMENTS_AFTER = Text.of(
    en="After leaving, a partner also receives a statement for each period in which a line is earned.",
    ru="После ухода партнёр получает выписку и за каждый период, в котором ему начислена строка.",
)
_PAYOUT = Text.of(
    en="What is earned in a period is paid within {within}, counted from the first day after its end.",
    ru="Начисленное за период выплачивается в течение {within}, считая с первого дня после его окончания.",
)
_WHOLE = Text.of(
    en="With a period the whole balance is paid; a balance below zero is carried forward and set against what comes "
    "later.",
    ru="За период выплачивается весь остаток; остаток ниже нуля переносится и погашается из того, что придёт позже.",
)
_MINIMUM = Text.of(
    en="With a period the whole balance is paid if it comes to {minimum} or more; else it is carried forward. Who has "
    "left is paid any balance above zero.",
    ru="За период выплачивается весь остаток, если он не меньше {minimum}; иначе он переносится. Тому, кто вышел из "
    "программы, выплачивается любой остаток больше нуля.",
)
_TREE = Text.of(
    en="A partner's sponsor is the partner named in the column {column} of the table {table}.",
    ru="Спонсор партнёра — партнёр, указанный в столбце {column} таблицы {table}.",
)
_PLACED = {
    "placement": Text.of(
        en="In the placement tree a partner stands below the partner named in the column {column} "
        "of the table {table}.",
        ru="В дереве расстановки партнёр стоит под партнёром, указанным в столбце {column} таблицы {table}.",
    ),
    "position": Text.of(
        en="A partner's position in the placement tree is the one named in the column {column} of the table {table}.",
        ru="Позиция партнёра в дереве расстановки — та, что указана в столбце {column} таблицы {table}.",
    ),
}
_SEGMENT = Text.of(
    en="A partner with {value} in the column {column} of the table {table} belongs to the segment {segment}.",
    ru="Партнёр, у которого в столбце {column} таблицы {table} стоит {value}, относится к сегменту «{segment}».",
)
_INDIVIDUAL = Text.of(
    en=(
        "The individual term {term} may be agreed with a partner under the name {word}; "
        "the partner's statement shows it with its reason and its last day."
    ),
    ru=(
        "С партнёром может быть согласовано индивидуальное условие «{term}» под именем {word}; "
        "в выписке партнёра видны его причина и последний день."
    ),
)
_RATING = Text.of(
    en="The rating at the head of a statement is the figure {metric}.",
    ru="Рейтинг в начале выписки — показатель «{metric}».",
)


def policy_sayings(
    version: PolicyVersion, programme: ProgrammeFile, titles: Titles, placed: Sequence[str] = ()
) -> Sayings:
    """What the policy page says; `placed` are the columns of the placement tree that anything reads."""
    builder = SayingsBuilder(f"policy/{version.address}")
    say_dates(builder, version)
    builder.say("starts", _STARTS, starts=builder.fact("programme.starts", "date", programme.starts))
    say_cycle(builder, version.period)
    builder.say("zone", _ZONE, zone=Code(programme.time_zone))
    builder.say("currency", _CURRENCY, currency=Code(programme.currency))
    digits = builder.fact("rounding.digits", COUNT, Fraction(version.rounding.digits))
    builder.say("rounding", _ROUNDING[version.rounding.mode], digits=digits)
    builder.say("sums", _SUMS)
    builder.say("zero", _ZERO)
    builder.say("statements", _STATEMENTS[version.statements])
    if version.statements == "everyone":  # the other sentence speaks of whoever earned a line, gone or not
        builder.say("statements_after", _STATEMENTS_AFTER)
    within = builder.fact("payout.within", version.payout.within.unit, version.payout.within.value)
    builder.say("payout", _PAYOUT, within=within)
    if version.payout.minimum is None:
        builder.say("minimum", _WHOLE)
    else:
        least = builder.fact("payout.minimum", programme.currency, version.payout.minimum.value)
        builder.say("minimum", _MINIMUM, minimum=least)
    say_closing(builder, version.closing)
    say_records(builder)
    say_currencies(builder, version.currencies, programme.currency)
    builder.say("tree", _TREE, column=Code("sponsor"), table=Code("partners"))
    for one in placed:
        builder.say(f"tree.{one}", _PLACED[one], column=Code(one), table=Code("partners"))
    for name in programme.segments:
        ref, value = titles.ref(f"segment/{name}"), Code(name)
        column, table = Code("segment"), Code("partners")
        builder.say(f"segment.{name}", _SEGMENT, value=value, column=column, table=table, segment=ref)
    for name in programme.individual:
        builder.say(f"individual.{name}", _INDIVIDUAL, term=titles.ref(f"individual/{name}"), word=Code(name))
    if programme.rating is not None:
        builder.say("rating", _RATING, metric=titles.ref(f"metric/{programme.rating}"))
    return builder.done()
