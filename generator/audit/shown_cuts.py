"""What a line says of the limit or ceiling that made it smaller: what there was left, and how it was shared."""

from __future__ import annotations

from fractions import Fraction

from generator.audit.carrier_sentences import limited_spans
from generator.audit.kinds import Line, is_limited, rule_of
from generator.audit.telling import Telling


def tell_cut(tell: Telling, line: Line, money: str) -> None:
    """The rows from what the line came to by itself to the words of its amount."""
    terms, cut = rule_of(line).terms, line.cut
    assert terms is not None
    assert line.draft is not None

    def row(name: str, value: Fraction) -> None:
        tell.put(" \u25a1 ", tell.part(name, money, value))

    tell.say("capped" if line.own_cap else "rounded")
    row("rounded", line.whole)
    if is_limited(line):
        assert line.limit is not None
        assert line.left is not None
        en, ru = limited_spans()[terms.carriers.limit_window]
        span = {"en": en, "ru": ru}[tell.naming.tongue.language]
        tell.say("left", tell.part("limit", money, line.limit), span=span)
        row("left", line.left)
        if cut is None:
            tell.say("limited taken" if line.draft.taken else "limited")
            return
        tell.say("limited")
        row("limited", line.left)
    assert cut is not None
    title = tell.naming.title(f"ceiling/{cut.ceiling}")
    tell.say("ceiling in order" if cut.in_order else "ceiling", title=title)
    row("ceiling", cut.most)
    whose = "all" if cut.programme else "own"
    tell.say(f"together {whose} {'by rule' if cut.in_order else 'below'}")
    row("together", cut.together)
    tell.say("in proportion")
