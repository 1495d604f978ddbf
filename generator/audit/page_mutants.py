"""Mutants of the public site: figures, units, dates, binding sentences, structure, pinned text, published hashes."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from generator.audit.edits import (
    Element,
    cut_out,
    double,
    emptied,
    inside,
    nudged,
    other_currency,
    refill,
    tagged,
)
from generator.audit.ground import Ground, Mutant, Operator, shortened
from generator.audit.opposites import OPPOSITES

FIGURE = frozenset("fact-differs fact-unreadable edition-hash-differs version-hash-differs".split())
SENTENCE = frozenset(
    "sentence-differs sentence-not-understood edition-hash-differs version-hash-differs".split()
)
GONE = frozenset("fact-missing sentence-missing plain-reading-differs edition-hash-differs".split())


@dataclass(frozen=True)
class Spot:
    """One tagged element of one page."""

    path: str
    text: str
    element: Element

    @property
    def language(self) -> str:
        """The language that the page declares."""
        hit = re.search(r'<html[^>]*\blang="([a-z]{2})', self.text)
        return hit[1] if hit else ""

    @property
    def shown(self) -> str:
        """The visible text of the element."""
        return inside(self.text, self.element).strip()

    def named(self, attribute: str) -> str:
        """The page and the element's id, for a report."""
        return f"{self.path}: {self.element.attributes.get(attribute, '')}"

    def mutant(self, operator: str, says: str, new: str, right: frozenset[str]) -> Mutant:
        """The mutant in which the page has a new text."""
        return Mutant(operator, says, {self.path: new.encode()}, right)


def spot(
    rng: random.Random, ground: Ground, attribute: str, fits: Callable[[Element], bool] = lambda one: True
) -> Spot | None:
    """A random element that carries an attribute and fits, on a random page; None after many tries."""
    for _ in range(60):
        path = rng.choice(ground.pages)
        text = ground.outputs.text(path)
        found = [one for one in tagged(text, attribute) if fits(one)]
        if found:
            return Spot(path, text, rng.choice(found))
    return None


def moved(operator: str, units: str) -> Operator:
    """An operator that moves a figure of some units by its smallest step."""
    pattern = re.compile(units)

    def make(rng: random.Random, ground: Ground) -> Mutant | None:
        at = spot(
            rng, ground, "data-fact", lambda one: bool(pattern.fullmatch(one.attributes.get("data-unit", "")))
        )
        if at is None:
            return None
        new = nudged(at.shown, at.language, at.element.attributes["data-unit"], rng)
        if new is None or new == at.shown:
            return None
        says = f"{at.named('data-fact')} {at.shown} -> {new}"
        return at.mutant(operator, says, refill(at.text, at.element, new), FIGURE)

    return make


def unit_changed(rng: random.Random, ground: Ground) -> Mutant | None:
    """Another currency, in words and in the tag."""
    at = spot(rng, ground, "data-fact", lambda one: len(one.attributes.get("data-unit", "")) == 3)
    if at is None:
        return None
    unit = at.element.attributes["data-unit"]
    other = other_currency(at.shown, at.language, unit)
    if other is None:
        return None
    head = at.text[: at.element.inner_start]
    start = head.rindex("<")
    head = head[:start] + head[start:].replace(f'data-unit="{unit}"', f'data-unit="{other[1]}"')
    new = head + other[0] + at.text[at.element.inner_end :]
    return at.mutant("unit-changed", f"{at.named('data-fact')} {at.shown} -> {other[0]}", new, FIGURE)


def sentence_turned(rng: random.Random, ground: Ground) -> Mutant | None:
    """Words of a binding sentence replaced by words that say the opposite."""
    for _ in range(60):
        at = spot(rng, ground, "data-sentence")
        if at is None:
            return None
        old = at.text[at.element.inner_start : at.element.inner_end]
        fitting = [(one, other) for one, other in OPPOSITES.get(at.language, ()) if one in old]
        if fitting:
            one, other = rng.choice(fitting)
            new = (
                at.text[: at.element.inner_start]
                + old.replace(one, other, 1)
                + at.text[at.element.inner_end :]
            )
            says = f"{at.named('data-sentence')} {one!r} -> {other!r}"
            return at.mutant("sentence-turned", says, new, SENTENCE)
    return None


def sentence_everywhere(rng: random.Random, ground: Ground) -> Mutant | None:
    """The same turn of a sentence on every page of its language, so that no copy gives it away."""
    one = sentence_turned(rng, ground)
    if one is None:
        return None
    ((path, content),) = one.changed.items()
    assert content is not None
    old, new = ground.outputs.text(path), content.decode()
    at = next(a for a, (x, y) in enumerate(zip(old, new, strict=False)) if x != y)
    begin, end = old.rindex(">", 0, at) + 1, len(old) - 1
    while old[end] == new[len(new) - 1 - (len(old) - 1 - end)]:
        end -= 1
    end = old.index("<", end)
    before, after = old[begin:end], new[begin : end + len(new) - len(old)]
    changed: dict[str, bytes | None] = {}
    for other in ground.pages:
        text = ground.outputs.text(other)
        if before in text:
            changed[other] = text.replace(before, after).encode()
    return Mutant("sentence-everywhere", f"{one.says} (on {len(changed)} pages)", changed, SENTENCE)


def figure_everywhere(rng: random.Random, ground: Ground) -> Mutant | None:
    """A figure moved on every page of every language: only the published hash and the statements know better."""
    at = spot(rng, ground, "data-fact", lambda one: one.attributes.get("data-unit") != "text")
    if at is None:
        return None
    name, unit = at.element.attributes["data-fact"], at.element.attributes["data-unit"]
    seed = rng.random()
    changed: dict[str, bytes | None] = {}
    for path in ground.pages:
        text = ground.outputs.text(path)
        found = [one for one in tagged(text, "data-fact") if one.attributes["data-fact"] == name]
        for element in reversed(found):
            here = Spot(path, text, element)
            new = nudged(here.shown, here.language, unit, random.Random(seed))  # noqa: S311 - repeatable on purpose
            if new is None:
                return None
            text = refill(text, element, new)
        if found:
            changed[path] = text.encode()
    # The days of an edition itself stand in its head, outside of what is hashed.
    right = (
        FIGURE if name.startswith("edition/") else frozenset({"edition-hash-differs", "version-hash-differs"})
    )
    return Mutant("figure-everywhere", f"{name} moved on {len(changed)} pages", changed, right)


def removed(operator: str, attribute: str, right: frozenset[str]) -> Operator:
    """An operator that cuts an element out."""

    def make(rng: random.Random, ground: Ground) -> Mutant | None:
        at = spot(rng, ground, attribute)
        if at is None:
            return None
        says = f"{at.named(attribute)} removed: {shortened(at.shown)}"
        left = cut_out(at.text, at.element)
        name = f'{attribute}="{at.element.attributes[attribute]}"'
        if name in left or "data-thing=" not in left:
            # A second showing, in a heading or a list of links: what is binding still stands there.
            return at.mutant(operator, says, left, right | {"pinned-text-changed"})
        return at.mutant(operator, says, left, right)

    return make


def section_emptied(rng: random.Random, ground: Ground) -> Mutant | None:
    """All that a page says of one version, gone."""
    at = spot(rng, ground, "data-thing")
    if at is None:
        return None
    says = f"{at.named('data-thing')} {at.element.attributes.get('data-version', '')} emptied"
    return at.mutant("section-emptied", says, emptied(at.text, at.element), GONE | {"version-missing"})


def duplicate(operator: str, hidden: bool) -> Operator:
    """An operator that sets a second, different copy of a fact beside it, hidden or seen."""
    right = (FIGURE | {"hidden-text"}) if hidden else FIGURE

    def make(rng: random.Random, ground: Ground) -> Mutant | None:
        at = spot(rng, ground, "data-fact", lambda one: one.attributes.get("data-unit") != "text")
        if at is None:
            return None
        new = nudged(at.shown, at.language, at.element.attributes["data-unit"], rng)
        if new is None:
            return None
        twice = double(at.text, at.element)
        size = at.element.end - at.element.start
        start = at.element.inner_start + size
        twice = twice[:start] + new + twice[start + at.element.inner_end - at.element.inner_start :]
        if hidden:
            tag = twice[: at.element.end + 1 + len(at.element.tag)]
            twice = tag + " hidden" + twice[len(tag) :]
        return at.mutant(operator, f"{at.named('data-fact')} {at.shown} and {new}", twice, right)

    return make


def bare_digit(rng: random.Random, ground: Ground) -> Mutant | None:
    """A figure without a tag written into a sentence."""
    at = spot(rng, ground, "data-sentence")
    if at is None:
        return None
    figure = f" {rng.randint(2, 99)}"
    new = at.text[: at.element.inner_end] + figure + at.text[at.element.inner_end :]
    return at.mutant(
        "bare-digit", f"{at.named('data-sentence')} +{figure}", new, SENTENCE | {"untagged-digit"}
    )


def pinned(operator: str, attribute: str) -> Operator:
    """An operator that changes an explanation or a piece of furniture, which the build's manifest pins."""

    def make(rng: random.Random, ground: Ground) -> Mutant | None:
        at = spot(rng, ground, attribute, lambda one: one.inner_end > one.inner_start)
        if at is None or not at.shown:
            return None
        old = at.text[at.element.inner_start : at.element.inner_end]
        hit = re.search(r"(?<=>)[^<>]*\w[^<>]*(?=<)", f">{old}<")
        if hit is None:
            return None
        word = "не " if at.language == "ru" else "not "
        start = at.element.inner_start + hit.start() - 1
        new = at.text[:start] + word + at.text[start:]
        return at.mutant(
            operator, f"{at.named(attribute)} + {word!r}", new, frozenset({"pinned-text-changed"})
        )

    return make


def published_hash(rng: random.Random, ground: Ground) -> Mutant | None:
    """One published hash changed by one digit."""
    for path in ("program/published.yaml", "build/pending.yaml"):
        if not ground.outputs.exists(path):
            continue
        text = ground.outputs.text(path)
        hits = list(re.finditer(r"\b[0-9a-f]{64}\b", text))
        if hits:
            at = rng.choice(hits).start() + rng.randrange(64)
            digit = "0" if text[at] != "0" else "1"
            new = text[:at] + digit + text[at + 1 :]
            right = frozenset({"edition-hash-differs", "version-hash-differs"})
            return Mutant("published-hash", f"{path}: one digit of a hash", {path: new.encode()}, right)
    return None


PAGE_OPERATORS: dict[str, Operator] = {
    "rate-moved": moved("rate-moved", "percent"),
    "amount-moved": moved("amount-moved", "[A-Z]{3}"),
    "date-moved": moved("date-moved", "date"),
    "count-moved": moved("count-moved", "count|days|weeks|months|years|periods"),
    "unit-changed": unit_changed,
    "sentence-turned": sentence_turned,
    "sentence-everywhere": sentence_everywhere,
    "figure-everywhere": figure_everywhere,
    "fact-removed": removed("fact-removed", "data-fact", GONE | FIGURE | SENTENCE | {"languages-differ"}),
    "sentence-removed": removed("sentence-removed", "data-sentence", GONE | SENTENCE),
    "section-emptied": section_emptied,
    "hidden-duplicate": duplicate("hidden-duplicate", True),
    "second-figure": duplicate("second-figure", False),
    "bare-digit": bare_digit,
    "explanation-changed": pinned("explanation-changed", "data-explanation"),
    "furniture-changed": pinned("furniture-changed", "data-furniture"),
    "published-hash": published_hash,
}
