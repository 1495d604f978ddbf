"""The guarantee: the least that the counted lines of a partner come to, and the debt that it may leave."""

from __future__ import annotations

from generator.audit.carrier_sentences import each
from generator.audit.conditions import Condition
from generator.audit.kind_titles import kinds_in
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Vocabulary
from generator.audit.terms_money import CountedLines, Guarantee
from generator.audit.walk import one_of

_WINDOWS = {
    "quarter": ("quarter", "календарный квартал"),
    "half_year": ("half-year", "календарное полугодие"),
    "year": ("year", "календарный год"),
}

# What the sentences call a window, in English and in Russian.
_CALLED = {
    "period": {
        "en": "period",
        "ens": "periods",
        "with_en": "paid with the period",
        "with": "с этим периодом",
        "over": "период",
        "later": "периодов",
        "first": "первом периоде",
        "of": "этого периода",
    },
    "quarter": {
        "en": "quarter",
        "ens": "quarters",
        "with_en": "paid with the periods that end in the quarter",
        "with": "с периодами, которые заканчиваются в этом квартале,",
        "over": "квартал",
        "later": "кварталов",
        "first": "первом квартале",
        "of": "этого квартала",
    },
    "half_year": {
        "en": "half-year",
        "ens": "half-years",
        "with_en": "paid with the periods that end in the half-year",
        "with": "с периодами, которые заканчиваются в этом полугодии,",
        "over": "полугодие",
        "later": "полугодий",
        "first": "первом полугодии",
        "of": "этого полугодия",
    },
    "year": {
        "en": "year",
        "ens": "years",
        "with_en": "paid with the periods that end in the year",
        "with": "с периодами, которые заканчиваются в этом году,",
        "over": "год",
        "later": "лет",
        "first": "первом году",
        "of": "этого года",
    },
}


def _of_window(per: str) -> dict[str, dict[str, str]]:
    """The sentences that name the window of a guarantee."""
    one = _CALLED[per]
    return {
        f"pays.{per}": each(
            per,
            "this rule makes sure that the counted lines of a partner come to at least {minimum:amount}: where they "
            "come to less, it pays the difference.",
            "это правило гарантирует, что учитываемые строки партнёра составят не меньше {minimum:amount_gen}: если "
            "их сумма меньше, платится разница.",
        ),
        f"counts.clauses.{per}": {
            "en": f"Counted are the partner's lines {one['with_en']} by {{rules:refs}}, as they were rounded; lines "
            "below zero, too.",
            "ru": f"Учитываются строки партнёра, выплачиваемые {one['with']} по правилам: {{rules:refs}}; они берутся "
            "после округления, отрицательные тоже.",
        },
        f"counts.kinds.{per}": {
            "en": f"Counted are the partner's lines {one['with_en']} by all other rules of the kinds {{kinds:titles}}, "
            "as they were rounded; lines below zero, too.",
            "ru": f"Учитываются строки партнёра, выплачиваемые {one['with']} по всем остальным правилам видов "
            "{kinds:titles}; они берутся после округления, отрицательные тоже.",
        },
        f"recoverable.yes.{per}": {
            "en": f"What it pays becomes a debt of the partner. In a {one['en']} in which the counted lines come to "
            "more than the minimum, the part above it repays the debt, and no more than the debt; the line is below "
            "zero then.",
            "ru": f"Выплаченное по этому правилу становится долгом партнёра. Если за {one['over']} учитываемые строки "
            "превышают минимум, превышение идёт в погашение долга, но не больше самого долга; строка тогда "
            "отрицательная.",
        },
        f"surplus.{per}": {
            "en": f"What is left above the minimum is paid out and is not kept against later {one['ens']}.",
            "ru": f"Остаток сверх минимума выплачивается и в счёт будущих {one['later']} не откладывается.",
        },
        f"opens.{per}": {
            "en": f"In the first {one['en']} in which this rule is in force for a partner, the debt opens at "
            "{opens:money}.",
            "ru": f"В {one['first']}, в котором правило действует для партнёра, долг вначале равен {{opens:money}}.",
        },
        f"on_leaving.forgiven.{per}": {
            "en": f"When a partner leaves, what is left of the debt at the end of that {one['en']} is forgiven.",
            "ru": f"Когда партнёр уходит, остаток долга на конец {one['of']} прощается.",
        },
        f"on_leaving.deducted.{per}": {
            "en": f"For the {one['en']} in which a partner leaves, the whole debt is taken, even below the minimum, "
            "and the difference is not paid.",
            "ru": f"За {one['over']}, в котором партнёр уходит, удерживается весь долг, даже ниже минимума, а разница "
            "не платится.",
        },
    }


VOCABULARY = Vocabulary(
    {
        **{key: words for per in _CALLED for key, words in _of_window(per).items()},
        "recoverable.no": {
            "en": "What it pays is never taken back.",
            "ru": "Выплаченное по этому правилу обратно не удерживается.",
        },
        "standing": {
            "en": "Debts that earlier versions of this rule made stay as they are: nothing is added to them, nothing "
            "repays them and nothing forgives them.",
            "ru": "Долги, возникшие по прежним версиям этого правила, остаются как есть: они не растут, не погашаются "
            "и не прощаются.",
        },
        "reset.never": {
            "en": "The debt stays until it is repaid.",
            "ru": "Долг остаётся, пока не погашен.",
        },
        "on_leaving.kept": {
            "en": "When a partner leaves, what is left of the debt stays on record.",
            "ru": "Когда партнёр уходит, остаток долга остаётся на учёте.",
        },
        "repaid": {
            "en": "A debt is repaid whether the condition holds or not.",
            "ru": "Долг погашается независимо от того, выполнено ли условие.",
        },
        **{
            f"reset.{window}": {
                "en": f"With the period in which a calendar {en} ends, what is left of the debt is forgiven.",
                "ru": f"С периодом, в котором заканчивается {ru}, остаток долга прощается.",
            }
            for window, (en, ru) in _WINDOWS.items()
        },
    }
)


def read(section: Section, earns: Condition | None) -> Guarantee:
    """The terms that a section states; NotUnderstood where they do not fit together."""
    thing = section.thing
    if section.tables:
        raise NotUnderstood(f"{thing} has a table beside its minimum")
    said = section.said(VOCABULARY)
    pays, counts = one_of(said, "pays", thing), one_of(said, "counts", thing)
    needed = {counts.key, one_of(said, "recoverable", thing).key}
    minimum, per = pays.amount("minimum"), pays.key.partition(".")[2]
    needed |= {pays.key}
    counted = CountedLines(
        tuple(counts.targets("rules")) if "rules" in counts.parts else (),
        kinds_in(counts, "kinds"),
    )
    if "recoverable.no" in needed:
        needed |= {"standing"} & set(said)
        found = Guarantee(minimum, counted, earns=earns, per=per, standing="standing" in said)
    else:
        reset, leaving = one_of(said, "reset", thing), one_of(said, "on_leaving", thing)
        opens = one_of(said, "opens", thing)
        needed |= {reset.key, leaving.key, f"surplus.{per}", opens.key}
        needed |= {"repaid"} if earns is not None else set()
        found = Guarantee(
            minimum,
            counted,
            True,
            opens.number("opens"),
            opens.unit("opens"),
            reset.key.partition(".")[2].replace("never", ""),
            leaving.key.split(".")[1],
            earns,
            per,
        )
    named = {key.rpartition(".")[2] for key in said} & set(_CALLED)
    # A debt may be forgiven with a window of the calendar that is not the rule's own.
    named -= {key.partition(".")[2] for key in said if key.startswith("reset.")} - {per}
    if set(said) != needed or named != {per}:
        raise NotUnderstood(f"{thing} says {sorted(set(said) ^ needed)}, or does not, of its debt")
    return found
