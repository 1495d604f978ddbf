"""The guarantee: the least that the counted lines of a partner come to, and the debt that it may leave."""

from __future__ import annotations

from generator.audit.conditions import Condition
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Vocabulary
from generator.audit.terms_money import CountedLines, Guarantee
from generator.audit.walk import one_of

_WINDOWS = {
    "quarter": ("quarter", "календарный квартал"),
    "half_year": ("half-year", "календарное полугодие"),
    "year": ("year", "календарный год"),
}

VOCABULARY = Vocabulary(
    {
        "pays": {
            "en": "For each period this rule makes sure that the counted lines of a partner come to at least "
            "{minimum:amount}: where they come to less, it pays the difference.",
            "ru": "За каждый период это правило гарантирует, что учитываемые строки партнёра составят не меньше "
            "{minimum:amount_gen}: если их сумма меньше, платится разница.",
        },
        "counts.clauses": {
            "en": "Counted are the partner's lines paid with the period by {rules:refs}, as they were rounded; lines "
            "below zero, too.",
            "ru": "Учитываются строки партнёра, выплачиваемые с этим периодом по правилам: {rules:refs}; они берутся "
            "после округления, отрицательные тоже.",
        },
        "counts.kinds": {
            "en": "Counted are the partner's lines paid with the period by all other rules of the kinds {kinds:codes}, "
            "as they were rounded; lines below zero, too.",
            "ru": "Учитываются строки партнёра, выплачиваемые с этим периодом по всем остальным правилам видов "
            "{kinds:codes}; они берутся после округления, отрицательные тоже.",
        },
        "recoverable.no": {
            "en": "What it pays is never taken back.",
            "ru": "Выплаченное по этому правилу обратно не удерживается.",
        },
        "recoverable.yes": {
            "en": "What it pays becomes a debt of the partner. In a period in which the counted lines come to more "
            "than the minimum, the part above it repays the debt, and no more than the debt; the line is below zero "
            "then.",
            "ru": "Выплаченное по этому правилу становится долгом партнёра. Если за период учитываемые строки "
            "превышают минимум, превышение идёт в погашение долга, но не больше самого долга; строка тогда "
            "отрицательная.",
        },
        "surplus": {
            "en": "What is left above the minimum is paid out and is not kept against later periods.",
            "ru": "Остаток сверх минимума выплачивается и в счёт будущих периодов не откладывается.",
        },
        "opens": {
            "en": "In the first period in which this rule is in force for a partner, the debt opens at {opens:money}.",
            "ru": "В первом периоде, в котором правило действует для партнёра, долг вначале равен {opens:money}.",
        },
        "reset.never": {
            "en": "The debt stays until it is repaid.",
            "ru": "Долг остаётся, пока не погашен.",
        },
        "on_leaving.forgiven": {
            "en": "When a partner leaves, what is left of the debt at the end of that period is forgiven.",
            "ru": "Когда партнёр уходит, остаток долга на конец этого периода прощается.",
        },
        "on_leaving.deducted": {
            "en": "For the period in which a partner leaves, the whole debt is taken, even below the minimum, and the "
            "difference is not paid.",
            "ru": "За период, в котором партнёр уходит, удерживается весь долг, даже ниже минимума, а разница не "
            "платится.",
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


def speaks(section: Section) -> bool:
    """Whether a section states a guarantee."""
    return "pays" in section.said(VOCABULARY)


def read(section: Section, earns: Condition | None) -> Guarantee:
    """The terms that a section states; NotUnderstood where they do not fit together."""
    thing = section.thing
    if section.tables:
        raise NotUnderstood(f"{thing} has a table beside its minimum")
    said = section.said(VOCABULARY)
    pays, counts = one_of(said, "pays", thing), one_of(said, "counts", thing)
    needed = {"pays", counts.key, one_of(said, "recoverable", thing).key}
    minimum = pays.amount("minimum")
    counted = CountedLines(
        tuple(counts.targets("rules")) if "rules" in counts.parts else (),
        tuple(counts.codes("kinds")) if "kinds" in counts.parts else (),
    )
    if "recoverable.no" in needed:
        found = Guarantee(minimum, counted, earns=earns)
    else:
        reset, leaving = one_of(said, "reset", thing), one_of(said, "on_leaving", thing)
        opens = one_of(said, "opens", thing)
        needed |= {reset.key, leaving.key, "surplus", "opens"}
        needed |= {"repaid"} if earns is not None else set()
        found = Guarantee(
            minimum,
            counted,
            True,
            opens.number("opens"),
            opens.unit("opens"),
            reset.key.partition(".")[2].replace("never", ""),
            leaving.key.partition(".")[2],
            earns,
        )
    if set(said) != needed:
        raise NotUnderstood(f"{thing} says {sorted(set(said) ^ needed)}, or does not, of its debt")
    return found
