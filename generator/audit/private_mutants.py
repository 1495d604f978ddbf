"""Mutants of what is private: amounts and lines of statements, statements swapped or withheld, raw rows."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

from generator.audit.agreed import OVERRIDES, TERMS
from generator.audit.book import raw_name
from generator.audit.edits import Element, cut_out, double, emptied, inside, nudged, refill, tagged
from generator.audit.ground import Ground, Mutant, Operator, shortened

FIGURE = frozenset(
    (
        "line-amount-differs line-part-differs line-basis-differs sum-differs metric-differs course-differs "
        "payout-day-differs fact-differs fact-unreadable record-differs text-differs figure-unexpected "
        "balance-differs adjustment-differs close-differs closed-statement-differs held-differs by-hand-differs "
        "points-differ rewards-differ"
    ).split()
)
STRUCTURE = frozenset(
    (
        "line-missing line-doubled line-unexpected line-part-differs sum-differs figure-missing record-missing "
        "record-doubled record-differs record-unexpected text-differs plain-reading-differs tier-differs "
        "course-differs adjustment-missing adjustment-unexpected adjustment-differs closed-statement-differs "
        "held-differs by-hand-differs points-differ rewards-differ"
    ).split()
)
RAW = frozenset(
    (
        "metric-differs line-basis-differs record-missing record-differs record-unexpected record-doubled "
        "line-missing line-unexpected rejects-differ too-many-rejected statement-missing statement-unexpected "
        "course-differs tier-differs record-wrongly-placed input-hash-differs raw-data-unreadable "
        "line-amount-differs sum-differs control-total-differs house-differs "
        "balance-differs adjustment-missing adjustment-unexpected adjustment-differs held-differs accounts-differ "
        "points-differ rewards-differ"
    ).split()
)


def _statement(rng: random.Random, ground: Ground) -> tuple[str, str, str] | None:
    if not ground.statements:
        return None
    partner, period = rng.choice(ground.statements)
    return partner, period, ground.fragment(partner, period)


def edited(
    operator: str,
    attribute: str,
    edit: Callable[[str, Element, random.Random], str | None],
    right: frozenset[str],
    fits: Callable[[Element], bool] = lambda one: True,
) -> Operator:
    """An operator that edits one tagged element of one statement, in its sealed and its plain form."""

    def make(rng: random.Random, ground: Ground) -> Mutant | None:
        for _ in range(60):
            chosen = _statement(rng, ground)
            if chosen is None:
                return None
            partner, period, text = chosen
            found = [one for one in tagged(text, attribute) if fits(one)]
            if not found:
                continue
            element = rng.choice(found)
            new = edit(text, element, rng)
            if new is None or new == text:
                continue
            name = element.attributes[attribute]
            says = f"{partner}/{period}: {attribute} {name} ({shortened(inside(text, element), 40)})"
            return Mutant(operator, says, ground.with_fragment(partner, period, new), right)
        return None

    return make


def nudge(text: str, element: Element, rng: random.Random) -> str | None:
    """A figure of a statement moved by its smallest step."""
    language = re.search(r'data-statement="[^"]*"[^>]*\blang="([a-z]{2})|\blang="([a-z]{2})', text)
    shown = inside(text, element).strip()
    tongue = (language[1] or language[2]) if language else ""
    new = nudged(shown, tongue, element.attributes.get("data-unit", ""), rng)
    return None if new is None else refill(text, element, new)


def _cut(text: str, element: Element, rng: random.Random) -> str:
    return cut_out(text, element)


def _double(text: str, element: Element, rng: random.Random) -> str:
    return double(text, element)


def _empty(text: str, element: Element, rng: random.Random) -> str:
    return emptied(text, element)


def _digit(text: str, element: Element, rng: random.Random) -> str | None:
    """Another digit in a record's cell."""
    places = [at for at in range(element.inner_start, element.inner_end) if text[at].isdecimal()]
    if not places:
        return None
    at = rng.choice(places)
    return text[:at] + str((int(text[at]) + rng.randint(1, 8)) % 10) + text[at + 1 :]


def _head(text: str, element: Element, rng: random.Random) -> str | None:
    """The head of another column."""
    own = inside(text, element)
    others = sorted({inside(text, one) for one in tagged(text, "data-column")} - {own})
    return refill(text, element, rng.choice(others)) if others else None


def _address(text: str, element: Element, rng: random.Random) -> str | None:
    """A link that leads to where another link of the statement leads."""
    own = element.attributes["href"]
    others = sorted({one.attributes["href"] for one in tagged(text, "href")} - {own})
    if not others:
        return None
    opening = text[element.start : element.inner_start].replace(f'"{own}"', f'"{rng.choice(others)}"')
    return text[: element.start] + opening + text[element.inner_start :]


def fact_of(prefix: str) -> Callable[[Element], bool]:
    """A test whether an element is a figure whose id begins in a way."""

    def fits(one: Element) -> bool:
        name, unit = one.attributes.get("data-fact", ""), one.attributes.get("data-unit")
        return name.startswith(prefix) and unit != "text"

    return fits


def swapped(rng: random.Random, ground: Ground) -> Mutant | None:
    """Two partners' statements of one period, each at the other's place."""
    if not ground.statements:
        return None
    one, period = rng.choice(ground.statements)
    others = [name for name, when in ground.statements if when == period and name != one]
    if not others:
        return None
    other = rng.choice(others)
    mine, theirs = ground.fragment(one, period), ground.fragment(other, period)
    changed = {**ground.with_fragment(one, period, theirs)}
    for path, content in ground.with_fragment(other, period, mine).items():
        if path in changed:
            return None  # both lie in one shard: the next draw takes another pair
        changed[path] = content
    right = frozenset({"statement-of-another"})
    return Mutant("statements-swapped", f"{one} and {other} in {period}", changed, right)


def withheld(rng: random.Random, ground: Ground) -> Mutant | None:
    """A statement that is nowhere to be found."""
    if not ground.statements:
        return None
    partner, period = rng.choice(ground.statements)
    right = frozenset({"statement-missing", "statement-unreadable"})
    return Mutant(
        "statement-withheld", f"{partner}/{period}", ground.without_statement(partner, period), right
    )


def _raw_lines(rng: random.Random, ground: Ground) -> tuple[Path, list[bytes]] | None:
    files = [path for path in ground.raw if path.suffix == ".csv"]
    if not files:
        return None
    path = rng.choice(files)
    return path, ground.outputs.read(raw_name(path, ground.outputs.root.resolve())).splitlines(keepends=True)


def raw_row(operator: str, act: Callable[[list[bytes], int, random.Random], None]) -> Operator:
    """An operator that changes one row of one raw CSV file."""

    def make(rng: random.Random, ground: Ground) -> Mutant | None:
        chosen = _raw_lines(rng, ground)
        if chosen is None or len(chosen[1]) < 3:
            return None
        path, lines = chosen
        at = rng.randrange(1, len(lines))
        before = lines[at]
        whole = b"".join(lines)
        act(lines, at, rng)
        if b"".join(lines) == whole:
            return None
        says = f"{path.name}:{at + 1} {before.decode('utf-8', 'replace').strip()}"
        return Mutant(operator, says, {raw_name(path, ground.outputs.root.resolve()): b"".join(lines)}, RAW)

    return make


def _change(lines: list[bytes], at: int, rng: random.Random) -> None:
    """Another digit in a value or a date of the row: the columns that figures are made of."""
    row = lines[at]
    found = list(re.finditer(rb"(?<=[;,])-?[0-9]+[.,][0-9]{2}(?=[;,\r\n])", row))
    found = found or list(re.finditer(rb"[0-9]{2}\.[0-9]{2}\.[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}", row))
    if not found:
        return
    hit = rng.choice(found)
    places = [place for place in range(*hit.span()) if chr(row[place]).isdecimal()]
    place = rng.choice(places)
    digit = str((int(chr(row[place])) + 1) % 10).encode()
    lines[at] = row[:place] + digit + row[place + 1 :]


def _drop(lines: list[bytes], at: int, rng: random.Random) -> None:
    del lines[at]


def _twice(lines: list[bytes], at: int, rng: random.Random) -> None:
    lines.insert(at, lines[at])


def agreement(rng: random.Random, ground: Ground) -> Mutant | None:
    """Another digit in what was agreed with a partner: a value, or a date between which it holds."""
    names = [name for name in (TERMS, OVERRIDES) if ground.outputs.exists(name)]
    if not names:
        return None
    name = rng.choice(names)
    text = ground.outputs.text(name)
    found = list(re.finditer(r"\b(?:value|until|from)\b\W+?([0-9][0-9 ._-]*[0-9]|[0-9])", text))
    if not found:
        return None
    hit = rng.choice(found)
    places = [at for at in range(*hit.span(1)) if text[at].isdecimal()]
    at = rng.choice(places)
    new = text[:at] + str((int(text[at]) + rng.randint(1, 8)) % 10) + text[at + 1 :]
    says = f"{name}: {shortened(hit[0])} -> {shortened(new[hit.start() : hit.end()])}"
    right = frozenset(
        "term-differs tier-differs text-differs figure-missing figure-unexpected line-missing line-unexpected "
        "line-amount-differs line-part-differs sum-differs raw-data-unreadable".split()
    )
    return Mutant("agreement-changed", says, {name: new.encode()}, right)


PRIVATE_OPERATORS: dict[str, Operator] = {
    "line-figure-moved": edited("line-figure-moved", "data-fact", nudge, FIGURE, fact_of("line/")),
    "result-moved": edited("result-moved", "data-fact", nudge, FIGURE, fact_of("result/")),
    "metric-moved": edited("metric-moved", "data-fact", nudge, FIGURE, fact_of("metric/")),
    "statement-figure-moved": edited("statement-figure-moved", "data-fact", nudge, FIGURE, fact_of("")),
    "statement-fact-removed": edited("statement-fact-removed", "data-fact", _cut, FIGURE | STRUCTURE),
    "line-dropped": edited("line-dropped", "data-line", _cut, STRUCTURE),
    "line-doubled": edited("line-doubled", "data-line", _double, STRUCTURE),
    "part-emptied": edited("part-emptied", "data-part", _empty, FIGURE | STRUCTURE | {"edition-wrong"}),
    "record-dropped": edited("record-dropped", "data-row", _cut, STRUCTURE),
    "record-listed-twice": edited("record-listed-twice", "data-row", _double, STRUCTURE),
    "record-cell-changed": edited(
        "record-cell-changed", "data-record", _digit, STRUCTURE | {"edition-wrong"}
    ),
    "record-head-changed": edited("record-head-changed", "data-column", _head, STRUCTURE),
    "statement-link-moved": edited("statement-link-moved", "href", _address, frozenset({"reference-wrong"})),
    "statements-swapped": swapped,
    "statement-withheld": withheld,
    "raw-row-changed": raw_row("raw-row-changed", _change),
    "raw-row-dropped": raw_row("raw-row-dropped", _drop),
    "agreement-changed": agreement,
    "raw-row-doubled": raw_row("raw-row-doubled", _twice),
}
