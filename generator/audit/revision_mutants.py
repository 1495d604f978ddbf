"""Mutants of corrections and of payments in other currencies: a note turned, a revision misnamed, a rate moved."""

from __future__ import annotations

import random
import re

from generator.audit.edits import Element, cut_out, emptied, tagged
from generator.audit.ground import Ground, Mutant, Operator
from generator.audit.page_mutants import Spot
from generator.audit.private_mutants import edited, fact_of, nudge
from generator.audit.revisions import BY, HOLDS, OF
from generator.audit.wording import WORDS

NOT_SHOWN = frozenset({"correction-not-shown"})
NAMED = frozenset(
    "edition-wrong reference-wrong adjustment-differs held-differs closed-statement-differs".split()
)
PAID = frozenset(
    "payment-differs fact-differs statement-unreadable fact-unreadable plain-reading-differs".split()
)
GONE = frozenset("figure-missing text-differs closed-statement-differs".split())
REVISED = re.compile(r"(\d{4}-\d{2}-\d{2})-r\d+")


def _spot(rng: random.Random, ground: Ground, *names: str) -> Spot | None:
    """A random element that carries one of some attributes, on the few pages that have any."""
    found = [
        Spot(path, text, one)
        for path in ground.pages
        for text in [ground.outputs.text(path)]
        if any(f"{name}=" in text for name in names)
        for one in tagged(text, *names)
    ]
    return rng.choice(found) if found else None


def note_dropped(rng: random.Random, ground: Ground) -> Mutant | None:
    """A note on what a correction replaces, or the words of a correction, gone from one page."""
    at = _spot(rng, ground, BY, OF, HOLDS)
    if at is None:
        return None
    change = rng.choice((cut_out, emptied))
    says = f"{at.path}: a note on a correction is gone"
    return at.mutant("correction-note-dropped", says, change(at.text, at.element), NOT_SHOWN)


def note_misled(rng: random.Random, ground: Ground) -> Mutant | None:
    """A note that leads to another revision than the one that holds."""
    at = _spot(rng, ground, BY, OF)
    if at is None:
        return None
    old = at.text[at.element.start : at.element.end]
    address = at.element.attributes.get(BY) or at.element.attributes.get(OF) or ""
    hit = REVISED.fullmatch(address)
    new = old.replace(address, hit[1] if hit is not None else f"{address}-r9")
    says = f"{at.path}: a note leads to another revision than {address}"
    text = at.text[: at.element.start] + new + at.text[at.element.end :]
    return at.mutant("correction-note-misled", says, text, NOT_SHOWN)


def _first_revision(text: str, element: Element, rng: random.Random) -> str | None:
    """The address of a revision in a tag of a statement, without its revision."""
    opening = text[element.start : element.inner_start]
    new = REVISED.sub(r"\1", opening)
    return None if new == opening else text[: element.start] + new + text[element.inner_start :]


def _uncorrected(text: str, element: Element, rng: random.Random) -> str | None:
    """The day of a correction gone from what an edition or a version is called."""
    inner = text[element.inner_start : element.inner_end]
    for words in WORDS.values():
        for kind in ("edition corrected", "version corrected"):
            between = words[kind].partition("{day}")[2].partition("{corrected}")[0]
            if between in inner:
                rest = "</a>" if "</a>" in inner else ""
                kept = inner.partition(between)[0] + rest
                return text[: element.inner_start] + kept + text[element.inner_end :]
    return None


def _unpaid(text: str, element: Element, rng: random.Random) -> str:
    return cut_out(text, element)


REVISION_OPERATORS: dict[str, Operator] = {
    "correction-note-dropped": note_dropped,
    "correction-note-misled": note_misled,
    "revision-misnamed": edited("revision-misnamed", "data-version", _first_revision, NAMED),
    "revision-mislinked": edited("revision-mislinked", "href", _first_revision, NAMED),
    "correction-unsaid": edited("correction-unsaid", "data-record", _uncorrected, NAMED | {"text-differs"}),
    "payment-moved": edited("payment-moved", "data-fact", nudge, PAID, fact_of("exchange/")),
    "payment-dropped": edited("payment-dropped", "data-exchange", _unpaid, GONE),
}
