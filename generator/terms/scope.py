"""Scopes: whose rows make a partner's figure, the partner's own or those of people below in a tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault, did_you_mean
from generator.terms.condition import Condition, parse_condition
from generator.terms.quantity import parse_quantity

TreeName = Literal["sponsor", "placement"]
TREES: tuple[TreeName, ...] = ("sponsor", "placement")
Kind = Literal["own", "downline", "leg", "largest_leg", "smallest_leg", "programme"]
_PLAIN = ("own", "direct_recruits", "largest_leg", "smallest_leg", "programme")
_KEYED = ("downline", "direct_recruits", "leg", "largest_leg", "smallest_leg")
_WHOM = ("tree", "active_only", "without_broken_away")
_KEYS = {
    "downline": ("from", "to", *_WHOM),
    "direct_recruits": _WHOM,
    "leg": ("position", "active_only", "without_broken_away"),
    "largest_leg": (*_WHOM, "positions"),
    "smallest_leg": (*_WHOM, "positions"),
}
_DEEPEST = 10_000


@dataclass(frozen=True, slots=True)
class Scope:
    """Who is counted for a partner: himself, a downline between two depths (0 is he), a leg of it, or everyone.

    `active_only` is True for partners of the window; those who meet `without_broken_away` are cut off with all below.
    """

    kind: Kind = "own"
    tree: TreeName = "sponsor"
    first: int = 0
    last: int | None = None
    position: str = ""
    positions: tuple[str, ...] = ()
    active_only: Condition | Literal[True] | None = None
    without_broken_away: Condition | None = None

    @property
    def has_self(self) -> bool:
        """Whether the partner's own rows are among those counted."""
        return self.kind in ("own", "programme") or (self.kind == "downline" and self.first == 0)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions in it; their `at` is relative to the scope."""
        told = (self.active_only, self.without_broken_away)
        return tuple(one for one in told if one is not None and one is not True)


OWN = Scope()


def parse_scope(written: object) -> Scope:
    """Read `own`, `programme`, `{downline: with_self}`, `{downline: {tree: sponsor, from: 3, to: 6}}`, `{leg: left}`.

    Raises Fault: wrong-type, unknown-key, missing-key, depths-not-rising, and those of conditions and quantities.
    """
    if isinstance(written, Scope):
        return written
    if isinstance(written, str):
        if written in ("own", "programme"):
            return OWN if written == "own" else Scope("programme")
        if written in _PLAIN:
            return _of_people(written, {})
        if written == "downline":
            raise _unclear(
                "`downline` says whether the partner belongs to it.",
                "Write `{downline: with_self}`, or `{downline: without_self}`.",
            )
        near = did_you_mean(written, ["own", "programme", *_PLAIN, *_KEYED])
        raise _unclear(f"`{written}` is not a scope.", f"Did you mean `{near}`?" if near else "")
    if isinstance(written, dict) and len(written) == 1:
        key, value = next(iter(written.items()))
        if key not in _KEYED:
            near = did_you_mean(key, _KEYED)
            raise Fault(
                "unknown-key",
                f"`{key}` is not a scope.",
                at=(key,),
                on_key=True,
                consequence="Nobody could tell whose rows are counted.",
                cure=f"Did you mean `{near}`?"
                if near
                else "Scopes: own, programme, " + ", ".join(_KEYED) + ".",
            )
        try:
            return _of_people(key, value)
        except Fault as fault:
            raise fault.under(key) from None
    raise _unclear("A scope is a word, or one word with what it needs.", "")


def _of_people(kind: str, written: object) -> Scope:
    if kind == "downline" and written in ("with_self", "without_self"):
        return Scope("downline", first=0 if written == "with_self" else 1)
    if kind == "leg" and isinstance(written, str):
        written = {"position": written}
    if not isinstance(written, dict):
        raise _unclear(f"`{kind}` needs keys that say who is meant.", f"Write `{_EXAMPLES[kind]}`.")
    for key in written:
        if key not in _KEYS[kind]:
            near = did_you_mean(key, _KEYS[kind])
            raise Fault(
                "unknown-key",
                f"`{key}` is not known in a scope of this kind.",
                at=(key,),
                on_key=True,
                consequence="Nobody could tell whose rows are counted.",
                cure=f"Did you mean `{near}`?" if near else "Known: " + ", ".join(_KEYS[kind]) + ".",
            )
    made: dict[str, Any] = {
        "tree": "placement" if kind == "leg" else parse_tree(written.get("tree", "sponsor"))
    }
    if kind == "downline":
        made["first"], made["last"] = _depths(written)
    elif kind == "direct_recruits":
        kind, made["first"], made["last"] = "downline", 1, 1
    elif kind == "leg":
        made["position"] = _position(written)
    elif "positions" in written:
        made["positions"] = _positions(written["positions"])
    if "active_only" in written:
        only = written["active_only"]
        made["active_only"] = only in ("true", True) or parse_condition(only, (kind, "active_only"))
    if "without_broken_away" in written:
        here = (kind, "without_broken_away")
        made["without_broken_away"] = parse_condition(written["without_broken_away"], here)
    return Scope(kind, **made)  # type: ignore[arg-type]  # one of the names of `Kind` by now


def parse_tree(written: object) -> TreeName:
    """Read the name of a tree. Raises Fault: wrong-type."""
    for name in TREES:
        if written == name:
            return name
    near = did_you_mean(str(written), TREES)
    raise Fault(
        "wrong-type",
        f"There is no tree `{written}`.",
        at=("tree",),
        consequence="Nobody could tell who stands below whom.",
        cure=f"Did you mean `{near}`?" if near else "Trees: " + ", ".join(TREES) + ".",
    )


def _depths(written: dict[str, object]) -> tuple[int, int | None]:
    if "from" not in written:
        raise Fault(
            "missing-key",
            "The key `from` is missing here.",
            consequence="Nobody could tell whether the partner's own rows are counted.",
            cure="Add `from: 0` to begin with the partner, `from: 1` to begin with direct recruits.",
        )
    depths = [_depth(written, key) for key in ("from", "to") if key in written]
    if len(depths) > 1 and depths[1] < depths[0]:
        raise Fault(
            "depths-not-rising",
            "The scope ends at a smaller depth than it begins.",
            at=("to",),
            other=("from",),
            other_label="it begins here",
            consequence="Nobody stands between the two, so the figure would be nothing for everyone.",
            cure="Write the smaller depth behind `from`.",
        )
    return depths[0], depths[1] if len(depths) > 1 else None


def _depth(written: dict[str, object], key: str) -> int:
    try:
        depth = parse_quantity(written[key])
    except Fault as fault:
        raise fault.under(key) from None
    if depth.unit or depth.value.denominator != 1 or not 0 <= depth.value <= _DEEPEST:
        raise Fault(
            "wrong-type",
            "A depth is a whole number from zero on.",
            at=(key,),
            consequence="Nobody could tell who stands at it.",
            cure=f"Write `{key}: 3`.",
        )
    return int(depth.value)


def _position(written: dict[str, object]) -> str:
    position = written.get("position")
    if not isinstance(position, str):
        raise _unclear("`leg` names a position of the placement tree.", "Write `{leg: left}`.")
    return position


def _positions(written: object) -> tuple[str, ...]:
    names = isinstance(written, list) and written and all(isinstance(one, str) for one in written)
    if isinstance(written, list) and names and len(set(written)) == len(written):
        return tuple(written)
    raise Fault(
        "wrong-type",
        "`positions` lists different positions of the placement tree.",
        at=("positions",),
        consequence="Nobody could tell which legs are compared.",
        cure="Write `positions: [left, right]`.",
    )


_EXAMPLES = {
    "downline": "{downline: with_self}",
    "direct_recruits": "direct_recruits",
    "leg": "{leg: left}",
    "largest_leg": "largest_leg",
    "smallest_leg": "{smallest_leg: {tree: placement, positions: [left, right]}}",
}


def _unclear(says: str, cure: str) -> Fault:
    return Fault(
        "wrong-type",
        says,
        consequence="Nobody could tell whose rows are counted.",
        cure=cure or "Write `own`, `{downline: with_self}`, `direct_recruits`, `largest_leg` or `programme`.",
    )


AnyScope = Annotated[
    Scope, PlainValidator(parse_scope), WithJsonSchema({"type": ["string", "object"], "examples": ["own"]})
]
AnyTree = Annotated[
    TreeName, PlainValidator(parse_tree), WithJsonSchema({"type": "string", "examples": ["sponsor"]})
]
