"""Facts of recruits: what must happen for each direct recruit, a first sale that passes a test or a condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault, Step, did_you_mean
from generator.terms.condition import Condition, condition_sentence, parse_condition
from generator.terms.filters import COMPARISONS, Filter, parse_filters, say_filters
from generator.terms.quantity import COUNT, Quantity, parse_quantity
from generator.terms.row_source import RowSource, parse_within
from generator.terms.saying import SayingsBuilder, Sentence, Slot
from generator.terms.text import Text
from generator.terms.titles import Titles


@dataclass(frozen=True, slots=True)
class MeasureIs:
    """A measure of a row compared with a bound."""

    measure: str
    compare: str
    bound: Quantity


@dataclass(frozen=True, slots=True)
class FirstSale:
    """The recruit's earliest sale of those that pass `where`: with `must` it is taken before the tests, else after.

    It is dated `within` so long from the recruit's joining.
    """

    must: bool
    tests: tuple[MeasureIs, ...]
    where: tuple[Filter, ...] = ()
    within: Quantity | None = None

    @property
    def source(self) -> RowSource:
        """The rows among which it is sought."""
        return RowSource("sales", self.where)


@dataclass(frozen=True, slots=True)
class ForEach:
    """For each direct recruit: a first sale, or a condition of the recruit at the window's end."""

    fact: FirstSale | Condition

    @property
    def condition(self) -> Condition | None:
        """The condition, where it is one."""
        return None if isinstance(self.fact, FirstSale) else self.fact


_CURE = "Write `for_each: {direct_recruit: {event: {first_must: {sale: {sale_net: {at_least: 10 000}}}}}}`."


def parse_for_each(written: object) -> ForEach:
    """Read `{direct_recruit: {event: {first_must: {sale: {...}}, within: 60 days from joining}}}` or a condition there.

    Raises Fault: wrong-type, unknown-key and those of conditions and filters.
    """
    if isinstance(written, ForEach):
        return written
    if not isinstance(written, dict) or list(written) != ["direct_recruit"]:
        raise Fault(
            "wrong-type",
            "`for_each` goes through direct recruits.",
            consequence="Nobody could say for whom the bonus is paid.",
            cure=_CURE,
        )
    inner = written["direct_recruit"]
    if not isinstance(inner, dict) or "event" not in inner or set(inner) - {"event"}:
        return ForEach(parse_condition(inner, ("direct_recruit",)))
    try:
        return ForEach(_event(inner["event"]))
    except Fault as fault:
        raise fault.under("direct_recruit", "event") from None


def _event(written: object) -> FirstSale:
    if not isinstance(written, dict):
        raise _unclear()
    known = ("first_must", "first", "within")
    for key in written:
        if key not in known:
            near = did_you_mean(key, known)
            raise Fault(
                "unknown-key",
                f"`{key}` is not known here.",
                at=(key,),
                on_key=True,
                consequence="Nobody could say what must happen for the recruit.",
                cure=f"Did you mean `{near}`?" if near else _CURE,
            )
    ways = [key for key in ("first_must", "first") if key in written]
    if len(ways) != 1:
        raise _unclear()
    sale = written[ways[0]]
    if not isinstance(sale, dict) or list(sale) != ["sale"] or not isinstance(sale["sale"], dict):
        raise _unclear(ways[0])
    tests: list[MeasureIs] = []
    where: tuple[Filter, ...] = ()
    for key, value in sale["sale"].items():
        if key == "where":
            try:
                where = parse_filters(value)
            except Fault as fault:
                raise fault.under(ways[0], "sale", "where") from None
        else:
            tests.append(_test(key, value, (ways[0], "sale", key)))
    within = parse_within(written["within"], ("within",)) if "within" in written else None
    return FirstSale(ways[0] == "first_must", tuple(tests), where, within)


def _test(measure: str, written: object, at: tuple[Step, ...]) -> MeasureIs:
    if isinstance(written, dict) and len(written) == 1 and next(iter(written)) in COMPARISONS:
        ((compare, bound),) = written.items()
        try:
            return MeasureIs(measure, compare, parse_quantity(bound))
        except Fault as fault:
            raise fault.under(*at, compare) from None
    raise Fault(
        "wrong-type",
        f"The measure `{measure}` needs one comparison.",
        at=at,
        consequence="Nobody could say from which figure on the sale counts.",
        cure=f"Write `{measure}: {{at_least: 10 000}}`.",
    )


def _unclear(*at: Step) -> Fault:
    return Fault(
        "wrong-type",
        "The event of a recruit is `first_must` or `first` with a sale.",
        at=at,
        consequence="Nobody could say what must happen for the recruit.",
        cure=_CURE,
    )


AnyForEach = Annotated[ForEach, PlainValidator(parse_for_each), WithJsonSchema({"type": "object"})]

_FIRST_MUST = Text.of(
    en="The earliest counted sale of the recruit of all time is taken; then it must pass the test:",
    ru="Берётся самая ранняя учтённая продажа приглашённого за всё время; затем она должна пройти проверку:",
)
_FIRST = Text.of(
    en="The earliest counted sale of the recruit that passes the test is taken:",
    ru="Берётся самая ранняя учтённая продажа приглашённого, которая проходит проверку:",
)
_FIRST_ANY = Text.of(
    en="The earliest counted sale of the recruit of all time is taken.",
    ru="Берётся самая ранняя учтённая продажа приглашённого за всё время.",
)
_WITHIN = Text.of(
    en="It must be dated within {within} from the recruit's joining; the day of joining is the first day.",
    ru="Она должна быть датирована в пределах {within} с момента присоединения приглашённого; "
    "день присоединения считается первым.",
)
_WHEN = Text.of(
    en="It counts for the window in which that sale is dated.",
    ru="Учитывается в том окне, в котором датирована эта продажа.",
)
_GONE = Text.of(
    en="A recruit who left before the window began does not count.",
    ru="Приглашённый, который ушёл до начала окна, не учитывается.",
)
_ENDS = {
    "day": ("the day", "дня"),
    "week": ("the week", "недели"),
    "period": ("the period", "периода"),
    "quarter": ("the quarter", "квартала"),
    "half_year": ("the half-year", "полугодия"),
    "year": ("the year", "года"),
}


def say_for_each(builder: SayingsBuilder, for_each: ForEach, per: str, titles: Titles) -> None:
    """Add `fact` with what stands below it, and for a sale `where.N`, `within` and `when`."""
    fact = for_each.fact
    if not isinstance(fact, FirstSale):
        en, ru = _ENDS[per]
        phrase = Text.of(
            en=f"For the recruit this holds at the end of {en}:",
            ru=f"Для приглашённого на конец {ru} выполнено:",
        )
        inner = condition_sentence(builder, "fact.1", fact, titles)
        builder.add("fact", Sentence(f"{builder.prefix}/fact", phrase, {}, (inner,)))
        builder.say("gone", _GONE)
        return
    say_filters(builder, fact.where)
    tests = tuple(_say_test(builder, f"fact.{n}", test, titles) for n, test in enumerate(fact.tests, 1))
    phrase = (_FIRST_MUST if fact.must else _FIRST) if tests else _FIRST_ANY
    builder.add("fact", Sentence(f"{builder.prefix}/fact", phrase, {}, tests))
    if fact.within is not None:
        within = builder.fact("within", fact.within.unit, fact.within.value)
        builder.say("within", _WITHIN, within=within)
    builder.say("when", _WHEN)


_COMPARED = {
    "at_least": Text.of(en="{metric} is at least {bound}", ru="«{metric}» — не меньше {bound}"),
    "more_than": Text.of(en="{metric} is more than {bound}", ru="«{metric}» — больше {bound}"),
    "at_most": Text.of(en="{metric} is at most {bound}", ru="«{metric}» — не больше {bound}"),
    "less_than": Text.of(en="{metric} is less than {bound}", ru="«{metric}» — меньше {bound}"),
    "equals": Text.of(en="{metric} equals {bound}", ru="«{metric}» — ровно {bound}"),
}


def _say_test(builder: SayingsBuilder, name: str, test: MeasureIs, titles: Titles) -> Sentence:
    bound = test.bound.with_unit(titles.unit_of(f"measure/{test.measure}") or COUNT)
    slots: dict[str, Slot] = {
        "metric": titles.ref(f"measure/{test.measure}"),
        "bound": builder.fact(f"{name}.bound", bound.unit, bound.value),
    }
    return Sentence(f"{builder.prefix}/{name}", _COMPARED[test.compare], slots)
