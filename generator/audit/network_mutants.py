"""Mutants of what rules over a tree give: lines of the house, and the pseudonyms of partners on a statement."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from generator.audit.edits import inside, nudged, refill, tagged
from generator.audit.ground import Ground, Mutant, Operator
from generator.audit.house import HOUSE


def of_house(operator: str, act: Callable[[list[str], int, random.Random], str]) -> Operator:
    """An operator that changes one row of the list of the house; nothing to change where there is no list."""

    def make(rng: random.Random, ground: Ground) -> Mutant | None:
        if not ground.outputs.exists(HOUSE):
            return None
        lines = ground.outputs.text(HOUSE).splitlines(keepends=True)
        if len(lines) < 2:
            return None
        says = act(lines, rng.randrange(1, len(lines)), rng)
        right = frozenset({"house-differs"})
        return Mutant(operator, says, {HOUSE: "".join(lines).encode()}, right) if says else None

    return make


def _move(lines: list[str], at: int, rng: random.Random) -> str:
    """A depth, base or amount moved by one in its last digit."""
    cells = lines[at].rstrip("\r\n").split(",")
    place = rng.choice([one for one in (4, 6, 7) if cells[one][-1:].isdecimal()])
    old = cells[place]
    cells[place] = old[:-1] + str((int(old[-1]) + 1) % 10)
    lines[at] = ",".join(cells) + "\n"
    return f"row {at}: {old} -> {cells[place]}"


def _drop(lines: list[str], at: int, rng: random.Random) -> str:
    return f"row {at} dropped: {lines.pop(at).strip()}"


def _twice(lines: list[str], at: int, rng: random.Random) -> str:
    lines.insert(at, lines[at])
    return f"row {at} twice: {lines[at].strip()}"


def _version(lines: list[str], at: int, rng: random.Random) -> str:
    """The line said to follow another version, or to be of another window."""
    days = list(re.finditer(r"\d{4}-\d{2}-\d{2}", lines[at]))
    if not days:
        return ""
    day = rng.choice(days)
    lines[at] = f"{lines[at][: day.start()]}2001-01-01{lines[at][day.end() :]}"
    return f"row {at}: another day in place of {day[0]}"


def house_withheld(rng: random.Random, ground: Ground) -> Mutant | None:
    """No list of the house, where something falls to it."""
    if not ground.outputs.exists(HOUSE):
        return None
    return Mutant(
        "house-withheld", "the list of the house is gone", {HOUSE: None}, frozenset({"house-differs"})
    )


def pseudonym_moved(rng: random.Random, ground: Ground) -> Mutant | None:
    """The number that stands for a partner, or the depth of a line, on one statement."""
    for _ in range(60):
        if not ground.statements:
            return None
        partner, period = rng.choice(ground.statements)
        text = ground.fragment(partner, period)
        found = [
            one
            for one in tagged(text, "data-fact")
            if one.attributes["data-fact"].endswith(("/source", "/depth"))
        ]
        if found:
            one = rng.choice(found)
            language = "ru" if 'lang="ru"' in text else "en"
            old = inside(text, one).strip()
            new = nudged(old, language, "count", rng)
            if new is None or new == old:
                return None
            says = f"{partner}/{period} {one.attributes['data-fact']} {old} -> {new}"
            changed = ground.with_fragment(partner, period, refill(text, one, new))
            return Mutant("pseudonym-moved", says, changed, frozenset({"line-part-differs"}))
    return None


NETWORK_OPERATORS: dict[str, Operator] = {
    "house-figure-moved": of_house("house-figure-moved", _move),
    "house-line-dropped": of_house("house-line-dropped", _drop),
    "house-line-doubled": of_house("house-line-doubled", _twice),
    "house-version-changed": of_house("house-version-changed", _version),
    "house-withheld": house_withheld,
    "pseudonym-moved": pseudonym_moved,
}
