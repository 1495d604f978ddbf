"""Metrics: one exact value for each partner and window, made of measures or of rows."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pydantic import model_validator

from generator.source import Fault, Frozen
from generator.terms.derived import OTHERS, PAIRS, DerivedKeys
from generator.terms.derived_faults import derived_faults
from generator.terms.derived_words import say_derived
from generator.terms.filters import Filters, say_filters, say_must
from generator.terms.measure import Table, UnitName, say_lines, say_unit
from generator.terms.quantity import Amount, Slug
from generator.terms.rounding import FigureRounding, say_rounding
from generator.terms.saying import Code, Sayings, SayingsBuilder, Slot
from generator.terms.scope_words import say_own_windows, say_scope
from generator.terms.text import Text, Wording
from generator.terms.titles import Titles
from generator.terms.version import check_versions, say_dates
from generator.terms.window import ROWWISE, AnyWindow, Window, say_window

OF_MEASURE = ("sum", "mean", "min", "max", "first", "last")
OF_COLUMN = ("distinct", "new")
AGGREGATES = (*OF_MEASURE, "count", *OF_COLUMN)
ABSENT = ("mean", "min", "max", "first", "last")
"""Aggregates that no row makes absent."""


class MetricVersion(DerivedKeys):
    """One dated definition: exactly one of the aggregates, over the rows of a window."""

    mean: Slug | None = None
    min: Slug | None = None
    max: Slug | None = None
    first: Slug | None = None
    last: Slug | None = None
    distinct: str | None = None
    new: str | None = None
    of: Table | None = None
    where: Filters = ()
    first_must: Filters = ()
    when_absent: Amount | None = None
    round: FigureRounding | None = None
    unit: UnitName | None = None
    window: AnyWindow = Window("period")

    @property
    def aggregate(self) -> str:
        """Which aggregate it is."""
        return next(name for name in AGGREGATES if getattr(self, name) is not None)

    @property
    def of_rows(self) -> bool:
        """Whether it is made of rows."""
        return any(getattr(self, name) is not None for name in AGGREGATES)

    @property
    def measure(self) -> str | None:
        """The measure that it aggregates, if any."""
        return next((getattr(self, name) for name in OF_MEASURE if getattr(self, name) is not None), None)

    @model_validator(mode="after")
    def _makes_sense(self) -> MetricVersion:
        given = [name for name in AGGREGATES if getattr(self, name) is not None] + self.derived_ways
        if len(given) != 1:
            raise Fault(
                "metric-ambiguous",
                "A metric is exactly one of "
                + ", ".join(f"`{name}`" for name in (*AGGREGATES, *PAIRS, *OTHERS))
                + ".",
                at=(given[1],) if given else (),
                other=(given[0],) if given else None,
                other_label="already counted in this way" if given else "",
                on_key=bool(given),
                consequence="Two ways of counting give two figures, and a partner is paid by one."
                if given
                else "Without one nobody could tell what is counted.",
                cure="Keep one of them." if given else "Add `sum: <measure>` or `count: sales`.",
            )
        for fault in derived_faults(self, self.model_fields_set):
            raise fault
        if self.derived is not None:
            return self
        for fault in (
            *self._scope(given[0]),
            *self._column(given[0]),
            *self._window(),
            *self._absent(given[0]),
        ):
            raise fault
        return self

    def _scope(self, kind: str) -> Iterator[Fault]:
        additive = kind in ("sum", "count") or (kind == "new" and self.new == "partner")
        legs = self.scope.kind in ("largest_leg", "smallest_leg")
        if self.scope.kind != "own" and not additive and (kind != "mean" or legs):
            yield Fault(
                "scope-not-additive",
                f"`{kind}` of several partners is not the sum of what each of them has.",
                at=("scope",),
                other=(kind,),
                other_label="this cannot be added up",
                consequence="A value that two of them have would count twice, or the wrong one would be taken.",
                cure="Count or sum over the scope, or write `scope: own`.",
            )

    def _column(self, kind: str) -> Iterator[Fault]:
        if (kind in OF_COLUMN) != (self.of is not None):
            yield Fault(
                "metric-ambiguous",
                "`new` and `distinct` name a column and `of` its table; they stand together.",
                at=(kind,) if self.of is None else ("of",),
                consequence="Without both nobody could tell what is counted.",
                cure=f"Write `{kind if kind in OF_COLUMN else 'new'}: customer, of: sales`.",
            )

    def _window(self) -> Iterator[Fault]:
        if "window" not in self.model_fields_set:
            yield Fault(
                "missing-key",
                "The key `window` is missing here.",
                consequence="Without it nobody can tell which rows the figure is made of.",
                cure="Add `window: period`.",
            )
        if self.window.kind in ROWWISE:
            yield Fault(
                "unknown-window",
                "A metric sums up a window of days; the value of one row is a measure.",
                at=("window",),
                consequence="A partner would read a sum where one row is meant.",
                cure="Let the rule read the measure, or write `window: period`.",
            )

    def _absent(self, kind: str) -> Iterator[Fault]:
        if kind in ABSENT and self.when_absent is None:
            yield Fault(
                "when-absent-missing",
                f"Over no rows `{kind}` has no value, and nothing says what holds then.",
                at=(kind,),
                on_key=True,
                consequence="Absent is not zero, and partners could not tell which of the two they are paid by.",
                cure="Add the value that holds instead: `when_absent: 0`.",
            )
        if kind == "mean" and self.round is None:
            yield Fault(
                "rounding-missing",
                "A mean may have decimals without end, and nothing says how it is rounded.",
                at=("mean",),
                on_key=True,
                consequence="It could be neither printed nor checked with a pocket calculator.",
                cure="Add `round: {digits: 2, mode: half_up}`.",
            )
        useless = {
            "when_absent": self.when_absent is not None and kind not in ABSENT,
            "first_must": bool(self.first_must) and kind not in ("first", "new"),
        }
        for key, is_useless in useless.items():
            if is_useless:
                yield Fault(
                    "option-without-use",
                    f"`{key}` has no meaning beside `{kind}`.",
                    at=(key,),
                    on_key=True,
                    consequence="An option that does nothing looks like a promise.",
                    cure=f"Remove `{key}`.",
                )


class Metric(Frozen):
    """A metric with its dated versions."""

    title: Wording
    versions: tuple[MetricVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Metric:
        check_versions(self.versions)
        return self


_VALUES = {
    "sum": Text.of(
        en="{metric} is the sum of {measure} over the rows counted in the window.",
        ru="«{metric}» — сумма показателя строк «{measure}» по учтённым строкам окна.",
    ),
    "mean": Text.of(
        en="{metric} is the sum of {measure} over the rows counted in the window, divided by their number.",
        ru="«{metric}» — сумма показателя строк «{measure}» по учтённым строкам окна, делённая на их количество.",
    ),
    "min": Text.of(
        en="{metric} is the lowest value of {measure} among the rows counted in the window.",
        ru="«{metric}» — наименьшее значение показателя строк «{measure}» среди учтённых строк окна.",
    ),
    "max": Text.of(
        en="{metric} is the highest value of {measure} among the rows counted in the window.",
        ru="«{metric}» — наибольшее значение показателя строк «{measure}» среди учтённых строк окна.",
    ),
    "first": Text.of(
        en=(
            "{metric} is the value of {measure} in the earliest row counted in the window, by date and by time of "
            "day where the records know it; of several at once the lowest value is taken."
        ),
        ru=(
            "«{metric}» — значение показателя строк «{measure}» в самой ранней учтённой строке окна, по дате, "
            "а если в данных есть время суток — и по времени; из нескольких одновременных берётся "
            "наименьшее значение."
        ),
    ),
    "last": Text.of(
        en=(
            "{metric} is the value of {measure} in the latest row counted in the window, by date and by time of "
            "day where the records know it; of several at once the highest value is taken."
        ),
        ru=(
            "«{metric}» — значение показателя строк «{measure}» в самой поздней учтённой строке окна, по дате, "
            "а если в данных есть время суток — и по времени; из нескольких одновременных берётся "
            "наибольшее значение."
        ),
    ),
    "count": Text.of(
        en="{metric} is the number of rows of the table {table} counted in the window.",
        ru="«{metric}» — количество учтённых строк таблицы {table} в окне.",
    ),
    "distinct": Text.of(
        en=(
            "{metric} is the number of different values of the column {column} among the rows of the table {table} "
            "counted in the window; an empty cell is no value."
        ),
        ru=(
            "«{metric}» — количество разных значений столбца {column} среди учтённых строк таблицы {table} в окне; "
            "пустая ячейка значением не считается."
        ),
    ),
    "new": Text.of(
        en=(
            "{metric} is the number of different values of the column {column} among the rows of the table {table} "
            "counted in the window, of which the earliest counted row of all time, with any partner, "
            "lies in the window."
        ),
        ru=(
            "«{metric}» — количество разных значений столбца {column} среди учтённых строк таблицы {table} в окне, "
            "у которых самая ранняя учтённая строка за всё время, у любого партнёра, лежит в этом окне."
        ),
    ),
}
_MUST = {
    "first": Text.of(
        en="Only the earliest row is looked at; if it does not count, no later one takes its place.",
        ru="Смотрят только на самую раннюю строку; если она не засчитана, более поздняя её не заменяет.",
    ),
    "new": Text.of(
        en=(
            "A value is counted only if its earliest row of all time counts, or one at the same moment; "
            "otherwise no later row takes its place."
        ),
        ru=(
            "Значение учитывается, только если засчитана его самая ранняя строка за всё время или "
            "другая в тот же момент; иначе более поздняя строка её не заменяет."
        ),
    ),
}
_ABSENT = Text.of(en="Without counted rows it is {nothing}.", ru="Если учтённых строк нет, это {nothing}.")
_ABSENT_OR_FAILED = Text.of(
    en="Without counted rows, or if the row taken does not count, it is {nothing}.",
    ru="Если учтённых строк нет или взятая строка не засчитана, это {nothing}.",
)


def metric_sayings(name: str, version: MetricVersion, titles: Titles) -> Sayings:
    """What the page of a metric says; enough to recompute it from raw rows."""
    builder = SayingsBuilder(f"metric/{name}/{version.address}")
    say_dates(builder, version)
    if version.derived is not None:
        say_derived(builder, name, version, version.when_absent, version.round, titles)
        return builder.done()
    kind = version.aggregate
    slots: dict[str, Slot] = {"metric": titles.ref(f"metric/{name}")}
    if kind in OF_MEASURE:
        slots["measure"] = titles.ref(f"measure/{version.measure}")
    elif kind == "count":
        slots["table"] = Code(str(version.count))
    else:
        slots |= {"column": Code(getattr(version, kind)), "table": Code(str(version.of))}
    builder.say("value", _VALUES[kind], **slots)
    say_lines(builder, version.count or version.of or "")
    say_filters(builder, version.where)
    if version.first_must:
        builder.say("must", _MUST[kind])
        say_must(builder, version.first_must)
    unit = titles.metric_units[name]
    say_scope(builder, version.scope, unit, titles)
    say_window(builder, version.window)
    if version.window.personal and version.scope.kind != "own":
        say_own_windows(builder)
    say_unit(builder, unit, titles)
    absent = version.when_absent.value if version.when_absent else Fraction(0)
    nothing = builder.fact("absent", unit, absent)
    builder.say(
        "absent", _ABSENT_OR_FAILED if kind == "first" and version.first_must else _ABSENT, nothing=nothing
    )
    say_rounding(builder, version.round)
    return builder.done()
