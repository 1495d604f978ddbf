"""Mutants of declared units and of the moment at which a sale is judged: a worth moved, before turned into after."""

from __future__ import annotations

import random
import re

from generator.audit.edits import inside, nudged, refill, tagged
from generator.audit.ground import Ground, Mutant, Operator
from generator.audit.lines_in import LINES_IN
from generator.audit.numerals import DURATIONS
from generator.audit.page_mutants import FIGURE, SENTENCE, spot
from generator.audit.pair_mutants import with_hashes
from generator.audit.pay_units import PAYS_IN

CURRENCY_OR_PLAIN = re.compile(rf"[A-Z]{{3}}|percent|count|date|text|{'|'.join(DURATIONS['en'])}")
WORTH = re.compile(r"unit/[^/]+/(\d{4}-\d{2}-\d{2})/worth")
# What each of two moments is told by; exchanged, a rule is judged by the figures without its sale, or with it.
BEFORE_AFTER = {
    "en": (
        ("immediately before the sale, without it", "immediately after the sale, with it"),
        ("those before it count, of other", "those up to it count, the sale included, of other"),
    ),
    "ru": (
        ("непосредственно перед продажей, без неё", "сразу после продажи, вместе с ней"),
        ("те, что раньше неё, из других", "те, что не позже неё, вместе с ней самой, из других"),
    ),
}

# What rules say of the lines that they read, and of points that they pay or take.
LINES_AND_TAKING = {
    language: tuple(
        (words[one][language], words[other][language])
        for words, one, other in (
            (LINES_IN.wordings, "lines_in.points", "lines_in.money"),
            (LINES_IN.wordings, "lines_in.money", "lines_in.points"),
            (PAYS_IN.wordings, "pays_in.points", "pays_in.taken"),
            (PAYS_IN.wordings, "pays_in.taken", "pays_in.points"),
        )
    )
    for language in ("en", "ru")
}


def declared_moved(rng: random.Random, ground: Ground) -> Mutant | None:
    """A figure in a declared unit moved by its smallest step."""

    def fits(unit: str) -> bool:
        return bool(unit) and not CURRENCY_OR_PLAIN.fullmatch(unit)

    at = spot(rng, ground, "data-fact", lambda one: fits(one.attributes.get("data-unit", "")))
    if at is None:
        return None
    new = nudged(at.shown, at.language, at.element.attributes["data-unit"], rng)
    if new is None:
        return None
    says = f"{at.named('data-fact')} {at.shown} -> {new}"
    return at.mutant("declared-moved", says, refill(at.text, at.element, new), FIGURE)


def worth_moved(rng: random.Random, ground: Ground) -> Mutant | None:
    """The worth of a unit moved on all pages, the hashes made to fit: statements were paid by another one."""
    named = {
        one.attributes["data-fact"]
        for path in ground.pages
        for one in tagged(ground.outputs.text(path), "data-fact")
        if WORTH.fullmatch(one.attributes["data-fact"])
    }
    # What begins after the last statement, nobody has been paid by.
    last = max((period for _, period in ground.statements), default="")
    begun = sorted(
        name for name in named if (hit := WORTH.fullmatch(name)) is not None and hit[1][:7] <= last
    )
    if not begun:
        return None
    name, step = rng.choice(begun), rng.random()
    changed: dict[str, bytes | None] = {}
    for path in ground.pages:
        text = ground.outputs.text(path)
        found = [one for one in tagged(text, "data-fact") if one.attributes["data-fact"] == name]
        language = "ru" if re.search(r'<html[^>]*\blang="ru', text) else "en"
        for one in reversed(found):
            same = random.Random(step)  # noqa: S311 - repeatable on purpose
            new = nudged(inside(text, one).strip(), language, one.attributes.get("data-unit", ""), same)
            if new is None:
                return None
            text = refill(text, one, new)
        if found:
            changed[path] = text.encode()
    right = frozenset("line-amount-differs line-part-differs example-differs".split())
    says = f"{name} moved on {len(changed)} pages"
    return with_hashes(Mutant("worth-moved", says, changed, right), ground)


def moment_turned(rng: random.Random, ground: Ground) -> Mutant | None:
    """A rule that is judged before the sale said to be judged after it, or the other way round, all over the site."""
    name, turned = "", 0
    changed: dict[str, bytes | None] = {}
    for path in rng.sample(ground.pages, len(ground.pages)):
        text = ground.outputs.text(path)
        language = "ru" if re.search(r'<html[^>]*\blang="ru', text) else "en"
        for at in reversed(tagged(text, "data-sentence")):
            rule = re.sub(r"/(?:as_of|moment\.window)$", "", at.attributes["data-sentence"])
            words = text[at.inner_start : at.inner_end]
            pairs = [
                (one, two)
                for pair in BEFORE_AFTER[language]
                for one, two in (pair, pair[::-1])
                if one in words
            ]
            if pairs and rule != at.attributes["data-sentence"] and name in ("", rule):
                name, turned = rule, turned + 1
                text = text[: at.inner_start] + words.replace(*pairs[0]) + text[at.inner_end :]
                changed[path] = text.encode()
    says = f"{name}: before and after the sale exchanged in {turned} sentences"
    return Mutant("moment-turned", says, changed, SENTENCE) if changed else None


def lines_turned(rng: random.Random, ground: Ground) -> Mutant | None:
    """On all pages a rule reads lines in the other unit, or pays what it takes, and the hashes are made to fit."""
    name, turned = "", 0
    changed: dict[str, bytes | None] = {}
    for path in rng.sample(ground.pages, len(ground.pages)):
        text = ground.outputs.text(path)
        pairs = LINES_AND_TAKING["ru" if re.search(r'<html[^>]*\blang="ru', text) else "en"]
        for at in reversed(tagged(text, "data-sentence")):
            said, words = at.attributes["data-sentence"], text[at.inner_start : at.inner_end].strip()
            other = next((new for old, new in pairs if old == words), "")
            if other and name in ("", said):
                name, turned = said, turned + 1
                text = text[: at.inner_start] + other + text[at.inner_end :]
                changed[path] = text.encode()
    if not changed:
        return None
    right = SENTENCE | {"clause-not-audited"}
    says = f"{name} says another thing in {turned} sentences"
    return with_hashes(Mutant("lines-turned", says, changed, right), ground)


UNIT_OPERATORS: dict[str, Operator] = {
    "declared-moved": declared_moved,
    "worth-moved": worth_moved,
    "moment-turned": moment_turned,
    "lines-turned": lines_turned,
}
