"""The sentences of scopes: who is counted for a partner, in which tree, and who is left out."""

from __future__ import annotations

from fractions import Fraction

from generator.terms.condition import Condition, condition_sentence
from generator.terms.quantity import COUNT
from generator.terms.saying import Code, Listing, SayingsBuilder, Sentence, Slot, Word
from generator.terms.scope import Scope, TreeName
from generator.terms.text import Text
from generator.terms.titles import Titles

_TREE_WORDS = {
    "sponsor": Word(Text.of(en="sponsor tree", ru="дереву спонсоров")),
    "placement": Word(Text.of(en="placement tree", ru="дереву расстановки")),
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
_OWN_WINDOW = Text.of(
    en="For each of them the window is counted from their own joining.",
    ru="Для каждого из них окно отсчитывается от его собственного вступления.",
)
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


def say_own_windows(builder: SayingsBuilder) -> None:
    """Add the sentence that says whose joining begins the window of people who are counted together."""
    builder.say("scope.window", _OWN_WINDOW)


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
