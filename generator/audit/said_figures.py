"""What sections on figures have in common: each sentence once, filters, units, rounding and rows of a lookup."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from generator.audit.definitions import Rounding, Step
from generator.audit.records import Filter
from generator.audit.sections import Section
from generator.audit.sentences_metrics import FILTERS
from generator.audit.shapes import NotUnderstood, Said, Vocabulary

REPEATED = ("where", "taken", "row", "weight")


class Words:
    """What a section says by the first part of the key, each once, apart from filters, rows and weights."""

    def __init__(self, section: Section, vocabulary: Vocabulary) -> None:
        self.section = section
        self.thing = section.thing
        self.once: dict[str, tuple[int, Said]] = {}
        self.lists: dict[str, list[Said]] = {name: [] for name in REPEATED}
        self.having: list[tuple[int, Said]] = []
        self.order: list[str] = []
        for at, said in section.say(vocabulary):
            start = said.key.partition(".")[0]
            self.order.append(start)
            if start in self.lists:
                self.lists[start].append(said)
            elif start == "having":
                self.having.append((at, said))
            elif said.key.startswith("absent.") and said.key != "absent.taken":
                self._only(said.key, at, said)
            else:
                self._only(start, at, said)

    def _only(self, start: str, at: int, said: Said) -> None:
        if start in self.once:
            raise NotUnderstood(f"{self.thing} says two things about its {start}")
        self.once[start] = at, said

    def need(self, start: str) -> Said:
        """The one sentence of a group that must be there."""
        if start not in self.once:
            raise NotUnderstood(f"{self.thing} says nothing about its {start}")
        return self.once[start][1]

    def may(self, start: str) -> Said | None:
        """The one sentence of a group, if there is one."""
        return self.once[start][1] if start in self.once else None

    def only(self, *allowed: str) -> None:
        """Refuse whatever a section says that such a figure cannot have."""
        said = {*self.once, *(name for name, found in self.lists.items() if found)}
        extra = said - set(allowed)
        if extra or (self.having and "having" not in allowed):
            raise NotUnderstood(
                f"{self.thing} speaks of its {', '.join(sorted(extra)) or 'legs'}, which it cannot have"
            )


def target_of(said: Said, name: str, kind: str) -> str:
    """The bare name of a thing that must be of a kind."""
    target = said.target(name)
    if not target.startswith(f"{kind}/"):
        raise NotUnderstood(f"{target} is no {kind}")
    return target.removeprefix(f"{kind}/")


def speaks_of(said: Said, thing: str) -> None:
    """Refuse a sentence whose subject is another thing."""
    if said.target("self") != thing:
        raise NotUnderstood(f"{thing} speaks of {said.target('self')}")


def _test(said: Said) -> tuple[Filter, ...]:
    relation = said.key.partition(".")[2]
    if relation == "all":
        return ()
    column = said.code("column")
    if relation == "one":
        return (Filter(column, "one_of", frozenset({said.code("value")})),)
    if relation == "several":
        return (Filter(column, "one_of", frozenset(said.codes("values"))),)
    return (Filter(column, relation, bound=Fraction(said.number("bound"))),)


def tests_of(sentences: list[Said]) -> tuple[Filter, ...]:
    """The tests that all must hold; "every row" stands alone."""
    if len(sentences) > 1 and any(said.key == "where.all" for said in sentences):
        raise NotUnderstood("every row is counted, and only some")
    return tuple(one for said in sentences for one in _test(said))


def filters_of(section: Section) -> tuple[Filter, ...]:
    """The tests of rows that a section of any kind names; NotUnderstood if it names none, not even "every row"."""
    sentences = [said for _, said in section.say(FILTERS)]
    if not sentences:
        raise NotUnderstood(f"{section.thing} does not say which rows are counted")
    return tests_of(sentences)


def rounding_of(words: Words) -> Rounding | None:
    """How a figure is rounded; None where it is not."""
    said = words.need("rounding")
    mode = said.key.partition(".")[2]
    if not mode:
        return None
    digits = said.number("digits")
    if digits.denominator != 1 or digits < 0:
        raise NotUnderstood(f"{words.thing} is rounded to {digits} digits")
    return Rounding(mode, int(digits))


def unit_of(words: Words) -> str:
    """The unit of a figure, as facts name it."""
    said = words.need("unit")
    unit = said.key.partition(".")[2]
    if unit not in ("money", "named", "declared"):
        return unit
    code = said.code("code")
    if unit == "named" and said.target("title") != f"unit/{code}":
        raise NotUnderstood(f"{words.thing} is counted in {said.target('title')}, written {code}")
    if unit == "declared" and code not in ("days", "months", "years"):
        raise NotUnderstood(f"{words.thing} is counted in {code}, of which nothing is known")
    return code


def figure_in(unit: str, said: Said, name: str, thing: str) -> Fraction:
    """A figure that must be of a unit."""
    if said.unit(name) != unit:
        raise NotUnderstood(f"{thing} is in {unit}, it says {said.parts[name]} in {said.unit(name)}")
    return said.number(name)


def steps_of(words: Words, unit: str) -> tuple[Step, ...]:
    """The rows of a lookup, which must rise."""
    steps = tuple(
        Step(said.number("from"), said.unit("from"), figure_in(unit, said, "is", words.thing))
        for said in words.lists["row"]
    )
    if not steps or any(low.at_least >= high.at_least for low, high in pairwise(steps)):
        raise NotUnderstood(f"{words.thing} has no rows, or they do not rise")
    if len({step.unit for step in steps}) > 1:
        raise NotUnderstood(f"{words.thing} has rows in several units")
    return steps


def lines_of(words: Words, table: str) -> None:
    """Rows of sale_lines say whose they are and of which day; rows of other tables say so themselves."""
    said = words.may("lines")
    if (said is not None) != (table == "sale_lines") or (said is not None and said.code("table") != table):
        raise NotUnderstood(f"{words.thing} does not say whose a row of {table} is")


def shares_of(words: Words) -> bool:
    """Whether a section says that a hundred percent count as one."""
    said = words.may("percent")
    if said is not None and not said.number("whole") == 100 * said.number("one") == 100:
        raise NotUnderstood(f"{words.thing}: {said.number('whole')} percent count as {said.number('one')}")
    return said is not None


def whole_of(said: Said, name: str) -> int:
    """A whole number that is not below zero."""
    value = said.number(name)
    if value.denominator != 1 or value < 0:
        raise NotUnderstood(f"{value} is no whole number")
    return int(value)
