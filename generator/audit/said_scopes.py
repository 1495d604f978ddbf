"""Reads from the sentences of a metric whose figures are added up: depths, legs, and who is left out."""

from __future__ import annotations

from fractions import Fraction

from generator.audit.definitions import Having, Scope
from generator.audit.said_figures import Words, figure_in, target_of, whole_of
from generator.audit.shapes import NotUnderstood

OF_SCOPES = ("scope", "depth", "legs", "no_leg", "who", "active", "broken")


def scope_of(words: Words, unit: str, ladders: dict[str, str]) -> Scope:
    """Whose figures are added up, with the sentences that follow from it."""
    said = words.need("scope")
    _, kind, tree = (*said.key.split("."), "")[:3]
    depths: dict[str, tuple[int, int | None]] = {
        "with_self": (0, None),
        "without_self": (1, None),
        "recruits": (1, 1),
    }
    first, last = depths.get(kind, (0, None))
    if kind in ("at", "between", "deeper"):
        first = whole_of(said, "from")
        last = first if kind == "at" else whole_of(said, "to") if kind == "between" else None
    if kind in (*depths, "at", "between", "deeper"):
        kind = "downline"
    named = "from" in said.parts
    depth = words.may("depth")
    counted = depth is None or (depth.number("self") == 0 and depth.number("recruit") == 1)
    if named != (depth is not None) or not counted:
        raise NotUnderstood(f"{words.thing} does not say how depth is counted")
    position = said.code("position") if "position" in said.parts else ""
    return with_tests(words, Scope(kind, tree, first, last, position), unit, ladders)


def with_tests(words: Words, scope: Scope, unit: str, ladders: dict[str, str]) -> Scope:
    """A scope with its legs and with whom it leaves out."""
    legs, no_leg, who = words.may("legs"), words.may("no_leg"), words.may("who")
    by_leg = scope.kind in ("largest", "smallest", "legs")
    if by_leg != (legs is not None) or (scope.kind == "own") != (who is None):
        raise NotUnderstood(f"{words.thing} does not say who is counted")
    positions: tuple[str, ...] = ()
    if legs is not None and legs.key == "legs.positions":
        positions = tuple(legs.codes("positions"))
        if figure_in(unit, legs, "value", words.thing) != 0:
            raise NotUnderstood(f"{words.thing}: a position where nobody stands gives something")
    needs_nothing = scope.kind in ("largest", "smallest") and not positions
    if needs_nothing != (no_leg is not None):
        raise NotUnderstood(f"{words.thing} does not say what it is without a leg")
    tests = {
        name: words.section.condition(words.once[name][0], ladders)
        for name in ("active", "broken")
        if name in words.once
    }
    if tests and scope.kind == "own":
        raise NotUnderstood(f"{words.thing} counts one partner only, and leaves some out")
    return Scope(
        scope.kind,
        scope.tree,
        scope.first,
        scope.last,
        scope.position,
        positions,
        figure_in(unit, no_leg, "value", words.thing) if no_leg is not None else Fraction(0),
        who is not None and who.key == "who.active",
        tests.get("active"),
        tests.get("broken"),
    )


def having_of(words: Words, kind: str, ladders: dict[str, str]) -> tuple[Having, ...]:
    """What legs, recruits or members must meet."""
    found: list[Having] = []
    keys = [said.key for _, said in words.having]
    if (
        len(set(keys)) != len(keys)
        or (kind == "legs" and not keys)
        or ("having.all" in keys and len(keys) > 1)
    ):
        raise NotUnderstood(f"{words.thing} does not say which ones are counted")
    for at, said in words.having:
        which = said.key.split(".")[1]
        if (which == "each") != (kind != "legs"):
            raise NotUnderstood(f"{words.thing} counts no {which}")
        if which == "together":
            relation, unit = said.key.split(".")[2], said.unit("bound")
            found.append(
                Having(which, None, target_of(said, "metric", "metric"), relation, said.number("bound"), unit)
            )
        elif which != "all":
            found.append(Having(which, words.section.condition(at, ladders)))
    return tuple(found)
