"""What may be wrong with a derived metric in itself: keys without use, lists of the wrong length, weights, rows."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from generator.source import Fault
from generator.terms.derived import Age, Combined, Counted, DerivedKeys, LookedUp, Weighted
from generator.terms.measure import not_rising
from generator.terms.numerals import plain
from generator.terms.operand import MetricAt
from generator.terms.people import OfLegs
from generator.terms.quantity import Quantity

_OF_ROWS = ("of", "where", "first_must")
_WHOLE = Fraction(100)


def derived_faults(version: DerivedKeys, given: set[str]) -> Iterator[Fault]:
    """What is wrong with a version; `given` are the names of its fields that are written.

    Slugs: option-without-use, wrong-type, missing-key, table-empty, bracket-not-ascending, weights-not-whole,
    when-absent-missing, figure-negative.
    """
    yield from _without_use(version, given)
    match version.derived:
        case Combined():
            yield from _combined(version, version.derived)
        case LookedUp():
            yield from _rows(version.derived)
        case Weighted():
            yield from _weights(version.derived)
        case Age():
            for field, key, example in (("age_in", "in", "years"), ("as_of", "as_of", "window_end")):
                if field not in given:
                    yield Fault(
                        "missing-key",
                        f"The key `{key}` is missing here.",
                        consequence="Nobody could tell how old somebody is.",
                        cure=f"Add `{key}: {example}`.",
                    )
        case Counted():
            yield from _counted(version, version.derived)
    if version.may_be_absent and "when_absent" not in given:
        way = version.derived_ways[0]
        why = (
            "Below its first row the table has no value"
            if way == "lookup"
            else "Where the divisor is zero there is no figure"
        )
        yield Fault(
            "when-absent-missing",
            f"{why}, and nothing says what holds then.",
            at=(way,),
            on_key=True,
            consequence="Absent is not zero, and partners could not tell which of the two they are paid by.",
            cure="Add the value that holds instead: `when_absent: 0`.",
        )


def _without_use(version: DerivedKeys, given: set[str]) -> Iterator[Fault]:
    """Keys that nothing looks at, beside what the version is made of."""
    way = version.derived_ways[0] if version.derived else ""
    made = version.derived
    people = isinstance(made, Counted)
    group = _is_group(version)
    useless = {
        "rows": way != "lookup",
        "age_in": way != "age_of",
        "as_of": way != "age_of",
        "having": not people,
        "tree": not (isinstance(made, Counted) and made.what != "members"),
    }
    if made is not None:
        useless |= dict.fromkeys(_OF_ROWS, True)
        useless |= {
            "scope": not group,
            "window": not people,
            "when_absent": not version.may_be_absent,
        }
    for field, is_useless in useless.items():
        if is_useless and field in given:
            key = "in" if field == "age_in" else field
            yield Fault(
                "option-without-use",
                f"`{key}` has no meaning beside `{way}`." if way else f"`{key}` has no meaning for rows.",
                at=(key,),
                on_key=True,
                consequence="An option that does nothing looks like a promise.",
                cure=f"Remove `{key}`.",
            )


def _is_group(version: DerivedKeys) -> bool:
    match version.derived:
        case Combined("sum", operands):
            return len(operands) == 1
        case Counted("members"):
            return True
    return False


def _combined(version: DerivedKeys, made: Combined) -> Iterator[Fault]:
    here, operands = made.operation, made.operands
    if here != "sum" and len(operands) != 2:
        yield Fault(
            "wrong-type",
            f"`{here}` needs a list of two figures.",
            at=(here,),
            consequence="With more or fewer nobody could say what is computed.",
            cure=f"Write `{here}: [personal_volume, group_volume]`.",
        )
        return
    if len(operands) == 1 and version.scope.kind == "own":
        yield Fault(
            "wrong-type",
            "A sum of one metric needs a scope over which it is summed.",
            at=("sum",),
            consequence="A sum of one figure is that figure.",
            cure="Add a further metric, or `scope: {downline: with_self}`.",
        )
    if not any(isinstance(one, MetricAt) for one in operands):
        yield Fault(
            "wrong-type",
            "A metric that is made of constants alone is the same for everyone.",
            at=(here,),
            consequence="It would say nothing of a partner.",
            cure="Write the figure where it is needed.",
        )
    divisor = operands[-1]
    if here in ("quotient", "ratio") and isinstance(divisor, Quantity) and divisor.value == 0:
        yield Fault(
            "figure-negative",
            "Nothing can be divided by zero.",
            at=(here, 1),
            consequence="There would be no figure for anybody.",
            cure="Correct the divisor.",
        )


def _rows(made: LookedUp) -> Iterator[Fault]:
    if not made.rows:
        yield Fault(
            "table-empty",
            "A lookup has rows.",
            at=("lookup",),
            consequence="There would be no value for anybody.",
            cure="Add `rows: [{at_least: 0, is: 1}]`.",
        )
    yield from not_rising(made.rows)


def _weights(made: Weighted) -> Iterator[Fault]:
    for number, part in enumerate(made.parts):
        if isinstance(part.of, Quantity):
            yield Fault(
                "wrong-type",
                "Each part of a weighted sum is a metric.",
                at=("weighted", number, "of"),
                consequence="A constant would raise everybody alike.",
                cure="Name a metric.",
            )
    total = sum((part.weight.value for part in made.parts), Fraction(0))
    if total != _WHOLE:
        yield Fault(
            "weights-not-whole",
            f"The weights total {plain(total, 'en')} %, not {plain(_WHOLE, 'en')} %.",
            at=("weighted",),
            on_key=True,
            consequence="A partner who is perfect in every part would not reach the whole, or would pass it.",
            cure="Correct the weights so that they total 100 %.",
        )


def _counted(version: DerivedKeys, made: Counted) -> Iterator[Fault]:
    if isinstance(made.having, OfLegs) and made.what != "legs":
        yield Fault(
            "wrong-type",
            f"What is tested of `{made.what}` is a condition on each of them.",
            at=("having",),
            consequence="Legs are not what is counted here.",
            cure="Write `having: {personal_volume: {at_least: 10 000}}`, or `count: legs`.",
        )
    if made.what == "legs" and made.having is not None and not isinstance(made.having, OfLegs):
        yield Fault(
            "wrong-type",
            "What is tested of a leg says of whom in it.",
            at=("having",),
            consequence="It could be meant of somebody in the leg, of its direct recruit or of all together.",
            cure="Write `some_member:`, `first_member:` or `together:` before the condition.",
        )
    if made.what == "members" and version.scope.kind not in ("downline", "leg", "programme"):
        yield Fault(
            "missing-key",
            "Nothing says among whom members are counted.",
            at=("count",),
            consequence="Everyone would count for one.",
            cure="Add `scope: {downline: without_self}`.",
        )
