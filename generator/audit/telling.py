"""Words with figures in their places: what a statement must say of a line, from the first word to the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from generator.audit.amounts import (
    Amount,
    Fixed,
    ForEach,
    ForEvery,
    OfMetric,
    OwnTerm,
    RateOf,
    value_of,
)
from generator.audit.numerals import Value
from generator.audit.promise import Edition
from generator.audit.standing import View
from generator.audit.wording import BOX, Tongue

DASH = "\u2013"  # a cell with nothing in it


@dataclass(frozen=True)
class Wanted:
    """One figure that a statement must show, and the finding where it shows another."""

    unit: str
    value: Value
    slug: str


@dataclass(frozen=True)
class Naming:
    """What things are called on one statement: titles, words of the language, numbers for other partners."""

    edition: Edition
    titles: Mapping[str, str]
    tongue: Tongue
    others: Mapping[str, int]

    def title(self, thing: str) -> str:
        """The title of a metric, a measure or anything else, by its kind and name."""
        return self.titles.get(thing, "")

    def metric(self, name: str) -> str:
        """The title of a metric."""
        return self.title(f"metric/{name}")

    def figure(self, name: str) -> tuple[str, str]:
        """The title and the unit of what a rule reads: a metric, or a measure of a row."""
        if name.startswith("measure/"):
            return self.title(name), self.edition.measures[name.removeprefix("measure/")].unit
        return self.metric(name), self.edition.metrics[name].unit


@dataclass
class Telling:
    """What is told, bit by bit: the words with a box for each figure, and the figures in the same order."""

    naming: Naming
    words: list[str] = field(default_factory=list)
    figures: list[tuple[str, Wanted]] = field(default_factory=list)

    def say(self, key: str, *figures: tuple[str, Wanted], **titles: str) -> None:
        """A wording of the language, whose boxes are the figures one after the other."""
        self.put(self.naming.tongue.say(key, **titles), *figures)

    def put(self, words: str, *figures: tuple[str, Wanted]) -> None:
        """Words as they are, with a box for each of the figures."""
        if words.count(BOX) != len(figures):
            raise ValueError(f"{words!r} has no room for {len(figures)} figures")
        self.words.append(words)
        self.figures += figures

    def mark(self, key: str, *figures: tuple[str, Wanted], **titles: str) -> None:
        """A wording one of whose boxes is a mark, such as the name of a record, and no figure."""
        words = self.naming.tongue.say(key, **titles)
        if words.count(BOX) != len(figures) + 1:
            raise ValueError(f"{words!r} has no room for a mark and {len(figures)} figures")
        self.words.append(words)
        self.figures += figures

    def cell(self, figure: tuple[str, Wanted] | None) -> None:
        """A cell of a table with one figure, or with none."""
        if figure is None:
            self.words.append(f" {DASH} ")
        else:
            self.put(f" {BOX} ", figure)

    def part(self, name: str, unit: str, value: Value) -> tuple[str, Wanted]:
        """A figure of the workings."""
        return name, Wanted(unit, value, "line-part-differs")

    def amount(self, amount: Amount, name: str, view: View) -> None:
        """An amount with the figures that it is made of, as it stands in the last rows of workings."""
        units = self.naming.edition.metrics
        if isinstance(amount, Fixed | OwnTerm):
            self.put(BOX, self.part(name, amount.unit, value_of(amount, view)))
            return
        title, unit = self.naming.metric(amount.metric), units[amount.metric].unit
        value = view.metric(amount.metric)
        if isinstance(amount, OfMetric):
            self.put(f"{title} {BOX}", self.part(name, unit, value))
            return
        if isinstance(amount, ForEvery):
            self.say(
                "every",
                self.part(f"{name}.rate", amount.unit, amount.amount),
                self.part(f"{name}.times", "count", amount.times(value)),
                self.part(f"{name}.of", unit, value),
                self.part(f"{name}.every", amount.of, amount.every),
                title=title,
            )
            return
        self.put(
            f"{BOX} \u00d7 {title} {BOX}",
            self.part(f"{name}.rate", *rate_of(amount)),
            self.part(f"{name}.of", unit, value),
        )


def rate_of(amount: RateOf | ForEach | ForEvery) -> tuple[str, Fraction]:
    """What a metric is multiplied by, with its unit."""
    return ("percent", amount.rate) if isinstance(amount, RateOf) else (amount.unit, amount.amount)


def reads_metric(amount: Amount | None) -> bool:
    """Whether an amount is made of a metric."""
    return isinstance(amount, OfMetric | RateOf | ForEach | ForEvery)
