"""Small edits of built HTML for mutants: find tagged elements, change their text, cut them out."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from html import escape, unescape
from html.parser import HTMLParser

from generator.audit.numerals import (
    ABOUT,
    DURATIONS,
    MINUS,
    MONTHS,
    NBSP,
    REWARD,
    SIGNS,
    Figure,
    Unreadable,
    read,
    word_of_points,
)
from generator.audit.plain import VOID

CURRENCIES = ("RUB", "EUR", "GBP", "USD")


@dataclass(frozen=True)
class Element:
    """One element of a page: its attributes, and where it and its inside stand in the text."""

    tag: str
    attributes: dict[str, str]
    start: int
    inner_start: int
    inner_end: int
    end: int


class _Outline(HTMLParser):
    """Notes where every element begins and ends."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        # The parser counts lines by newlines alone.
        self.lines = [0, *(hit.end() for hit in re.finditer("\n", text))]
        self.stack: list[tuple[str, dict[str, str], int, int]] = []
        self.found: list[Element] = []

    def _at(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            start = self._at()
            end = start + len(self.get_starttag_text() or "")
            self.stack.append((tag, {name: value or "" for name, value in attrs}, start, end))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        return

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, *_ in self.stack):
            return
        at = self._at()
        while self.stack:
            name, attributes, start, inner = self.stack.pop()
            if name == tag:
                self.found.append(Element(tag, attributes, start, inner, at, at + len(tag) + 3))
                return


def elements(text: str) -> list[Element]:
    """All elements of a page in the order in which they begin."""
    outline = _Outline(text)
    outline.feed(text)
    outline.close()
    return sorted(outline.found, key=lambda one: one.start)


def tagged(text: str, *names: str) -> list[Element]:
    """The elements that carry one of the attributes."""
    return [one for one in elements(text) if any(name in one.attributes for name in names)]


def inside(text: str, element: Element) -> str:
    """What stands inside an element, entities resolved, tags taken away."""
    return unescape(re.sub(r"<[^>]*>", "", text[element.inner_start : element.inner_end]))


def refill(text: str, element: Element, content: str) -> str:
    """The page with other text inside an element."""
    return text[: element.inner_start] + escape(content, quote=False) + text[element.inner_end :]


def cut_out(text: str, element: Element) -> str:
    """The page without an element."""
    return text[: element.start] + text[element.end :]


def double(text: str, element: Element) -> str:
    """The page with an element standing there twice."""
    return text[: element.end] + text[element.start : element.end] + text[element.end :]


def emptied(text: str, element: Element) -> str:
    """The page with nothing inside an element."""
    return text[: element.inner_start] + text[element.inner_end :]


def _grouped(value: Fraction, digits: int, language: str) -> str:
    scaled = abs(value) * 10**digits
    whole, rest = divmod(scaled.numerator // scaled.denominator, 10**digits)
    mark, point = (NBSP, ",") if language == "ru" else (",", ".")
    text = f"{whole:,}".replace(",", mark)
    return f"{text}{point}{rest:0{digits}d}" if digits else text


def written(figure: Figure, language: str) -> str:
    """A figure in the format of a language, as a page would show it."""
    value = figure.value
    if figure.about:
        return f"{ABOUT}{NBSP}{written(replace(figure, about=False), language)}"
    if isinstance(value, date):
        return f"{value.day}{NBSP}{MONTHS[language][value.month - 1]}{NBSP}{value.year}"
    if isinstance(value, str):
        return value
    sign, number = (MINUS if value < 0 else ""), _grouped(value, figure.digits, language)
    if figure.unit == "percent":
        return f"{sign}{number}{NBSP}%" if language == "ru" else f"{sign}{number}%"
    if figure.unit in DURATIONS[language]:
        word = sorted(DURATIONS[language][figure.unit], key=len)[-1]
        return f"{sign}{number}{NBSP}{word}"
    if figure.unit == "points":
        return f"{sign}{number}{NBSP}{word_of_points(value, figure.digits, language)}"
    if figure.unit == "count" or figure.unit.startswith(REWARD):
        return sign + number
    if not re.fullmatch("[A-Z]{3}", figure.unit):
        return f"{sign}{number}{NBSP}{figure.unit}"
    mark = next((one for one, code in SIGNS.items() if code == figure.unit), figure.unit)
    return f"{sign}{number}{NBSP}{mark}" if language == "ru" else f"{sign}{mark}{number}"


def nudged(text: str, language: str, unit: str, rng: random.Random) -> str | None:
    """The same kind of figure, moved by its smallest step; None where the text is none that can be moved."""
    try:
        figure = read(text, language, unit)
    except Unreadable:
        return None
    value = figure.value
    step = rng.choice((-1, 1))
    if isinstance(value, date):
        return written(Figure(value + timedelta(days=step), unit), language)
    if isinstance(value, str):
        return None
    if unit not in ("percent", "count", "points") and unit not in DURATIONS["en"] and REWARD not in unit:
        digits = max(figure.digits, 2)
        moved = value + Fraction(step, 10**digits)
        return written(Figure(moved, unit, digits, figure.about), language)
    if value + step <= 0:
        step = 1
    return written(Figure(value + step, unit, figure.digits, figure.about), language)


def other_currency(text: str, language: str, unit: str) -> tuple[str, str] | None:
    """The same number in another currency, as (text, unit); None where it is no money."""
    if unit not in SIGNS.values():
        return None
    figure = read(text, language, unit)
    new = next(code for code in CURRENCIES if code != unit)
    return written(Figure(figure.value, new, figure.digits), language), new


def figures_of(text: str) -> Iterator[tuple[Element, str, str]]:
    """Every tagged figure of a page: its element, its unit and its visible text."""
    for element in tagged(text, "data-fact"):
        yield element, element.attributes.get("data-unit", ""), inside(text, element).strip()
