"""Mutants of worked examples: an amount that should follow is another one."""

from __future__ import annotations

import random

from generator.audit.edits import nudged, refill
from generator.audit.ground import Ground, Mutant, Operator
from generator.audit.page_mutants import spot

RIGHT = frozenset({"example-differs"})


def amount_of_example(rng: random.Random, ground: Ground) -> Mutant | None:
    """What an example or a scenario says that follows, moved by its smallest step."""
    at = spot(rng, ground, "data-then")
    if at is None:
        return None
    new = nudged(at.shown, at.language, at.element.attributes.get("data-unit", ""), rng)
    if new is None or new == at.shown:
        return None
    says = f"{at.named('data-then')} {at.shown} -> {new}"
    return at.mutant("example-moved", says, refill(at.text, at.element, new), RIGHT)


EXAMPLE_OPERATORS: dict[str, Operator] = {"example-moved": amount_of_example}
