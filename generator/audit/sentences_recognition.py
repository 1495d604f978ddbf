"""The binding sentences on badges, certificates and leaderboards, and on the channels of the programme."""

from __future__ import annotations

from generator.audit.sentences import DURATION
from generator.audit.shapes import Vocabulary

BADGE = Vocabulary(
    {
        "earned.period": {
            "en": "A partner earns the badge {self:ref} for each period at whose end this holds:",
            "ru": "Значок «{self:ref}» партнёр получает за каждый период, в конце которого выполнено следующее:",
        },
        "earned.lifetime": {
            "en": "A partner earns the badge {self:ref} with the first period at whose end this holds, and keeps it:",
            "ru": "Значок «{self:ref}» партнёр получает за первый период, в конце которого выполнено следующее, и "
            "сохраняет его:",
        },
        "judged": {
            "en": "With each statement, earlier periods are judged again by the records known then, each by the "
            "version in force on its first day.",
            "ru": "С каждой выпиской прежние периоды проверяются заново по известным к тому времени данным — каждый "
            "по редакции, которая действовала в его первый день.",
        },
    }
)

CERTIFICATE = Vocabulary(
    {
        "issued": {
            "en": "A partner for whom the course {course:ref} is passed and valid at the end of a period receives the "
            "certificate {self:ref}.",
            "ru": "Партнёр, у которого в конце периода пройден и действует курс «{course:ref}», получает сертификат "
            "«{self:ref}».",
        },
        "number": {
            "en": "Its number is made of {prefix:code}, the partner's id and the day of passing, written as year, "
            "month and day, joined by hyphens.",
            "ru": "Его номер составлен из {prefix:code}, кода партнёра и дня сдачи, записанного как год, месяц и день, "
            "через дефис.",
        },
    }
)

# Of each window: its name in English; in Russian after "for", in the genitive, and in the nominative.
SPANS = {
    "period": ("period", "каждый период", "периода", "период"),
    "quarter": ("quarter", "каждый квартал", "квартала", "квартал"),
    "half_year": ("half-year", "каждое полугодие", "полугодия", "полугодие"),
    "year": ("year", "каждый год", "года", "год"),
}


def _of_spans() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for per, (en, ru_each, ru_of, ru) in SPANS.items():
        ranked = "{metric:ref} above zero are ranked by it, the largest first."
        found[f"ranked.{per}"] = {
            "en": f"For each {en}, partners with {ranked}",
            "ru": f"За {ru_each} партнёры, у которых показатель «{{metric:ref}}» больше нуля, располагаются по его "
            "убыванию.",
        }
        found[f"ranked.{per}.segments"] = {
            "en": f"For each {en}, partners of the segments {{segments:refs}} with {ranked}",
            "ru": f"За {ru_each} партнёры сегментов {{segments:refs}}, у которых показатель «{{metric:ref}}» больше "
            "нуля, располагаются по его убыванию.",
        }
        found[f"entry.{per}"] = {
            "en": f"Only those take part for whom this holds at the end of the {en}:",
            "ru": f"Участвуют только те, у кого в конце {ru_of} выполнено следующее:",
        }
        found[f"belongs.{per}"] = {
            "en": f"Whoever does not belong to the programme any more after the last day of the {en} is not ranked.",
            "ru": f"Кто не остаётся в программе после последнего дня {ru_of}, в списке не участвует.",
        }
        found[f"shown.{per}"] = {
            "en": f"Once the {en} has ended, this page shows places down to {{best:count}}, but never the last place.",
            "ru": f"Когда {ru} заканчивается, страница показывает места до {{best:count}}, но никогда не последнее.",
        }
    return found


LEADERBOARD = Vocabulary(
    {
        **_of_spans(),
        "ties": {
            "en": "Partners with equal figures share a place, and as many places after it are left out.",
            "ru": "Партнёры с равными показателями делят место, а следующие за ним места пропускаются.",
        },
        "at_least": {
            "en": "Nothing is shown when fewer than {at_least:count} partners are ranked.",
            "ru": "Если партнёров в списке меньше, чем {at_least:count}, не показывается ничего.",
        },
        "consent": {
            "en": "Only partners who agreed to it are shown, under the name that they chose; whoever takes this back "
            "or leaves is not shown from the next build of this book.",
            "ru": "Показаны только те, кто на это согласился, и под именем, которое они выбрали; кто отозвал согласие "
            "или ушёл, исчезает со следующей сборкой книги.",
        },
    }
)

WINNERS = Vocabulary(
    {
        "shown": {
            "en": "Once the contest {contest:ref} has ended for a window, this page shows who won which place.",
            "ru": "Когда конкурс «{contest:ref}» за очередной срок закончен, на этой странице видно, кто какое место "
            "занял.",
        },
        **{name: LEADERBOARD.wordings[name] for name in ("at_least", "consent")},
    }
)

CHANNELS = Vocabulary(
    {
        "support": {
            "en": "Support answers mail to {mail:code}.",
            "ru": "Поддержка отвечает на письма по адресу {mail:code}.",
        },
        "phone": {
            "en": "Its telephone number is {phone:code}.",
            "ru": "Телефон поддержки — {phone:code}.",
        },
        "hours": {
            "en": "It answers on these days: {days:days_of_week}.",
            "ru": "Она отвечает по этим дням: {days:days_of_week}.",
        },
        "opens": {
            "en": "Then it is there from {opens:code} to {closes:code}, in the time zone {zone:code}.",
            "ru": "В эти дни она работает с {opens:code} до {closes:code} по часовому поясу {zone:code}.",
        },
        "feedback": {
            "en": "Ideas and complaints go to {mail:code}.",
            "ru": "Идеи и замечания присылайте на адрес {mail:code}.",
        },
        "disputes": {
            "en": f"Whoever holds a line of a statement to be wrong can dispute it by mail to {{mail:code}} within "
            f"{{within:{DURATION}}}, counted from the first day after the end of the period; the statement names the "
            "last day.",
            "ru": f"Кто считает строку выписки неверной, может оспорить её письмом на адрес {{mail:code}} в течение "
            f"{{within:{DURATION}}}, считая с первого дня после окончания периода; последний день указан в выписке.",
        },
        "manager.when": {
            "en": "A partner has a personal manager in each period at whose end this holds:",
            "ru": "У партнёра есть личный менеджер в каждом периоде, в конце которого выполнено следующее:",
        },
        "manager": {
            "en": "The company may name a personal manager for any partner.",
            "ru": "Компания может назначить личного менеджера любому партнёру.",
        },
    }
)
