"""Mutants of money that goes from period to period, of what is taken, and of sales that come back or are shared."""

from __future__ import annotations

import csv
import io
import random
import re

from generator.audit.book import raw_name
from generator.audit.edits import Element, cut_out, inside, nudged, refill, tagged
from generator.audit.ground import Ground, Mutant, Operator
from generator.audit.linked import LINK
from generator.audit.private_mutants import RAW
from generator.audit.rawfiles import find_files
from generator.audit.specs import source_specs
from generator.audit.step_mutants import on_statement

CARRIED = frozenset(
    "carried-differs figure-missing text-differs plain-reading-differs reference-wrong fact-differs".split()
)
LINE = frozenset(
    "line-amount-differs line-part-differs line-basis-differs text-differs fact-differs sum-differs".split()
)
STEP = re.compile(
    r"line/[^/]+/(least|counted|above|debt|minimum|added|brought|whole|fund|own|together|part"
    r"|(carried_)?(left|right)|matched|rate)(\.[a-z]+)?"
)
SOURCES = "partners_data/sources.yaml"
MINUS = "\u2212"


def _facts(text: str, start: str) -> list[Element]:
    return [one for one in tagged(text, "data-fact") if one.attributes["data-fact"].startswith(start)]


def _moved(text: str, one: Element, rng: random.Random) -> str | None:
    hit = re.search(r'\blang="([a-z]{2})', text)
    unit = one.attributes.get("data-unit", "")
    new = nudged(inside(text, one).strip(), hit[1] if hit else "", unit, rng)
    return None if new is None else refill(text, one, new)


def carried_moved(text: str, rng: random.Random) -> str | None:
    """One figure of what is carried is another one."""
    found = _facts(text, "carried/")
    return _moved(text, rng.choice(found), rng) if found else None


def carried_exchanged(text: str, rng: random.Random) -> str | None:
    """Two figures of what is carried have each other's place."""
    found = _facts(text, "carried/")
    pairs = [
        (one, other)
        for at, one in enumerate(found)
        for other in found[at + 1 :]
        if inside(text, one) != inside(text, other)
    ]
    if not pairs:
        return None
    one, other = rng.choice(pairs)
    mine, theirs = inside(text, one), inside(text, other)
    return refill(refill(text, other, mine), one, theirs)


def carried_dropped(text: str, rng: random.Random) -> str | None:
    """A row of what is carried is missing."""
    found = tagged(text, "data-carried")
    return cut_out(text, rng.choice(found)) if found else None


def step_moved(text: str, rng: random.Random) -> str | None:
    """One figure among the steps of a guarantee, a fund or two legs is another one."""
    found = [one for one in _facts(text, "line/") if STEP.fullmatch(one.attributes["data-fact"])]
    return _moved(text, rng.choice(found), rng) if found else None


def sign_turned(text: str, rng: random.Random) -> str | None:
    """What is taken stands there as if it were paid, wherever the amount stands."""
    names = {
        one.attributes["data-fact"]
        for one in _facts(text, "line/")
        if one.attributes["data-fact"].endswith("/amount") and inside(text, one).strip().startswith(MINUS)
    }
    if not names:
        return None
    name = rng.choice(sorted(names))
    for one in reversed(tagged(text, "data-fact")):
        if one.attributes["data-fact"] == name:
            text = refill(text, one, inside(text, one).replace(MINUS, "", 1))
    return text


def debt_moved_through(rng: random.Random, ground: Ground) -> Mutant | None:
    """What one period closes with and the next one opens with, moved together: the chain itself still holds."""
    for _ in range(60):
        if not ground.statements:
            return None
        partner, period = rng.choice(ground.statements)
        after = min((when for who, when in ground.statements if who == partner and when > period), default="")
        if not after:
            continue
        here, there = ground.fragment(partner, period), ground.fragment(partner, after)
        for closing in _facts(here, "carried/"):
            name = closing.attributes["data-fact"]
            if not name.endswith("/closing"):
                continue
            opening = next(iter(_facts(there, name.removesuffix("closing") + "opening")), None)
            shown = inside(here, closing)
            if opening is None or inside(there, opening) != shown:
                continue
            new = _moved(here, closing, rng)
            if new is None:
                continue
            changed = ground.with_fragment(partner, period, new)
            told = new[closing.inner_start : closing.inner_start + len(new) - len(here) + len(shown)]
            for path, content in ground.with_fragment(partner, after, refill(there, opening, told)).items():
                if path in changed:
                    break  # both lie in one shard
                changed[path] = content
            else:
                says = f"{partner}: {name} {shown} -> {told}, and the opening of {after}"
                return Mutant("debt-moved-through", says, changed, CARRIED)
    return None


def _raw_cells(
    ground: Ground, table: str, column: str, rng: random.Random
) -> tuple[str, list[list[str]], int, str] | None:
    """A raw CSV file of a table that has a column: its name, its rows, the column's place and the delimiter."""
    root = ground.outputs.root.resolve()
    for spec in source_specs(ground.outputs.text(SOURCES)):
        columns = spec.get("columns")
        if spec.get("table") != table or not isinstance(columns, dict) or column not in columns:
            continue
        how = columns[column]
        named = how if isinstance(how, str) else how["column"]
        files = [
            path for path in find_files(root / "partners_data", str(spec["files"])) if path.suffix == ".csv"
        ]
        if not files:
            continue
        name = raw_name(rng.choice(files), root)
        delimiter = str(spec.get("delimiter", ","))
        rows = list(csv.reader(io.StringIO(ground.outputs.text(name), newline=""), delimiter=delimiter))
        if rows and named in rows[0]:
            return name, rows, rows[0].index(named), delimiter
    return None


def _written(rows: list[list[str]], delimiter: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def return_renamed(rng: random.Random, ground: Ground) -> Mutant | None:
    """What takes a sale back names another sale."""
    found = _raw_cells(ground, rng.choice(["returns", "sales"]), LINK, rng)
    sales = _raw_cells(ground, "sales", "sale", rng)
    if found is None or sales is None:
        return None
    name, rows, at, delimiter = found
    linked = [row for row in rows[1:] if len(row) > at and row[at].strip()]
    ids = sorted({row[sales[2]] for row in sales[1][1:] if len(row) > sales[2]})
    if not linked or len(ids) < 2:
        return None
    row = rng.choice(linked)
    before, row[at] = row[at], rng.choice([one for one in ids if one != row[at]])
    says = f"{name}: {before} -> {row[at]}"
    return Mutant("return-renamed", says, {name: _written(rows, delimiter)}, RAW)


def shares_exchanged(rng: random.Random, ground: Ground) -> Mutant | None:
    """Two partners have each other's share of a sale."""
    found = _raw_cells(ground, "splits", "share", rng)
    sales = _raw_cells(ground, "splits", "sale", rng)
    if found is None or sales is None:
        return None
    name, rows, at, delimiter = found
    pairs = [
        (one, other)
        for one in rows[1:]
        for other in rows[1:]
        if one[sales[2]] == other[sales[2]] and _share(one[at]) != _share(other[at])
    ]
    if not pairs:
        return None
    one, other = rng.choice(pairs)
    one[at], other[at] = other[at], one[at]
    says = f"{name}: {one} and {other}"
    return Mutant("shares-exchanged", says, {name: _written(rows, delimiter)}, RAW)


def _share(text: str) -> str:
    digits = text.strip().removesuffix("%").rstrip()
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


MONEY_OPERATORS: dict[str, Operator] = {
    "carried-moved": on_statement("carried-moved", carried_moved, CARRIED),
    "carried-exchanged": on_statement("carried-exchanged", carried_exchanged, CARRIED),
    "carried-dropped": on_statement("carried-dropped", carried_dropped, CARRIED),
    "debt-moved-through": debt_moved_through,
    "guarantee-step-moved": on_statement("guarantee-step-moved", step_moved, LINE),
    "sign-turned": on_statement("sign-turned", sign_turned, LINE),
    "return-renamed": return_renamed,
    "shares-exchanged": shares_exchanged,
}
