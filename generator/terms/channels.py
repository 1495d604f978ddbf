"""Channels: where partners ask, complain and dispute, until when, and who has a manager of their own."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import PlainValidator, WithJsonSchema, model_validator

from generator.source import Fault, Frozen
from generator.terms.condition import AnyCondition
from generator.terms.names import check_once
from generator.terms.quantity import Duration
from generator.terms.saying import Code, Listing, Sayings, SayingsBuilder, Word
from generator.terms.scope_words import say_condition
from generator.terms.text import Text, Wording
from generator.terms.titles import Titles
from generator.terms.version import Version, check_versions, say_dates

CHANNELS = "channels"
"""The thing of editions that holds them."""
DAYS = {
    "monday": Text.of(en="Monday", ru="понедельник"),
    "tuesday": Text.of(en="Tuesday", ru="вторник"),
    "wednesday": Text.of(en="Wednesday", ru="среда"),
    "thursday": Text.of(en="Thursday", ru="четверг"),
    "friday": Text.of(en="Friday", ru="пятница"),
    "saturday": Text.of(en="Saturday", ru="суббота"),
    "sunday": Text.of(en="Sunday", ru="воскресенье"),
}
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def _written(pattern: str, what: str, example: str) -> PlainValidator:
    """Reads a text of a form. Its faults: contact-unclear."""

    def read(written: object) -> str:
        if isinstance(written, str) and re.fullmatch(pattern, written):
            return written
        raise Fault(
            "contact-unclear",
            f"`{written}` is not {what}." if isinstance(written, str) else f"This must be {what}.",
            consequence="Partners who ask would reach nobody.",
            cure=f"Write it as `{example}`.",
        )

    return PlainValidator(read)


_MAIL, _PHONE, _TIME = (
    ('[^@\\s"<>&?%]+@[^@\\s"<>&?%]+\\.[^@\\s"<>&?%.]+', "an address of mail", "help@example.org"),
    (r"\+?[0-9][0-9 ()-]{3,}[0-9]", "a telephone number", "+7 800 100-20-30"),
    (r"([01][0-9]|2[0-3]):[0-5][0-9]", "a time of day", "09:00"),
)
_TEXT = {"type": "string"}
Mail = Annotated[str, _written(*_MAIL), WithJsonSchema({**_TEXT, "examples": [_MAIL[2]]})]
Phone = Annotated[str, _written(*_PHONE), WithJsonSchema({**_TEXT, "examples": [_PHONE[2]]})]
TimeOfDay = Annotated[str, _written(*_TIME), WithJsonSchema({**_TEXT, "examples": [_TIME[2]]})]


class Support(Frozen):
    """Who answers questions, and on which days from when to when."""

    mail: Mail
    phone: Phone | None = None
    days: tuple[Weekday, ...] = ()
    opens: TimeOfDay | None = None
    closes: TimeOfDay | None = None

    @model_validator(mode="after")
    def _whole(self) -> Support:
        check_once(self.days, ("days",))
        given = [name for name in ("opens", "closes") if getattr(self, name) is not None]
        if given and (len(given) == 1 or not self.days or str(self.opens) >= str(self.closes)):
            raise Fault(
                "contact-unclear",
                "Hours are the days, the time from which somebody answers, and a later one until which they do.",
                at=(given[0],),
                consequence="Partners would call when nobody is there.",
                cure="Write `days: [monday, friday]`, `opens: 09:00` and `closes: 18:00`.",
            )
        return self


class Feedback(Frozen):
    """Where ideas and complaints go."""

    mail: Mail


class Disputes(Frozen):
    """Where and how long lines of a statement can be disputed, counted from the first day after the period."""

    mail: Mail
    within: Duration


class ChannelsVersion(Version):
    """One dated form of the channels; without `personal_manager` any partner may have one."""

    support: Support
    feedback: Feedback | None = None
    disputes: Disputes | None = None
    personal_manager: AnyCondition | None = None


class Channels(Frozen):
    """The channels with their dated versions."""

    title: Wording
    versions: tuple[ChannelsVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Channels:
        check_versions(self.versions)
        return self


_SUPPORT = Text.of(en="Support answers mail to {mail}.", ru="Поддержка отвечает на письма по адресу {mail}.")
_PHONE_SAID = Text.of(en="Its telephone number is {phone}.", ru="Телефон поддержки — {phone}.")
_HOURS = Text.of(en="It answers on these days: {days}.", ru="Она отвечает по этим дням: {days}.")
_OPENS = Text.of(
    en="Then it is there from {opens} to {closes}, in the time zone {zone}.",
    ru="В эти дни она работает с {opens} до {closes} по часовому поясу {zone}.",
)
_FEEDBACK = Text.of(
    en="Ideas and complaints go to {mail}.", ru="Идеи и замечания присылайте на адрес {mail}."
)
_DISPUTES = Text.of(
    en="Whoever holds a line of a statement to be wrong can dispute it by mail to {mail} within {within}, counted from "
    "the first day after the end of the period; the statement names the last day.",
    ru="Кто считает строку выписки неверной, может оспорить её письмом на адрес {mail} в течение {within}, считая с "
    "первого дня после окончания периода; последний день указан в выписке.",
)
_MANAGER = Text.of(
    en="A partner has a personal manager in each period at whose end this holds:",
    ru="У партнёра есть личный менеджер в каждом периоде, в конце которого выполнено следующее:",
)
_ANY_MANAGER = Text.of(
    en="The company may name a personal manager for any partner.",
    ru="Компания может назначить личного менеджера любому партнёру.",
)


def channels_sayings(version: ChannelsVersion, zone: str, titles: Titles) -> Sayings:
    """What the page of the channels says with binding force."""
    builder = SayingsBuilder(f"{CHANNELS}/{version.address}")
    say_dates(builder, version)
    support = version.support
    builder.say("support", _SUPPORT, mail=Code(support.mail))
    if support.phone is not None:
        builder.say("phone", _PHONE_SAID, phone=Code(support.phone))
    if support.days:
        builder.say("hours", _HOURS, days=Listing(tuple(Word(DAYS[day]) for day in support.days)))
    if support.opens is not None and support.closes is not None:
        hours = {"opens": Code(support.opens), "closes": Code(support.closes), "zone": Code(zone)}
        builder.say("opens", _OPENS, **hours)
    if version.feedback is not None:
        builder.say("feedback", _FEEDBACK, mail=Code(version.feedback.mail))
    if version.disputes is not None:
        duration = version.disputes.within
        within = builder.fact("disputes.within", duration.unit, duration.value)
        builder.say("disputes", _DISPUTES, mail=Code(version.disputes.mail), within=within)
    if version.personal_manager is None:
        builder.say("manager", _ANY_MANAGER)
    else:
        say_condition(builder, "manager", _MANAGER, version.personal_manager, titles)
    return builder.done()
