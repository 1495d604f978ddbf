"""Metrics: one exact value for each partner and window, made of measures or of rows."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from pydantic import model_validator

from generator.source import Fault, Frozen
from generator.terms.filters import Filters, say_filters
from generator.terms.measure import NOT_ROUNDED, Table, say_unit
from generator.terms.quantity import COUNT, Slug
from generator.terms.saying import Code, Sayings, SayingsBuilder
from generator.terms.text import Text, Wording
from generator.terms.titles import Titles
from generator.terms.version import Version, check_versions, say_dates
from generator.terms.window import AnyWindow, say_window


class MetricVersion(Version):
    """One dated definition: exactly one of `sum` (a measure), `count` (a table), `new` (a column, with `of`)."""

    sum: Slug | None = None
    count: Table | None = None
    new: str | None = None
    of: Table | None = None
    where: Filters = ()
    window: AnyWindow
    scope: Literal["own"]

    @model_validator(mode="after")
    def _one_aggregate(self) -> MetricVersion:
        given = [name for name in ("sum", "count", "new") if getattr(self, name) is not None]
        if len(given) != 1:
            raise Fault(
                "metric-ambiguous",
                "A metric is exactly one of `sum`, `count` and `new`.",
                at=(given[1],) if given else (),
                other=(given[0],) if given else None,
                other_label="already counted in this way" if given else "",
                on_key=bool(given),
                consequence="Two ways of counting give two figures, and a partner is paid by one."
                if given
                else "Without one nobody could tell what is counted.",
                cure="Keep one of them." if given else "Add `sum: <measure>` or `count: sales`.",
            )
        if (self.new is None) != (self.of is None):
            raise Fault(
                "metric-ambiguous",
                "`new` names a column and `of` its table; they stand together.",
                at=("new",) if self.of is None else ("of",),
                consequence="Without both nobody could tell what is counted.",
                cure="Write `new: customer, of: sales`.",
            )
        return self


class Metric(Frozen):
    """A metric with its dated versions."""

    title: Wording
    versions: tuple[MetricVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Metric:
        check_versions(self.versions)
        return self


_SUM = Text.of(
    en="{metric} is the sum of {measure} over the rows counted in the window.",
    ru="«{metric}» — сумма показателя строк «{measure}» по учтённым строкам окна.",
)
_COUNT = Text.of(
    en="{metric} is the number of rows of the table {table} counted in the window.",
    ru="«{metric}» — количество учтённых строк таблицы {table} в окне.",
)
_NEW = Text.of(
    en=(
        "{metric} is the number of different values of the column {column} among the rows of the table {table} "
        "counted in the window, of which the earliest counted row of all time, with any partner, lies in the window."
    ),
    ru=(
        "«{metric}» — количество разных значений столбца {column} среди учтённых строк таблицы {table} в окне, "
        "у которых самая ранняя учтённая строка за всё время, у любого партнёра, лежит в этом окне."
    ),
)
_OWN = Text.of(en="Only the partner's own rows are counted.", ru="Учитываются только строки самого партнёра.")
_ABSENT = Text.of(en="Without counted rows it is {nothing}.", ru="Если учтённых строк нет, это {nothing}.")


def metric_sayings(name: str, version: MetricVersion, titles: Titles) -> Sayings:
    """What the page of a metric says; enough to recompute it from raw rows."""
    builder = SayingsBuilder(f"metric/{name}/{version.starts}")
    say_dates(builder, version)
    metric = titles.ref(f"metric/{name}")
    if version.sum is not None:
        builder.say("value", _SUM, metric=metric, measure=titles.ref(f"measure/{version.sum}"))
    elif version.count is not None:
        builder.say("value", _COUNT, metric=metric, table=Code(version.count))
    else:
        builder.say("value", _NEW, metric=metric, column=Code(str(version.new)), table=Code(str(version.of)))
    say_filters(builder, version.where)
    builder.say("scope", _OWN)
    say_window(builder, version.window)
    unit = titles.metric_units[name]
    say_unit(builder, COUNT if unit == COUNT else "money", titles)
    builder.say("absent", _ABSENT, nothing=builder.fact("absent", unit, Fraction(0)))
    builder.say("rounding", NOT_ROUNDED)
    return builder.done()
