"""When rows are judged, as pages say it: by figures of the end of the period, of the one before, or at each sale."""

from __future__ import annotations

from collections.abc import Iterator

from generator.terms.atoms import Condition, TierIs, atoms
from generator.terms.clause import MOMENTS, ClauseVersion
from generator.terms.saying import Code, SayingsBuilder
from generator.terms.text import Text

_METRICS_OF = Text.of(
    en="Metrics are those of the period in which the row lies.",
    ru="Показатели берутся за тот период, в котором лежит строка.",
)
_AMOUNTS_OF = Text.of(
    en="Where an amount depends on a metric, it is that of the period in which the row lies.",
    ru="Если сумма зависит от показателя, он берётся за тот период, в котором лежит строка.",
)
_PICKS_BY = {
    "sale_date": Text.of(
        en="The version in force on the date of the row applies.",
        ru="Действует редакция, которая была в силе в день строки.",
    ),
    "window_start": Text.of(
        en="The version in force on the first day of the period applies.",
        ru="Действует редакция, которая была в силе в первый день периода.",
    ),
}
_WHAT = {
    "earns": ("who earns it", "кто получает выплату"),
    "takes": ("from whom it is taken", "с кого удерживается"),
    "counted": ("who takes up a depth", "кто занимает глубину"),
    "less": ("whose rate is subtracted", "чья ставка вычитается"),
    "row": ("which row applies", "какая строка применяется"),
}
_AS_OF = {
    "window_end": ("is judged at the end of the period.", "определяется на конец периода."),
    "window_start": (
        "is judged by the figures of the period before.",
        "определяется по показателям предыдущего периода.",
    ),
    "before_the_sale": (
        "is judged by the figures as they stood immediately before the sale, without it.",
        "определяется по показателям, какими они были непосредственно перед продажей, без неё.",
    ),
    "after_the_sale": (
        "is judged by the figures as they stood immediately after the sale, with it.",
        "определяется по показателям, какими они были сразу после продажи, вместе с ней.",
    ),
}
_ORDER = Text.of(
    en="Sales follow one another by their date, then by their time of day where the records know it, then by the "
    "column {column}, the shorter text first and texts of one length in the order of their characters.",
    ru="Продажи идут друг за другом по дате, затем по времени суток, если оно есть в данных, затем по столбцу "
    "{column}: сначала более короткий текст, а тексты одной длины — в порядке их знаков.",
)
_WINDOW = {
    "before_the_sale": Text.of(
        en="A window that reaches the sale ends there: of sales and lines of sales those before it count, "
        "of other records those dated up to its day.",
        ru="Окно, в которое попадает продажа, заканчивается на ней: из продаж и строк продаж учитываются те, "
        "что раньше неё, из других записей — датированные не позже её дня.",
    ),
    "after_the_sale": Text.of(
        en="A window that reaches the sale ends there: of sales and lines of sales those up to it count, the sale "
        "included, of other records those dated up to its day.",
        ru="Окно, в которое попадает продажа, заканчивается на ней: из продаж и строк продаж учитываются те, "
        "что не позже неё, вместе с ней самой, из других записей — датированные не позже её дня.",
    ),
}
_END = Text.of(
    en="Where anything speaks of the end of the period, the day of the sale is meant; the day, the week, the quarter, "
    "the half-year and the year are those in which the sale lies.",
    ru="Там, где говорится о конце периода, имеется в виду день продажи; день, неделя, квартал, полугодие и год — "
    "те, в которых лежит продажа.",
)
_TIER = Text.of(
    en="The tier is the one with which the period before ended.",
    ru="Статус — тот, с которым закончился предыдущий период.",
)


def chooses_by_figures(version: ClauseVersion) -> bool:
    """Whether figures other than those of the row itself, tiers or conditions choose the row of its table."""
    table = getattr(version, "table", None)
    by = getattr(table, "by", ())
    chooser = getattr(version, "chooser_thing", None)
    other = chooser is not None and chooser != getattr(version, "base_thing", None)
    return other or "tier" in by or "condition" in by


def judged_conditions(version: ClauseVersion) -> Iterator[Condition]:
    """The conditions of a rule per row that `as_of` governs, save those of a walk."""
    if version.earns is not None:
        yield version.earns
    for row in getattr(getattr(version, "table", None), "rows", ()):
        when = getattr(row, "when", None)
        if when is not None and not isinstance(when, str):
            yield when


def what_is_judged(version: ClauseVersion) -> list[str]:
    """What of a rule is judged by figures, in the order of its sentence; nothing where `as_of` has no meaning."""
    what = [name for name in ("earns", "counted", "less") if getattr(version, name, None) is not None]
    return [*what, *(["row"] if chooses_by_figures(version) else [])]


def say_judged(builder: SayingsBuilder, version: ClauseVersion) -> None:
    """Add `metrics_of`, `picks_by` and, where anything is judged, `as_of`; at sales also what `moment.` begins."""
    what = what_is_judged(version)
    if version.takes:
        what = ["takes" if name == "earns" else name for name in what]
    at_sale = bool(what) and version.as_of in MOMENTS
    builder.say("metrics_of", _AMOUNTS_OF if at_sale else _METRICS_OF)
    builder.say("picks_by", _PICKS_BY[version.picks_by])
    if not what:
        return
    as_of = version.as_of or "window_end"
    en, ru = (_joined([_WHAT[name][at] for name in what], word) for at, word in ((0, " and "), (1, " и ")))
    end_en, end_ru = _AS_OF[as_of]
    builder.say("as_of", Text.of(en=f"{en} {end_en}", ru=f"{ru}, {end_ru}"))
    if not at_sale:
        return
    builder.say("moment.order", _ORDER, column=Code("sale"))
    builder.say("moment.window", _WINDOW[as_of])
    builder.say("moment.end", _END)
    tested = (atom for one in judged_conditions(version) for atom in atoms(one))
    by = getattr(getattr(version, "table", None), "by", ())
    if "tier" in by or any(isinstance(atom, TierIs) for atom in tested):
        builder.say("moment.tier", _TIER)


def _joined(what: list[str], word: str) -> str:
    """Several of them in a row, the first letter large."""
    *before, last = what
    text = f"{', '.join(before)}{word}{last}" if before else last
    return text[0].upper() + text[1:]
