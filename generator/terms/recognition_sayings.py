"""What the pages of badges, certificates, leaderboards and winners say with binding force."""

from __future__ import annotations

from fractions import Fraction

from generator.terms.condition import condition_sentence
from generator.terms.paying_windows import say_taken_over
from generator.terms.quantity import COUNT
from generator.terms.recognition import BadgeVersion, CertificateVersion, LeaderboardVersion, WinnersVersion
from generator.terms.saying import Code, Listing, Sayings, SayingsBuilder, Sentence
from generator.terms.text import Text
from generator.terms.titles import Titles
from generator.terms.version import say_dates

_EARNED = {
    "period": Text.of(
        en="A partner earns the badge {badge} for each period at whose end this holds:",
        ru="Значок «{badge}» партнёр получает за каждый период, в конце которого выполнено следующее:",
    ),
    "lifetime": Text.of(
        en="A partner earns the badge {badge} with the first period at whose end this holds, and keeps it:",
        ru="Значок «{badge}» партнёр получает за первый период, в конце которого выполнено следующее, "
        "и сохраняет его:",
    ),
}
_JUDGED = Text.of(
    en="With each statement, earlier periods are judged again by the records known then, each by the version in force "
    "on its first day.",
    ru="С каждой выпиской прежние периоды проверяются заново по известным к тому времени данным — каждый по "
    "редакции, которая действовала в его первый день.",
)
_ISSUED = Text.of(
    en="A partner for whom the course {course} is passed and valid at the end of a period receives the certificate "
    "{certificate}.",
    ru="Партнёр, у которого в конце периода пройден и действует курс «{course}», получает сертификат "
    "«{certificate}».",
)
_NUMBER = Text.of(
    en="Its number is made of {prefix}, the partner's id and the day of passing, written as year, month and day, "
    "joined by hyphens.",
    ru="Его номер составлен из {prefix}, кода партнёра и дня сдачи, записанного как год, месяц и день, через дефис.",
)
_WINDOWS = {
    "period": ("period", "период", "периода"),
    "quarter": ("quarter", "квартал", "квартала"),
    "half_year": ("half-year", "полугодие", "полугодия"),
    "year": ("year", "год", "года"),
}
_EACH = {"period": "каждый", "quarter": "каждый", "half_year": "каждое", "year": "каждый"}
_TIES = Text.of(
    en="Partners with equal figures share a place, and as many places after it are left out.",
    ru="Партнёры с равными показателями делят место, а следующие за ним места пропускаются.",
)
_AT_LEAST = Text.of(
    en="Nothing is shown when fewer than {at_least} partners are ranked.",
    ru="Если партнёров в списке меньше, чем {at_least}, не показывается ничего.",
)
_CONSENT = Text.of(
    en="Only partners who agreed to it are shown, under the name that they chose; whoever takes this back or leaves is "
    "not shown from the next build of this book.",
    ru="Показаны только те, кто на это согласился, и под именем, которое они выбрали; кто отозвал согласие или ушёл, "
    "исчезает со следующей сборкой книги.",
)


_WINNERS = Text.of(
    en="Once the contest {contest} has ended for a window, this page shows who won which place.",
    ru="Когда конкурс «{contest}» за очередной срок закончен, на этой странице видно, кто какое место занял.",
)


def winners_sayings(name: str, version: WinnersVersion, titles: Titles) -> Sayings:
    """What the page of the winners of a contest says."""
    builder = SayingsBuilder(f"winners/{name}/{version.address}")
    say_dates(builder, version)
    builder.say("shown", _WINNERS, contest=titles.ref(version.contest))
    builder.say("at_least", _AT_LEAST, at_least=builder.fact("at_least", COUNT, Fraction(version.at_least)))
    builder.say("consent", _CONSENT)
    return builder.done()


def badge_sayings(name: str, version: BadgeVersion, titles: Titles) -> Sayings:
    """What the page of a badge says."""
    builder = SayingsBuilder(f"badge/{name}/{version.address}")
    say_dates(builder, version)
    inner = condition_sentence(builder, "earned.1", version.earns, titles)
    slots = {"badge": titles.ref(f"badge/{name}")}
    builder.add("earned", Sentence(f"{builder.prefix}/earned", _EARNED[version.per], slots, (inner,)))
    builder.say("judged", _JUDGED)
    return builder.done()


def certificate_sayings(name: str, version: CertificateVersion, titles: Titles) -> Sayings:
    """What the page of a certificate says."""
    builder = SayingsBuilder(f"certificate/{name}/{version.address}")
    say_dates(builder, version)
    course, certificate = titles.ref(f"course/{version.course}"), titles.ref(f"certificate/{name}")
    builder.say("issued", _ISSUED, course=course, certificate=certificate)
    builder.say("number", _NUMBER, prefix=Code(version.prefix))
    return builder.done()


def leaderboard_sayings(name: str, version: LeaderboardVersion, titles: Titles) -> Sayings:
    """What the page of a leaderboard says."""
    builder = SayingsBuilder(f"leaderboard/{name}/{version.address}")
    say_dates(builder, version)
    en, ru, of_ru = _WINDOWS[version.per]
    who_en, who_ru, more = "partners", "партнёры", {}
    if version.segments:
        who_en, who_ru = "partners of the segments {segments}", "партнёры сегментов {segments}"
        more = {"segments": Listing(tuple(titles.ref(f"segment/{one}") for one in version.segments))}
    builder.say(
        "ranked",
        Text.of(
            en=f"For each {en}, {who_en} with {{metric}} above zero are ranked by it, the largest first.",
            ru=f"За {_EACH[version.per]} {ru} {who_ru}, у которых показатель «{{metric}}» больше нуля, "
            "располагаются по его убыванию.",
        ),
        metric=titles.ref(f"metric/{version.metric}"),
        **more,
    )
    say_taken_over(builder, version.per)
    if version.entry is not None:
        inner = condition_sentence(builder, "entry.1", version.entry, titles)
        phrase = Text.of(
            en=f"Only those take part for whom this holds at the end of the {en}:",
            ru=f"Участвуют только те, у кого в конце {of_ru} выполнено следующее:",
        )
        builder.add("entry", Sentence(f"{builder.prefix}/entry", phrase, {}, (inner,)))
    builder.say(
        "belongs",
        Text.of(
            en=f"Whoever does not belong to the programme any more after the last day of the {en} is not ranked.",
            ru=f"Кто не остаётся в программе после последнего дня {of_ru}, в списке не участвует.",
        ),
    )
    builder.say("ties", _TIES)
    builder.say(
        "shown",
        Text.of(
            en=f"Once the {en} has ended, this page shows places down to {{best}}, but never the last place.",
            ru=f"Когда {ru} заканчивается, страница показывает места до {{best}}, но никогда не последнее.",
        ),
        best=builder.fact("best", COUNT, Fraction(version.best)),
    )
    builder.say("at_least", _AT_LEAST, at_least=builder.fact("at_least", COUNT, Fraction(version.at_least)))
    builder.say("consent", _CONSENT)
    return builder.done()
