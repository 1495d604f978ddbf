"""Reads metrics, one figure a partner and window, from the binding sentences of their sections."""

from __future__ import annotations

from collections.abc import Mapping

from generator.audit.definitions import ROWS, Measure, Metric, Window
from generator.audit.derived_pages import derived
from generator.audit.records import Filter
from generator.audit.said_figures import (
    Words,
    figure_in,
    lines_of,
    rounding_of,
    speaks_of,
    target_of,
    tests_of,
    unit_of,
    whole_of,
)
from generator.audit.said_scopes import OF_SCOPES, scope_of
from generator.audit.sections import Section
from generator.audit.sentences_scopes import METRIC
from generator.audit.shapes import NotUnderstood, Said


def metric(section: Section, measures: Mapping[str, Measure], ladders: dict[str, str]) -> Metric:
    """One figure a partner and window."""
    words = Words(section, METRIC)
    said = words.need("value")
    speaks_of(said, section.thing)
    kind = said.key.split(".")[1]
    if kind in ROWS:
        return _of_rows(words, said, kind, measures, ladders)
    return derived(words, said, kind, ladders)


def _of_rows(
    words: Words, value: Said, kind: str, measures: Mapping[str, Measure], ladders: dict[str, str]
) -> Metric:
    thing, unit = words.thing, unit_of(words)
    window, absent = words.need("window"), words.need("absent")
    words.only(*"value where window absent unit rounding lines must taken".split(), *OF_SCOPES, "joining")
    source = target_of(value, "measure", "measure") if "measure" in value.parts else ""
    if source:
        if source not in measures:
            raise NotUnderstood(f"{thing} is made of {source}, which the edition does not define")
        table = measures[source].table
        if measures[source].unit != unit:
            raise NotUnderstood(f"{thing} is {unit}, what it is made of is {measures[source].unit}")
    else:
        table = value.code("table")
        if unit != "count" and words.need("unit").key != "unit.named":
            raise NotUnderstood(f"{thing} is a number, and in {unit}")
        lines_of(words, table)
    if source and words.may("lines") is not None:
        raise NotUnderstood(f"{thing} says what {source} is to say")
    if not words.lists["where"]:
        raise NotUnderstood(f"{thing} does not say which rows are counted")
    must = _must(words, kind)
    if (absent.key == "absent.taken") != (must is not None and kind == "first"):
        raise NotUnderstood(f"{thing} does not say what it is if the row taken does not count")
    found = scope_of(words, unit, ladders)
    added = (
        ("sum", "count", "new") if found.kind in ("largest", "smallest") else ("sum", "count", "mean", "new")
    )
    if found.kind != "own" and kind not in added:
        raise NotUnderstood(f"{thing} cannot be added up over several partners")
    personal = found.kind != "own" and window.key in ("window.membership_year", "window.from_joining")
    if personal != (words.may("joining") is not None):
        raise NotUnderstood(f"{thing} does not say from whose joining its window is counted")
    return Metric(
        thing.removeprefix("metric/"),
        kind,
        table,
        _window(window),
        source,
        value.code("column") if "column" in value.parts else "",
        tests_of(words.lists["where"]),
        must,
        unit,
        figure_in(unit, absent, "value", thing),
        rounding_of(words),
        found,
    )


def _must(words: Words, kind: str) -> tuple[Filter, ...] | None:
    said, tests = words.may("must"), words.lists["taken"]
    if (said is None) != (not tests):
        raise NotUnderstood(f"{words.thing} does not say what the row taken must meet")
    if said is None:
        return None
    if said.key != f"must.{kind}":
        raise NotUnderstood(f"{words.thing} takes no single row")
    return tests_of(tests)


def _window(said: Said) -> Window:
    kind = said.key.removeprefix("window.")
    if kind == "reader":
        raise NotUnderstood("rows need a window of their own")
    if "length" not in said.parts:
        return Window(kind)
    return Window(kind, whole_of(said, "length"), said.unit("length"))
