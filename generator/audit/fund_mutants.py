"""Mutants of funds that keep what is left: another rule said everywhere alike, and a chain moved so that sums hold."""

from __future__ import annotations

import random
import re

from generator.audit.edits import Element, cut_out, inside, nudged, refill, tagged
from generator.audit.ground import Ground, Mutant, Operator
from generator.audit.house import HOUSE
from generator.audit.kinds.pool import VOCABULARY
from generator.audit.money_mutants import LINE
from generator.audit.page_mutants import SENTENCE
from generator.audit.step_mutants import of_steps, on_statement

FACT = re.compile(r"(line/[^/]+/)(added|brought|whole|own|together|part)")
HOUSED = {
    words: VOCABULARY.wordings[key.replace(".kept", ".house")][language]
    for key, wording in VOCABULARY.wordings.items()
    for language, words in wording.items()
    if key.endswith(".kept") and key.replace(".kept", ".house") in VOCABULARY.wordings
}
ALONE = {words for key in ("added.kept", "last.kept") for words in VOCABULARY.wordings[key].values()}


def told_to_the_house(rng: random.Random, ground: Ground) -> Mutant | None:
    """Every page, in every language, says of all funds that what is left goes to the house."""
    changed: dict[str, bytes | None] = {}
    for path in ground.pages:
        old = text = ground.outputs.text(path)
        for one in reversed(tagged(text, "data-sentence")):
            words = " ".join(inside(text, one).split())
            if words in ALONE:
                text = cut_out(text, one)
            elif words in HOUSED:
                text = refill(text, one, HOUSED[words])
        if text != old:
            changed[path] = text.encode()
    right = SENTENCE | {"sentence-missing"}
    return Mutant("fund-told-to-house", f"{len(changed)} pages", changed, right) if changed else None


def _funds(text: str) -> list[dict[str, Element]]:
    """The steps of each line of a fund that keeps what is left, by what they are."""
    found: dict[str, dict[str, Element]] = {}
    for one in tagged(text, "data-fact"):
        if hit := FACT.fullmatch(one.attributes["data-fact"]):
            found.setdefault(hit[1], {})[hit[2]] = one
    return [steps for steps in found.values() if "brought" in steps]


def _nudged(text: str, one: Element, rng: random.Random) -> str | None:
    hit = re.search(r'\blang="([a-z]{2})', text)
    return nudged(inside(text, one).strip(), hit[1] if hit else "", one.attributes["data-unit"], rng)


def parts_of_fund_exchanged(text: str, rng: random.Random) -> str | None:
    """What a window adds and what was brought to it have each other's figure: the fund is the same."""
    found = [one for one in _funds(text) if inside(text, one["added"]) != inside(text, one["brought"])]
    if not found:
        return None
    steps = rng.choice(found)
    added, brought = inside(text, steps["added"]), inside(text, steps["brought"])
    first, second = sorted((steps["added"], steps["brought"]), key=lambda one: one.start)
    text = refill(text, second, added if second is steps["brought"] else brought)
    return refill(text, first, brought if first is steps["added"] else added)


def brought_through(text: str, rng: random.Random) -> str | None:
    """Another sum was left before, and the fund is as much another one."""
    found = _funds(text)
    if not found:
        return None
    steps, seed = rng.choice(found), rng.random()
    # The same draws give both figures the same turn wherever their last signs allow it.
    for one in sorted((steps["brought"], steps["whole"]), key=lambda each: -each.start):
        new = _nudged(text, one, random.Random(seed))  # noqa: S311 - repeatable on purpose
        if new is None:
            return None
        text = refill(text, one, new)
    return text


def step_of_fund_gone(text: str, rng: random.Random) -> str | None:
    """A row of the table is missing: what was added, what was brought, or any other step."""
    found = [steps[name] for steps in _funds(text) for name in steps]
    if not found:
        return None
    one = rng.choice(found)
    start, end = text.rfind("<tr", 0, one.start), text.find("</tr>", one.end)
    return None if start < 0 or end < 0 else text[:start] + text[end + len("</tr>") :]


def added_to_house(rng: random.Random, ground: Ground) -> Mutant | None:
    """A line of the house in a window after which nothing falls to it."""
    if not ground.outputs.exists(HOUSE):
        return None
    lines = ground.outputs.text(HOUSE).splitlines(keepends=True)
    if len(lines) < 2:
        return None
    at = rng.randrange(1, len(lines))
    days = re.findall(r"\d{4}-\d{2}-\d{2}/\d{4}-\d{2}-\d{2}", lines[at])
    if not days:
        return None
    year = int(days[0][:4])
    other = lines[at].replace(days[0], days[0].replace(str(year), str(year - 1)))
    text = "".join((*lines, other))
    return Mutant("house-line-added", other.strip(), {HOUSE: text.encode()}, frozenset({"house-differs"}))


FUND_OPERATORS: dict[str, Operator] = {
    "fund-told-to-house": told_to_the_house,
    "fund-parts-exchanged": on_statement("fund-parts-exchanged", parts_of_fund_exchanged, LINE),
    "fund-brought-through": on_statement("fund-brought-through", brought_through, LINE),
    "fund-step-dropped": of_steps("fund-step-dropped", step_of_fund_gone),
    "house-line-added": added_to_house,
}
