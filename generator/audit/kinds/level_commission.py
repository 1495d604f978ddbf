"""The level commission: a share of each partner's figure to those above, by the depth at which they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from generator.audit.amounts import ForEvery
from generator.audit.carrier_sentences import ROWS, WINDOWS, each
from generator.audit.conditions import Condition
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Vocabulary
from generator.audit.shortfall_pages import carried_below_zero, read_reset
from generator.audit.terms import OF_ROWS, Carriers, RowSource
from generator.audit.terms_network import LevelCommission
from generator.audit.walk import Way, one_of, read_walk

HOUSE = ""  # stands where a person would, for what goes to nobody

_ITS = {"sale": "её", "sale_line": "её", "event": "его"}


def _pays() -> dict[str, dict[str, str]]:
    found = {
        f"pays.{per}": each(
            per,
            "this rule pays a share of {base:ref} of partners to those above them, by the depth at which these stand.",
            "платится доля от показателя «{base:ref}» партнёров тем, кто стоит над ними, в зависимости от их глубины.",
        )
        for per in WINDOWS
    }
    for per in ROWS:
        found[f"pays.{per}"] = each(
            per,
            "this rule pays a share of {base:ref} to those above its partner, by the depth at which these stand.",
            f"платится доля от показателя «{{base:ref}}» тем, кто стоит над {_ITS[per]} партнёром, в зависимости от "
            "их глубины.",
        )
    return found


VOCABULARY = Vocabulary(
    {
        **_pays(),
        "applies.sum": {
            "en": "For each depth the rate is multiplied by the sum of {base:ref} of all partners from whom the earner "
            "stands at that depth; each depth is a line of its own.",
            "ru": "На каждой глубине ставка умножается на сумму показателя «{base:ref}» всех партнёров, над которыми "
            "получатель стоит на этой глубине; каждая глубина — отдельная строка.",
        },
        "applies.row": {
            "en": "The rate is multiplied by {base:ref} of the row; each row and depth is a line of its own.",
            "ru": "Ставка умножается на показатель «{base:ref}» строки данных; каждая строка данных и каждая глубина — "
            "отдельная строка выплаты.",
        },
        "less": {
            "en": "From the rate is subtracted the highest rate of the people who take up a depth strictly between the "
            "earner and the partner whose figure it is, each by the row of the own depth, and of whom this holds; "
            "where nothing remains, the figure is not counted in the line:",
            "ru": "Из ставки вычитается самая высокая ставка тех, кто занимает глубину строго между получателем и "
            "партнёром, чей это показатель, каждая по строке собственной глубины, и для кого выполнено условие; если "
            "ничего не остаётся, показатель в строке не учитывается:",
        },
        "unearned.house": {
            "en": "What is owed at a depth whose person does not earn goes to the house.",
            "ru": "То, что причитается на глубине, где стоящий на ней не получает выплату, остаётся у компании.",
        },
        "unearned.passes_up": {
            "en": "What is owed at a depth whose person does not earn goes, in the same amount, to the nearest person "
            "further up who takes up a depth and earns; where there is none, it goes to the house.",
            "ru": "То, что причитается на глубине, где стоящий на ней не получает выплату, переходит в той же сумме к "
            "ближайшему стоящему выше, кто занимает глубину и получает выплату; если такого нет, оно остаётся у "
            "компании.",
        },
        "nobody.house": {
            "en": "What is owed at a depth at which nobody stands goes to the house.",
            "ru": "То, что причитается на глубине, где никто не стоит, остаётся у компании.",
        },
        "nobody.nothing": {
            "en": "At a depth at which nobody stands nothing is owed, since the row depends on a tier.",
            "ru": "На глубине, где никто не стоит, ничего не причитается: строка зависит от статуса.",
        },
        "once_house": {
            "en": "What goes to the house counts as paid.",
            "ru": "То, что остаётся у компании, считается выплаченным.",
        },
        "below_zero.zero": {
            "en": "When a line comes to less than zero, nothing is paid and nothing is taken.",
            "ru": "Если строка получается меньше нуля, ничего не платится и ничего не удерживается.",
        },
        "below_zero.negative": {
            "en": "When a line comes to less than zero, it is taken.",
            "ru": "Если строка получается меньше нуля, эта сумма удерживается.",
        },
        **carried_below_zero(
            "When {base:ref} of a partner is below zero, it counts as zero, and the shortfall is carried: it is taken "
            "off {again:ref} of that partner in later {later} until nothing of it is left.",
            "Если «{base:ref}» партнёра меньше нуля, он считается равным нулю, а отрицательный остаток переносится: он "
            "вычитается из показателя «{again:ref}» этого партнёра за следующие {later}, пока не будет исчерпан.",
        ),
    }
)


def read(
    section: Section,
    earns: Condition | None,
    ladders: dict[str, str],
    source: RowSource | None,
    carriers: Carriers,
) -> LevelCommission:
    """The terms that a section states; NotUnderstood where they do not fit together."""
    thing = section.thing
    places = {said.key: at for at, said in section.say(VOCABULARY)}
    said = section.said(VOCABULARY)
    per = one_of(said, "pays", thing).key.partition(".")[2]
    zero, unearned = one_of(said, "below_zero", thing), one_of(said, "unearned", thing)
    nobody, applies = one_of(said, "nobody", thing), one_of(said, "applies", thing)
    named = {one.target("base") for one in said.values() if "base" in one.parts}
    if len(named) != 1:
        raise NotUnderstood(f"{thing} speaks of several figures: {sorted(named)}")
    walk = read_walk(section, earns, ladders)
    if (nobody.key == "nobody.nothing") != bool(walk.ladder):
        raise NotUnderstood(f"{thing} does not say what is owed where nobody stands")
    base = named.pop()
    # Rows are judged one by one, or taken together in a window where the figure is a measure of theirs.
    by_window = per in WINDOWS and base.startswith("measure/")
    if (applies.key == "applies.row") != (per in ROWS) or (source is not None) != (per in ROWS or by_window):
        raise NotUnderstood(f"{thing} does not say what the rate is multiplied by")
    if by_window and source is not None and (source.together or "period") != per:
        raise NotUnderstood(f"{thing} takes the rows of another window together")
    if not by_window and source is not None and source.together:
        raise NotUnderstood(f"{thing} takes rows together and pays for each")
    less = section.condition(places["less"], ladders) if "less" in said else None
    if ("once_house" in said) != (carriers.once in OF_ROWS):
        raise NotUnderstood(f"{thing} does not say whether what goes to the house counts as paid")
    passes_up = unearned.key == "unearned.passes_up"
    if less is not None and passes_up:
        raise NotUnderstood(f"{thing} passes up what is left after a subtraction")
    if walk.deepest is None and (less is None or not walk.ladder):
        raise NotUnderstood(f"{thing} pays at any depth")
    return LevelCommission(
        base.removeprefix("metric/"),
        walk,
        less,
        passes_up,
        zero.key.split(".")[1],
        per,
        source,
        carriers,
        reset=read_reset(section, zero, per, moves=True),
    )


@dataclass(frozen=True)
class Share:
    """What is owed at one depth above one source: to whom, on what, by which row and rate."""

    who: str
    depth: int
    base: Fraction
    row: int
    rate: Fraction
    less: Fraction = Fraction(0)  # what was subtracted to come to the rate
    holder: str = ""  # whose rate that is
    full: ForEvery | None = (
        None  # so much for each whole time that a sum goes into the base, in place of a rate
    )

    @property
    def amount(self) -> Fraction:
        """The exact amount."""
        if self.full is not None:
            return self.full.amount * self.full.times(self.base)
        return self.base * self.rate / 100


class Sharing:
    """Shares out one figure after the other among those above."""

    def __init__(self, terms: LevelCommission, way: Way) -> None:
        self.terms, self.way = terms, way
        self._heirs: dict[str, str] = {}
        self._between: dict[str, bool] = {}

    def of(self, source: str, value: Fraction) -> Iterator[Share]:
        """Everything owed on the figure of one partner."""
        way, walk = self.way, self.terms.walk
        best, holder, reached = Fraction(0), "", 0
        for depth, person in way.people(source):
            reached = depth
            worth = way.worth(person, depth)
            if worth is None:
                continue
            otherwise = self.heir if self.terms.passes_up else _to_house
            who = person if way.earns(person) else otherwise(person)
            if self.terms.less is None or worth.rate > best:
                yield Share(who, depth, value, worth.row, worth.rate - best, best, holder)
            if depth > 0 and worth.rate > best and self.between(person):
                best, holder = worth.rate, person
        if walk.ladder or walk.deepest is None:
            return
        for depth in range(reached + 1, walk.deepest + 1):
            for number, row in enumerate(walk.rows, start=1):
                if row.holds(depth) and (self.terms.less is None or row.rate > best):
                    yield Share(HOUSE, depth, value, number, row.rate - best, best, holder)

    def between(self, person: str) -> bool:
        """Whether the rate of somebody in between is subtracted from those above."""
        if self.terms.less is None:
            return False
        if person not in self._between:
            self._between[person] = self.way.crowd.holds(self.terms.less, person)
        return self._between[person]

    def heir(self, person: str) -> str:
        """The nearest person further up who takes up a depth and earns; the house where there is none."""
        passed: list[str] = []
        found = person
        while True:
            if found in self._heirs:
                found = self._heirs[found]
                break
            passed.append(found)
            found = self.way.next_above(found)
            if not found or self.way.earns(found):
                break
        for one in passed:
            self._heirs[one] = found
        return found


def _to_house(person: str) -> str:
    return HOUSE
