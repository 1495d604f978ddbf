"""Scopes: whose rows make a partner's figure, the partner's own or those of people below in a tree."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault, did_you_mean
from generator.terms.condition import Condition, condition_sentence, parse_condition
from generator.terms.quantity import COUNT, parse_quantity
from generator.terms.saying import Code, Listing, SayingsBuilder, Sentence, Slot, Word
from generator.terms.text import Text
from generator.terms.titles import Titles

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
        near = did_you_mean(written, [*_PLAIN, *_KEYED])
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
                cure=f"Did you mean `{near}`?" if near else "Scopes: own, programme, " + ", ".join(_KEYED) + ".",
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
    made: dict[str, Any] = {"tree": "placement" if kind == "leg" else parse_tree(written.get("tree", "sponsor"))}
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
    if isinstance(written, list) and written and all(isinstance(one, str) for one in written):
        if len(set(written)) == len(written):
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

_TREE_WORDS = {
    "sponsor": Word(Text.of(en="sponsor tree", ru="дереву спонсоров")),
    "placement": Word(Text.of(en="placement tree", ru="дереву размещения")),
}
_OWN = Text.of(en="Only the partner's own rows are counted.", ru="Учитываются только строки самого партнёра.")
_PROGRAMME = Text.of(
    en="All partners are counted together, so that it is the same for everyone.",
    ru="Вместе учитываются все партнёры, поэтому величина у всех одинаковая.",
)
_WITH_SELF = Text.of(
    en="The partner and everyone below in the {tree} are counted together.",
    ru="Вместе учитываются сам партнёр и все, кто ниже него, если смотреть по {tree}.",
)
_WITHOUT_SELF = Text.of(
    en="Everyone below the partner in the {tree} is counted together, without the partner.",
    ru="Вместе учитываются все, кто ниже партнёра, если смотреть по {tree}; сам партнёр не учитывается.",
)
_RECRUITS = Text.of(
    en="The partner's direct recruits in the {tree} are counted together, without the partner.",
    ru="Вместе учитываются лично приглашённые партнёра, если смотреть по {tree}; сам партнёр не учитывается.",
)
_AT_DEPTH = Text.of(
    en="Everyone at depth {from} in the {tree} is counted together.",
    ru="Вместе учитываются все на глубине {from}, если смотреть по {tree}.",
)
_DEPTHS = Text.of(
    en="Everyone from depth {from} to depth {to} in the {tree} is counted together.",
    ru="Вместе учитываются все на глубине от {from} до {to}, если смотреть по {tree}.",
)
_FROM_DEPTH = Text.of(
    en="Everyone at depth {from} or deeper in the {tree} is counted together.",
    ru="Вместе учитываются все на глубине {from} и глубже, если смотреть по {tree}.",
)
_LEG = Text.of(
    en="Everyone in the leg {position} of the {tree} is counted together.",
    ru="Вместе учитываются все, кто стоит в ветви {position}, если смотреть по {tree}.",
)
_EXTREME = {
    "largest_leg": Text.of(
        en="Each leg in the {tree} is counted together, and the leg with the largest figure gives it.",
        ru="Каждая ветвь учитывается отдельно, если смотреть по {tree}; берётся ветвь с наибольшей величиной.",
    ),
    "smallest_leg": Text.of(
        en="Each leg in the {tree} is counted together, and the leg with the smallest figure gives it.",
        ru="Каждая ветвь учитывается отдельно, если смотреть по {tree}; берётся ветвь с наименьшей величиной.",
    ),
}
_DEPTH = Text.of(
    en="The partner is at depth {self}, direct recruits at depth {recruit}, and so on downwards.",
    ru="Сам партнёр стоит на глубине {self}, лично приглашённые — на глубине {recruit}, и так далее вниз.",
)
_LEGS = Text.of(
    en="A leg is a direct recruit with everyone below.",
    ru="Ветвь — это лично приглашённый вместе со всеми, кто ниже него.",
)
_POSITIONS = Text.of(
    en="The legs are the positions {positions}; a position in which nobody stands has {nobody}.",
    ru="Ветви — это позиции {positions}; позиция, на которой никого нет, даёт {nobody}.",
)
_NO_LEG = Text.of(en="Without a leg it is {nothing}.", ru="Если ветвей нет, это {nothing}.")
_WHO = Text.of(
    en="Whoever has joined by the end of the window is counted, also after leaving.",
    ru="Учитываются все, кто вступил до конца окна включительно, в том числе вышедшие.",
)
_PRESENT = Text.of(
    en="Only partners are counted who have joined by the end of the window and not left before it begins.",
    ru="Учитываются только партнёры, которые вступили до конца окна включительно и не вышли до его начала.",
)
_ACTIVE = Text.of(
    en="Only partners are counted of whom this holds:",
    ru="Учитываются только партнёры, для которых выполнено:",
)
_BROKEN = Text.of(
    en="Whoever is below the partner and meets this is left out, with everyone below:",
    ru="Не учитывается тот, кто ниже партнёра и для кого это выполнено, вместе со всеми, кто ниже него:",
)


def tree_word(tree: TreeName) -> Word:
    """The name of a tree as sentences hold it."""
    return _TREE_WORDS[tree]


def say_scope(builder: SayingsBuilder, scope: Scope, unit: str, titles: Titles) -> None:
    """Add the sentences that say who is counted; `unit` is the metric's."""
    if scope.kind == "own":
        builder.say("scope", _OWN)
        return
    nothing = Fraction(0)
    if scope.kind == "programme":
        builder.say("scope", _PROGRAMME)
    elif scope.kind == "downline":
        _say_downline(builder, scope)
    elif scope.kind == "leg":
        builder.say("scope", _LEG, position=Code(scope.position), tree=tree_word(scope.tree))
    else:
        builder.say("scope", _EXTREME[scope.kind], tree=tree_word(scope.tree))
        if scope.positions:
            listed = Listing(tuple(Code(one) for one in scope.positions))
            nobody = builder.fact("scope.nobody", unit, nothing)
            builder.say("scope.legs", _POSITIONS, positions=listed, nobody=nobody)
        else:
            say_legs(builder)
            builder.say("scope.no_leg", _NO_LEG, nothing=builder.fact("scope.no_leg", unit, nothing))
    say_who(builder, present=scope.active_only is True)
    if scope.active_only is not None and scope.active_only is not True:
        say_condition(builder, "scope.active", _ACTIVE, scope.active_only, titles)
    if scope.without_broken_away is not None:
        say_condition(builder, "scope.broken", _BROKEN, scope.without_broken_away, titles)


def _say_downline(builder: SayingsBuilder, scope: Scope) -> None:
    tree = tree_word(scope.tree)
    first, last = scope.first, scope.last
    if last is None and first < 2:
        builder.say("scope", _WITHOUT_SELF if first else _WITH_SELF, tree=tree)
        return
    if first == last == 1:
        builder.say("scope", _RECRUITS, tree=tree)
        return
    slots: dict[str, Slot] = {"tree": tree, "from": builder.fact("scope.from", COUNT, Fraction(first))}
    if last is None:
        builder.say("scope", _FROM_DEPTH, **slots)
    elif first == last:
        builder.say("scope", _AT_DEPTH, **slots)
    else:
        builder.say("scope", _DEPTHS, **slots, to=builder.fact("scope.to", COUNT, Fraction(last)))
    own = builder.fact("scope.self", COUNT, Fraction(0))
    builder.add(
        "scope.depth",
        Sentence(
            f"{builder.prefix}/scope.depth",
            _DEPTH,
            {"self": own, "recruit": builder.fact("scope.recruit", COUNT, Fraction(1))},
        ),
    )


def say_legs(builder: SayingsBuilder) -> None:
    """Add the sentence that says what a leg is."""
    builder.say("scope.legs", _LEGS)


def say_who(builder: SayingsBuilder, *, present: bool = False) -> None:
    """Add the sentence that says whether those who joined later or left are counted."""
    builder.say("scope.who", _PRESENT if present else _WHO)


def say_condition(
    builder: SayingsBuilder, name: str, phrase: Text, condition: Condition, titles: Titles
) -> None:
    """Add a sentence with a condition below it."""
    inner = condition_sentence(builder, f"{name}.1", condition, titles)
    builder.add(name, Sentence(f"{builder.prefix}/{name}", phrase, {}, (inner,)))
