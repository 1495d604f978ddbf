"""Mutants of the workings of a line: figures of its steps, steps exchanged, dropped or doubled, and their words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import pairwise

from generator.audit.edits import (
    Element,
    cut_out,
    double,
    elements,
    inside,
    nudged,
    refill,
    tagged,
)
from generator.audit.ground import Ground, Mutant, Operator, shortened

# Any of these says that a step is not what follows from the rule; nothing else would.
RIGHT = frozenset(
    "line-part-differs line-amount-differs line-basis-differs figure-missing figure-unexpected text-differs "
    "plain-reading-differs fact-differs fact-unreadable statement-unreadable reference-wrong".split()
)
STEP = re.compile(r"line/[^/]+/(?P<part>part\.[0-9]+)\.(?P<what>[a-z]+)")
ENDING = re.compile(
    r"line/[^/]+/(exact|weighted|chosen|timed|floored|most|worth|money|left_out|times|floor|cap|result|at_target|place"
    r"|last_place|ranked|prizes|sharing|share)(\.[a-z]+)?"
)

# What a row is about.
OF_ROW = ("row", "from", "partner", "generation", "others", "actual", "target")

# Changes the text of a statement; None where there is nothing to change.
Edit = Callable[[str, random.Random], str | None]


def on_statement(operator: str, edit: Edit, right: frozenset[str]) -> Operator:
    """An operator that changes the text of one statement, in its sealed and its plain form."""

    def make(rng: random.Random, ground: Ground) -> Mutant | None:
        for _ in range(60):
            if not ground.statements:
                return None
            partner, period = rng.choice(ground.statements)
            text = ground.fragment(partner, period)
            new = edit(text, rng)
            if new is None or new == text:
                continue
            at = next(i for i, (one, other) in enumerate(zip(text, new, strict=False)) if one != other)
            says = f"{partner}/{period}: {shortened(text[max(0, at - 60) : at + 30], 90)}"
            return Mutant(operator, says, ground.with_fragment(partner, period, new), right)
        return None

    return make


def of_steps(operator: str, edit: Edit) -> Operator:
    """An operator that changes the workings on one statement."""
    return on_statement(operator, edit, RIGHT)


def _fact(one: Element) -> str:
    return one.attributes.get("data-fact", "")


def _language(text: str) -> str:
    hit = re.search(r'\blang="([a-z]{2})', text)
    return hit[1] if hit else ""


def _moved(text: str, one: Element, rng: random.Random) -> str | None:
    new = nudged(inside(text, one).strip(), _language(text), one.attributes.get("data-unit", ""), rng)
    return None if new is None else refill(text, one, new)


def moved(*names: str) -> Edit:
    """One figure of a step is another one: its base, its rate, the row it is from, or what is made of them."""

    def edit(text: str, rng: random.Random) -> str | None:
        found = [
            one
            for one in tagged(text, "data-fact")
            if (hit := STEP.fullmatch(_fact(one))) and hit["what"] in names
        ]
        return _moved(text, rng.choice(found), rng) if found else None

    return edit


def ending_moved(text: str, rng: random.Random) -> str | None:
    """One figure below the steps is another one: a factor, a least or most, the exact sum."""
    found = [one for one in tagged(text, "data-fact") if ENDING.fullmatch(_fact(one))]
    return _moved(text, rng.choice(found), rng) if found else None


def _exchanged(text: str, one: Element, other: Element, whole: bool) -> str | None:
    """Two elements at each other's place, or only what stands in them."""
    first, second = sorted((one, other), key=lambda element: element.start)
    if first.end > second.start:
        return None
    spans = [
        (each.start, each.end) if whole else (each.inner_start, each.inner_end) for each in (first, second)
    ]
    (a, b), (c, d) = spans
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def between_steps(text: str, rng: random.Random) -> str | None:
    """Two steps of one line have each other's base, rate, product or row."""
    groups: dict[tuple[str, str], list[Element]] = {}
    for one in tagged(text, "data-fact"):
        if hit := STEP.fullmatch(_fact(one)):
            line = _fact(one).partition("/part.")[0]
            groups.setdefault((line, hit["what"]), []).append(one)
    pairs = [
        (one, other)
        for group in groups.values()
        for at, one in enumerate(group)
        for other in group[at + 1 :]
        if inside(text, one) != inside(text, other)
    ]
    return _exchanged(text, *rng.choice(pairs), whole=False) if pairs else None


def between_columns(text: str, rng: random.Random) -> str | None:
    """A figure of a step stands, with its tag, where another figure of the same step should stand."""
    groups: dict[str, list[Element]] = {}
    for one in tagged(text, "data-fact"):
        if hit := STEP.fullmatch(_fact(one)):
            groups.setdefault(_fact(one)[: hit.end("part")], []).append(one)
    pairs = [
        (one, other) for group in groups.values() for at, one in enumerate(group) for other in group[at + 1 :]
    ]
    return _exchanged(text, *rng.choice(pairs), whole=True) if pairs else None


def between_places(text: str, rng: random.Random) -> str | None:
    """Two figures or marks of a statement stand, with their tags, at each other's place."""
    found = [one for one in tagged(text, "data-fact", "data-record") if one.tag in ("b", "span")]
    if len(found) < 2:
        return None
    one, other = rng.sample(found, 2)
    return _exchanged(text, one, other, whole=True)


def _steps(text: str) -> list[Element]:
    return [
        one
        for one in elements(text)
        if one.tag == "tr"
        and re.search(r'data-fact="line/[^/"]+/part\.', text[one.inner_start : one.inner_end])
    ]


def on_step(act: Callable[[str, Element], str]) -> Edit:
    """A change of one whole step."""

    def edit(text: str, rng: random.Random) -> str | None:
        found = _steps(text)
        return act(text, rng.choice(found)) if found else None

    return edit


def steps_exchanged(text: str, rng: random.Random) -> str | None:
    """Two steps of one line stand in the other order."""
    found = _steps(text)
    pairs = [(one, other) for one, other in pairwise(found) if "</table>" not in text[one.end : other.start]]
    return _exchanged(text, *rng.choice(pairs), whole=True) if pairs else None


def word_taken(text: str, rng: random.Random) -> str | None:
    """A word less in a row or a head of the workings."""
    tables = [
        one
        for one in elements(text)
        if one.tag == "table" and "pb-workings" in one.attributes.get("class", "")
    ]
    if not tables:
        return None
    table = rng.choice(tables)
    # Words between tags, outside of the figures.
    around = re.compile(r"(?<=>)[^<>]*[^\W\d_]{2,}[^<>]*(?=<)")
    facts = [one for one in tagged(text, "data-fact") if table.start <= one.start < table.end]
    spots = [
        hit
        for hit in around.finditer(text, table.inner_start, table.inner_end)
        if not any(one.inner_start <= hit.start() < one.inner_end for one in facts)
    ]
    if not spots:
        return None
    spot = rng.choice(spots)
    word = rng.choice(list(re.finditer(r"[^\W\d_]{2,}", spot[0])))
    return text[: spot.start() + word.start()] + text[spot.start() + word.end() :]


STEP_OPERATORS: dict[str, Operator] = {
    "step-base-moved": of_steps("step-base-moved", moved("base")),
    "step-rate-moved": of_steps("step-rate-moved", moved("rate", "full", "less", "kept")),
    "step-row-moved": of_steps("step-row-moved", moved(*OF_ROW)),
    "step-product-moved": of_steps("step-product-moved", moved("product")),
    "step-ending-moved": of_steps("step-ending-moved", ending_moved),
    "step-figures-exchanged": of_steps("step-figures-exchanged", between_steps),
    "step-columns-exchanged": of_steps("step-columns-exchanged", between_columns),
    "places-exchanged": of_steps("places-exchanged", between_places),
    "steps-exchanged": of_steps("steps-exchanged", steps_exchanged),
    "step-dropped": of_steps("step-dropped", on_step(cut_out)),
    "step-doubled": of_steps("step-doubled", on_step(double)),
    "step-word-taken": of_steps("step-word-taken", word_taken),
}
