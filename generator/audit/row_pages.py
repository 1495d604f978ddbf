"""Reads which rows a rule judges one by one, by whose figures, and what makes money of a figure in a declared unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from generator.audit.carrier_sentences import JUDGED
from generator.audit.conditions import Condition, LineIs, MetricIs, TierAtLeast, TierIs, conditions_of
from generator.audit.definitions import ROWS
from generator.audit.promise import Edition
from generator.audit.shapes import NotUnderstood, Said
from generator.audit.terms import Commission, FixedBonus, RowSource
from generator.audit.terms_legs import Binary
from generator.audit.terms_money import Deduction
from generator.audit.terms_network import AnyTerms, Differential, LevelCommission

Told = dict[str, Said]

MOMENTS = ("before_the_sale", "after_the_sale")


def read_source(told: Told, where: tuple[object, ...], thing: str) -> RowSource | None:
    """The rows that a rule reads; None where it reads none."""
    said = told.get("source")
    together = [one for key, one in told.items() if key.startswith("rows.")]
    of_rows = [key for key in told if key.partition(".")[0] in ("metrics_of", "picks_by", "as_of", "moment")]
    if len(together) == 1 and said is None and not of_rows:
        return _source(told, together[0], where, together[0].key.removeprefix("rows."))
    if said is None or together:
        if together or "within" in told or of_rows:
            raise NotUnderstood(f"{thing} speaks of rows and does not say which it reads")
        return None
    picks = [key for key in of_rows if key.startswith("picks_by.")]
    figures = [key for key in of_rows if key.startswith("metrics_of")]
    as_of = [key.split(".")[1] for key in of_rows if key.startswith("as_of.")]
    if len(picks) != 1 or len(figures) != 1 or len(as_of) > 1:
        raise NotUnderstood(f"{thing} does not say by which version and figures a row is judged")
    source = _source(told, said, where)
    return replace(source, picks_by_row=picks[0] == "picks_by.row", as_of=as_of[0] if as_of else "window_end")


def _source(told: Told, said: Said, where: tuple[object, ...], together: str = "") -> RowSource:
    within = told.get("within")
    return RowSource(
        said.code("table"),
        where,  # type: ignore[arg-type]
        int(within.number("within")) if within is not None else None,
        within.unit("within") if within is not None else "days",
        together=together,
    )


def _per_row(terms: AnyTerms) -> RowSource | None:
    """The rows that are judged one by one."""
    source = getattr(terms, "source", None)
    return source if isinstance(source, RowSource) and not source.together else None


def _judged(terms: AnyTerms) -> list[str]:
    """What of a rule per row goes by figures at some time: its conditions, and whatever chooses its row."""
    found = [terms.earns is not None, False, False, False]
    if isinstance(terms, LevelCommission):
        found[1:] = [terms.walk.counted is not None, terms.less is not None, bool(terms.walk.ladder)]
    if isinstance(terms, Commission):
        other = terms.chosen_by != terms.base
        found[3] = other or any(row.tier or row.when or row.otherwise for row in terms.rows)
    return [name for name, there in zip(JUDGED, found, strict=True) if there]


def check_judged(
    terms: AnyTerms, asked: list[Condition | None], told: Told, edition: Edition, thing: str
) -> None:
    """A rule per row says by whose figures everything is judged that has to be; `asked` are its conditions."""
    source = _per_row(terms)
    if source is None:
        return
    said = [key.split(".")[2:] for key in told if key.startswith("as_of.")]
    subjects = _judged(terms)
    if said != ([["+".join(subjects)]] if subjects else []):
        raise NotUnderstood(f"{thing} does not say by whose figures these are judged: {subjects}")
    moments = {key for key in told if key.startswith("moment.")} | {
        key for key in told if key == "metrics_of.amounts"
    }
    if source.as_of not in MOMENTS:
        if moments:
            raise NotUnderstood(f"{thing} speaks of the moment of a sale and is judged by other figures")
        return
    if not isinstance(terms, Commission | FixedBonus | Deduction) or source.table not in (
        "sales",
        "sale_lines",
    ):
        raise NotUnderstood(f"{thing} is judged at a sale and has none")
    needed = {"moment.order", f"moment.window.{source.as_of}", "moment.end", "metrics_of.amounts"}
    tests = [one for condition in asked for one in conditions_of(condition)]
    rows = terms.rows if isinstance(terms, Commission) else ()
    if any(row.tier for row in rows) or any(isinstance(one, TierAtLeast | TierIs) for one in tests):
        needed.add("moment.tier")
    if moments != needed or told["moment.order"].code("column") != "sale":
        raise NotUnderstood(f"{thing} does not say what counts at a sale: {sorted(moments ^ needed)}")
    if any(isinstance(one, LineIs) and one.shift is None for one in tests):
        raise NotUnderstood(f"{thing} asks at a sale for a line that is made later")
    metrics = {one.metric for one in tests if isinstance(one, MetricIs) and one.shift is None}
    metrics |= {terms.chosen_by} if isinstance(terms, Commission) else set()
    _own_alone((name for name in metrics if not name.startswith("measure/")), edition, thing)


def _own_alone(metrics: Iterable[str], edition: Edition, thing: str) -> None:
    """Refuse figures of other people: what they are in the middle of a period is not said."""
    open_, seen = list(metrics), set[str]()
    while open_:
        metric = edition.metrics.get(name := open_.pop())
        if metric is None:
            raise NotUnderstood(f"{thing} reads {name}, which the edition does not define")
        if metric.kind in ("over", "members", "recruits", "legs") or metric.scope.kind != "own":
            raise NotUnderstood(f"{thing} reads {name} at a sale, which counts other people")
        seen.add(name)
        if metric.kind not in ROWS:
            open_ += [
                one.metric
                for one in metric.operands
                if one.metric and not one.shift and one.metric not in seen
            ]


def worth_of(terms: AnyTerms, told: Told, unit: Callable[[str], str], edition: Edition, thing: str) -> str:
    """The declared unit whose worth makes money of what the rates give; nothing where the base is money."""
    said = {key: one for key, one in told.items() if key.startswith("worth.")}
    if not said:
        return ""
    shares = isinstance(terms, LevelCommission | Differential | Binary) or (
        isinstance(terms, Commission) and terms.rows[0].pays == "rate"
    )
    source = _per_row(terms)
    wanted = (
        f"worth.{terms.per}" if source is None else f"worth.row.{'date' if source.picks_by_row else 'window'}"
    )
    if set(said) != {wanted} or not shares:
        raise NotUnderstood(
            f"{thing} does not say by which day a unit has its worth: {sorted(said)}, not {wanted}"
        )
    assert isinstance(terms, Commission | LevelCommission | Differential | Binary)
    name = said[wanted].code("unit")
    known = edition.units.get(name)
    if said[wanted].target("title") != f"unit/{name}" or known is None or known.worth is None:
        raise NotUnderstood(f"{thing} speaks of the worth of {name}, which has none")
    if unit(terms.base) != name:
        raise NotUnderstood(f"{thing} takes a rate of {terms.base}, which is not counted in {name}")
    return name
