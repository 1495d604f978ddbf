"""Sentences that any rule may carry: its windows and rows, factor, bounds, limits, exclusive groups and ceilings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from generator.audit.shapes import Vocabulary

Wordings = dict[str, dict[str, str]]

SPAN = "days|weeks|months|years"

# Windows: as English names them, and in Russian the nominative, accusative, genitive and instrumental.
WINDOWS = {
    "day": ("day", "день", "день", "дня", "днём"),
    "week": ("week", "неделя", "неделю", "недели", "неделей"),
    "period": ("period", "период", "период", "периода", "периодом"),
    "quarter": ("quarter", "квартал", "квартал", "квартала", "кварталом"),
    "half_year": ("half-year", "полугодие", "полугодие", "полугодия", "полугодием"),
    "year": ("year", "год", "год", "года", "годом"),
}
ROWS = {
    "sale": ("sale", "продажу", "одну и ту же продажу"),
    "sale_line": ("sale line", "строку продажи", "одну и ту же строку продажи"),
    "event": ("event", "событие", "одно и то же событие"),
}
_EACH = {"week": "каждую неделю", "half_year": "каждое полугодие"} | {
    "sale": "каждую продажу",
    "sale_line": "каждую строку продажи",
    "event": "каждое событие",
}
_SUCH = {"week": "самую раннюю такую неделю", "half_year": "самое раннее такое полугодие"} | {
    "event": "самое раннее такое событие"
}


def each(per: str, rest_en: str, rest_ru: str) -> dict[str, str]:
    """A sentence that begins with `For each ...`."""
    name = WINDOWS[per][0] if per in WINDOWS else ROWS[per][0]
    ru = _EACH.get(per) or f"каждый {WINDOWS[per][2]}"
    return {"en": f"For each {name} {rest_en}", "ru": f"За {ru} {rest_ru}"}


def _windows() -> Wordings:
    found: Wordings = {}
    for per, (en, name, accusative, genitive, instrumental) in WINDOWS.items():
        if per == "period":
            continue
        found[f"window.{per}"] = {
            "en": f"A metric whose window is the period is taken here over the {en}; every other metric keeps its "
            f"window, ended with the {en}.",
            "ru": f"Показатель, окно которого — период, берётся здесь за {accusative}; у остальных показателей окно "
            f"своё, и оно заканчивается вместе с {instrumental}.",
        }
        found[f"paid_with.{per}"] = {
            "en": f"It is paid with the period in which the {en} ends; the version in force on the first day of the "
            f"{en} applies.",
            "ru": f"Выплачивается с тем периодом, в котором заканчивается {name}; действует редакция, которая была в "
            f"силе в первый день {genitive}.",
        }
    for per, (en, _, _, genitive, _) in WINDOWS.items():
        found[f"rows.{per}"] = {
            "en": f"The counted rows of the table {{table:code}} with a date in the {en} are taken together, each for "
            "its partner.",
            "ru": f"Учтённые строки таблицы {{table:code}} с датой в пределах {genitive} берутся вместе, каждая у "
            "своего партнёра.",
        }
    return found


def _worth() -> Wordings:
    """What the rates of a figure in a declared unit are multiplied by; the day by the window or row that is paid."""
    days = {
        per: (f"the first day of the {en}", f"в первый день {ru[2]}") for per, (en, *ru) in WINDOWS.items()
    }
    days["day"] = ("the day", "в этот день")
    days["row.window"] = (
        "the first day of the period in which the row lies",
        "в первый день периода, в котором лежит строка",
    )
    days["row.date"] = ("the date of the row", "в день строки")
    return {
        f"worth.{key}": {
            "en": "What the rates give is in {unit:code}; it is multiplied by the worth of the unit {title:ref} in "
            f"force on {en}.",
            "ru": "То, что дают ставки, выражено в {unit:code}; оно умножается на стоимость единицы «{title:ref}», "
            f"действующую {ru}.",
        }
        for key, (en, ru) in days.items()
    }


_SOURCE: Wordings = {
    "source": {
        "en": "Each counted row of the table {table:code} with a date in the period is judged by itself, and belongs "
        "to its partner.",
        "ru": "Каждая учтённая строка таблицы {table:code} с датой в этом периоде рассматривается отдельно и "
        "относится к своему партнёру.",
    },
    "within": {
        "en": f"Only rows dated within {{within:{SPAN}}} from joining are counted; the day of joining is the first "
        "day.",
        "ru": f"Учитываются только строки, датированные в пределах {{within:{SPAN}}} с момента присоединения; день "
        "присоединения считается первым.",
    },
    "metrics_of": {
        "en": "Metrics are those of the period in which the row lies.",
        "ru": "Показатели берутся за тот период, в котором лежит строка.",
    },
    "metrics_of.amounts": {
        "en": "Where an amount depends on a metric, it is that of the period in which the row lies.",
        "ru": "Если сумма зависит от показателя, он берётся за тот период, в котором лежит строка.",
    },
    "picks_by.row": {
        "en": "The version in force on the date of the row applies.",
        "ru": "Действует редакция, которая была в силе в день строки.",
    },
    "picks_by.window": {
        "en": "The version in force on the first day of the period applies.",
        "ru": "Действует редакция, которая была в силе в первый день периода.",
    },
    "moment.order": {
        "en": "Sales follow one another by their date, then by their time of day where the records know it, then by "
        "the column {column:code}, the shorter text first and texts of one length in the order of their characters.",
        "ru": "Продажи идут друг за другом по дате, затем по времени суток, если оно есть в данных, затем по столбцу "
        "{column:code}: сначала более короткий текст, а тексты одной длины — в порядке их знаков.",
    },
    "moment.window.before_the_sale": {
        "en": "A window that reaches the sale ends there: of sales and lines of sales those before it count, of other "
        "records those dated up to its day.",
        "ru": "Окно, в которое попадает продажа, заканчивается на ней: из продаж и строк продаж учитываются те, что "
        "раньше неё, из других записей — датированные не позже её дня.",
    },
    "moment.window.after_the_sale": {
        "en": "A window that reaches the sale ends there: of sales and lines of sales those up to it count, the sale "
        "included, of other records those dated up to its day.",
        "ru": "Окно, в которое попадает продажа, заканчивается на ней: из продаж и строк продаж учитываются те, что не "
        "позже неё, вместе с ней самой, из других записей — датированные не позже её дня.",
    },
    "moment.end": {
        "en": "Where anything speaks of the end of the period, the day of the sale is meant; the day, the week, the "
        "quarter, the half-year and the year are those in which the sale lies.",
        "ru": "Там, где говорится о конце периода, имеется в виду день продажи; день, неделя, квартал, полугодие и год "
        "— те, в которых лежит продажа.",
    },
    "moment.tier": {
        "en": "The tier is the one with which the period before ended.",
        "ru": "Статус — тот, с которым закончился предыдущий период.",
    },
    "existing": {
        "en": "For partners who joined before {joined:date} it is in force from {from:date} only; until then the "
        "earlier version applies to them.",
        "ru": "Для тех, кто присоединился раньше {joined:date}, действует только с {from:date}; до этого к ним "
        "применяется прежняя редакция.",
    },
}


# What is judged of a rule per row, and by whose figures.
JUDGED = {
    "earns": ("who earns it", "кто получает выплату"),
    "counted": ("who takes up a depth", "кто занимает глубину"),
    "less": ("whose rate is subtracted", "чья ставка вычитается"),
    "row": ("which row applies", "какая строка применяется"),
}
# At which time what is judged is judged.
FIGURES = {
    "window_end": ("at the end of the period", "на конец периода"),
    "window_start": ("by the figures of the period before", "по показателям предыдущего периода"),
    "before_the_sale": (
        "by the figures as they stood immediately before the sale, without it",
        "по показателям, какими они были непосредственно перед продажей, без неё",
    ),
    "after_the_sale": (
        "by the figures as they stood immediately after the sale, with it",
        "по показателям, какими они были сразу после продажи, вместе с ней",
    ),
}


def _listed(names: Sequence[str], last: str) -> str:
    """A list of phrases that begins a sentence."""
    words = ", ".join(names[:-1]) + f" {last} " + names[-1] if len(names) > 1 else names[0]
    return words[0].upper() + words[1:]


def _as_of() -> Wordings:
    """For each choice of what is judged a sentence; its key has the figures and, set apart by `+`, what is judged."""
    found: Wordings = {}
    for size in range(1, len(JUDGED) + 1):
        for chosen in combinations(JUDGED, size):
            en, ru = (
                _listed([JUDGED[one][at] for one in chosen], last) for at, last in ((0, "and"), (1, "и"))
            )
            for by, (figures_en, figures_ru) in FIGURES.items():
                found[f"as_of.{by}.{'+'.join(chosen)}"] = {
                    "en": f"{en} is judged {figures_en}.",
                    "ru": f"{ru}, определяется {figures_ru}.",
                }
    return found


def limited_spans() -> dict[str, tuple[str, str]]:
    """The windows of a limit, as both languages say "for" them."""
    spans = {per: (f"a {en}", ru[1]) for per, (en, *ru) in WINDOWS.items() if per not in ("day", "week")}
    return spans | {"month": ("a month", "месяц"), "lifetime": ("all time", "всё время")}


def _bounds() -> Wordings:
    found: Wordings = {
        "times.table": {
            "en": "What the table gives is multiplied by {times:amount}.",
            "ru": "То, что даёт таблица, умножается на {times:amount}.",
        },
        "times.amount": {
            "en": "The amount is multiplied by {times:amount}.",
            "ru": "Сумма умножается на {times:amount}.",
        },
        "order": {
            "en": "These apply in the order in which they stand here.",
            "ru": "Это применяется в том порядке, в котором здесь стоит.",
        },
    }
    where = {per: (f"For a {en}", f"За {ru[1]}") for per, (en, *ru) in WINDOWS.items()}
    where |= {
        per: (f"For {'an' if per == 'event' else 'a'} {en}", f"За {ru}") for per, (en, ru, _) in ROWS.items()
    }
    where |= {"recruit": ("For a recruit", "За приглашённого"), "line": ("A line", "")}
    for per, (en, ru) in where.items():
        it, pays = ("", "По каждой строке платится") if per == "line" else (" it", f"{ru} платится")
        found[f"floor.{per}"] = {
            "en": f"{en}{it} pays at least {{floor:amount}}.",
            "ru": f"{pays} не меньше {{floor:amount_gen}}.",
        }
        found[f"cap.{per}"] = {
            "en": f"{en}{it} pays at most {{cap:amount}}.",
            "ru": f"{pays} не больше {{cap:amount_gen}}.",
        }
    for window, (en, ru) in limited_spans().items():
        found[f"limit.{window}"] = {
            "en": f"For {en} it pays at most {{limit:amount}} altogether: a line pays no more than the lines before it "
            "have left of that.",
            "ru": f"За {ru} всего платится не больше {{limit:amount_gen}}: строка платит не больше того, что от этого "
            "оставили предыдущие строки.",
        }
    return found


def _groups() -> Wordings:
    found: Wordings = {
        "ceiling": {
            "en": "It shares the ceiling {ceiling:ref} with other rules.",
            "ru": "У правила общий потолок {ceiling:ref} с другими правилами.",
        },
    }
    whole = {per: (f"the {en}", ru[1]) for per, (en, *ru) in WINDOWS.items()}
    whole |= {per: (f"the same {en}", same) for per, (en, _, same) in ROWS.items()}
    for per, (en, same) in whole.items():
        found[f"best_of.{per}"] = {
            "en": f"It belongs to the group {{group:code}}: of the lines of the rules in this group only the largest "
            f"is paid to a partner for {en}; of equal ones, that of the rule which stands first in the list of rules.",
            "ru": f"Правило входит в группу {{group:code}}: из строк правил этой группы партнёру за {same} "
            "выплачивается только наибольшая, а из равных — строка того правила, которое стоит раньше в списке правил.",
        }
    return found


def _once() -> Wordings:
    """What is paid only for the earliest of its like, each over all time or within a window of the calendar."""
    of_rows = {
        "recruit": ("such fact of a recruit{}", "самый ранний такой факт по каждому приглашённому{}"),
        "customer": (
            "such row of a customer{}, with any partner",
            "самую раннюю такую строку каждого покупателя{}, у любого партнёра",
        ),
        "sale": ("such row of a sale{}", "самую раннюю такую строку каждой продажи{}"),
        "event": (
            "such event of a partner with the same name and subject{}",
            "самое раннее такое событие партнёра с тем же именем и предметом{}",
        ),
    }
    such = {per: (en, _SUCH.get(per) or f"самый ранний такой {ru[1]}") for per, (en, *ru) in WINDOWS.items()}
    such |= {per: (en, _SUCH.get(per) or f"самую раннюю такую {ru}") for per, (en, ru, _) in ROWS.items()}
    of_partners = {
        f"partner.{per}": (f"such {en} of a partner{{}}", f"{ru} партнёра{{}}")
        for per, (en, ru) in such.items()
    }
    return {
        f"once.{key}" + (f".{within}" if within else ""): {
            "en": "It is paid only for the earliest "
            + en.format(f" within a {WINDOWS[within][0]}" if within else "")
            + ", counted over all versions of this rule.",
            "ru": "Платится только за "
            + ru.format(f" за {WINDOWS[within][2]}" if within else "")
            + ", с учётом всех редакций правила.",
        }
        for key, (en, ru) in (of_rows | of_partners).items()
        for within in ("", "quarter", "half_year", "year")
    }


CARRIERS = Vocabulary({**_windows(), **_worth(), **_SOURCE, **_as_of(), **_bounds(), **_groups(), **_once()})

CEILING = Vocabulary(
    {
        "most.partner": {
            "en": "The rules that share this ceiling pay at most {most:amount} for a period to a partner altogether.",
            "ru": "Правила с этим общим потолком платят партнёру за период не больше {most:amount_gen} вместе.",
        },
        "most.programme": {
            "en": "The rules that share this ceiling pay at most {most:amount} for a period to all partners together.",
            "ru": "Правила с этим общим потолком платят всем партнёрам за период не больше {most:amount_gen} вместе.",
        },
        "shared.pro_rata": {
            "en": "Where they would pay more, each line is cut in the same proportion and rounded down.",
            "ru": "Если вышло бы больше, каждая строка уменьшается в одной и той же доле и округляется вниз.",
        },
        "shared.in_order": {
            "en": "Where they would pay more, rules are paid in the order of the list of rules; of the rule that no "
            "longer fits each line is cut in the same proportion and rounded down, and later rules pay nothing.",
            "ru": "Если вышло бы больше, правила выплачиваются в порядке списка правил; у правила, которое уже не "
            "помещается, каждая строка уменьшается в одной и той же доле и округляется вниз, а следующие правила не "
            "платят ничего.",
        },
    }
)
