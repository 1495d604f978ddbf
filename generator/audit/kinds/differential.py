"""The differential: what a partner's group brings, less what the groups of the direct recruits bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from generator.audit.carrier_sentences import WINDOWS, each
from generator.audit.conditions import Condition
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Said, Vocabulary
from generator.audit.tables import is_rows, read_rows
from generator.audit.terms import Carriers
from generator.audit.terms_network import Differential
from generator.audit.trees import Tree
from generator.audit.walk import need_members, one_of


def _pays() -> dict[str, dict[str, str]]:
    return {
        f"pays.{per}": each(
            per,
            "this rule pays what a partner's group brings, less what the groups of the direct recruits bring.",
            "платится то, что приносит группа партнёра, за вычетом того, что приносят группы лично приглашённых.",
        )
        for per in WINDOWS
    }


VOCABULARY = Vocabulary(
    {
        **_pays(),
        "tree.sponsor": {
            "en": "A partner's group is the partner with everybody below in the sponsor tree; the direct recruits are "
            "those whose sponsor the partner is.",
            "ru": "Группа партнёра — это он сам и все, кто стоит под ним в дереве спонсоров; лично приглашённые — те, "
            "чьим спонсором он является.",
        },
        "tree.placement": {
            "en": "A partner's group is the partner with everybody below in the placement tree; the direct recruits "
            "are those who stand directly below.",
            "ru": "Группа партнёра — это он сам и все, кто стоит под ним в дереве расстановки; лично приглашёнными "
            "считаются те, кто стоит непосредственно под ним.",
        },
        "chosen": {
            "en": "The row of a partner's group is the last row that starts at or below the partner's {by:ref}.",
            "ru": "Строка группы партнёра — последняя строка, начало которой не больше его показателя «{by:ref}».",
        },
        "applies": {
            "en": "A group brings the rate of its row multiplied by the whole of {base:ref}.",
            "ru": "Группа приносит ставку своей строки, умноженную на весь показатель «{base:ref}».",
        },
        "below": {
            "en": "Below the first row a group brings nothing.",
            "ru": "Ниже первой строки группа ничего не приносит.",
        },
        "legs": {
            "en": "What the group of a direct recruit brings is worked out in the same way, and subtracted also where "
            "the recruit does not earn it; recruits who joined after the last day of the window do not count.",
            "ru": "То, что приносит группа лично приглашённого, считается так же и вычитается даже тогда, когда сам он "
            "выплату не получает; присоединившиеся после последнего дня окна не учитываются.",
        },
        "same_row": {
            "en": "For a direct recruit whose row is the partner's or a later row, the difference is replaced by "
            "{rate:percent} of that recruit's {base:ref}.",
            "ru": "Если строка лично приглашённого та же, что у партнёра, или более поздняя, разница заменяется на "
            "{rate:percent} от показателя «{base:ref}» этого приглашённого.",
        },
        "same_row.kept": {
            "en": "For a direct recruit whose row is the partner's or a later row, the partner keeps {rate:percent} of "
            "that recruit's {base:ref}, whatever the recruit's group brings.",
            "ru": "Если строка лично приглашённого та же, что у партнёра, или более поздняя, партнёру остаётся "
            "{rate:percent} от показателя «{base:ref}» этого приглашённого, сколько бы ни приносила его группа.",
        },
        "breakaway": {
            "en": "A partner whose row has the rate {at:percent} or a higher rate has broken away: {base:ref} of that "
            "partner's group is left out of {base_too:ref} of all groups above, nothing is subtracted for that group, "
            "and the rows stay as they are.",
            "ru": "Партнёр, в строке которого стоит ставка {at:percent} или выше, отделяется: показатель «{base:ref}» "
            "его группы исключается из показателя «{base_too:ref}» всех групп выше, за эту группу ничего не "
            "вычитается, а строки остаются прежними.",
        },
        "generations": {
            "en": "The generation of a partner broken away further down counts the partners broken away on the way "
            "down to that partner, that partner included; others are passed over.",
            "ru": "Номер поколения отделившегося ниже партнёра — это число отделившихся на пути вниз до него, считая "
            "его самого; остальные не считаются.",
        },
        "below_zero": {
            "en": "When the result is below zero, nothing is paid and nothing is taken.",
            "ru": "Если результат меньше нуля, ничего не платится и ничего не удерживается.",
        },
    }
)

GENERATION = Vocabulary(
    {
        "generation": {
            "en": "In generation {number:count} a partner who has broken away also earns {rate:percent} of {base:ref} "
            "of the groups there.",
            "ru": "В поколении {number:count} отделившийся партнёр получает ещё {rate:percent} от показателя "
            "«{base:ref}» групп этого поколения.",
        }
    }
)


def read(
    section: Section, earns: Condition | None, ladders: dict[str, str], carriers: Carriers
) -> Differential:
    """The terms that a section states; NotUnderstood where they do not fit together."""
    thing = section.thing
    said = section.said(VOCABULARY)
    for name in ("below", "legs", "below_zero"):
        one_of(said, name, thing)
    need_members(section)
    base = one_of(said, "applies", thing).target("base")
    generations = [one for _, one in section.say(GENERATION)]
    named = {
        one.target(name)
        for one in (*said.values(), *generations)
        for name in ("base", "base_too")
        if name in one.parts
    }
    if named != {base}:
        raise NotUnderstood(f"{thing} speaks of several figures: {sorted(named)}")
    tables = [table for table in section.tables if is_rows(table)]
    if len(tables) != 1:
        raise NotUnderstood(f"{thing} has {len(tables)} tables of rows")
    rows, units = read_rows(section, tables[0], ladders)
    starts = [row.at_least for row in rows if row.at_least is not None and row.rate is not None]
    if not rows or len(starts) != len(rows) or any(low >= high for low, high in pairwise(starts)):
        raise NotUnderstood(f"the rows of {thing} are no rising rates")
    return Differential(
        base.removeprefix("metric/"),
        one_of(said, "chosen", thing).target("by").removeprefix("metric/"),
        one_of(said, "tree", thing).key.partition(".")[2],
        tuple(rows),
        _same_row(said),
        said["breakaway"].number("at") if "breakaway" in said else None,
        _generations(said, generations, thing),
        earns,
        tuple(units),
        one_of(said, "pays", thing).key.partition(".")[2],
        carriers,
    )


def _same_row(said: dict[str, Said]) -> Fraction | None:
    """What is left of a leg whose row is not an earlier one."""
    found = [one for key, one in said.items() if key.partition(".")[0] == "same_row"]
    return found[0].number("rate") if found else None


def _generations(
    said: dict[str, Said], generations: list[Said], thing: str
) -> tuple[tuple[int, Fraction], ...]:
    """The generations that are paid, each with its rate, in rising order."""
    if bool(generations) != ("generations" in said) or (generations and "breakaway" not in said):
        raise NotUnderstood(f"{thing} does not say what a generation is")
    found = tuple((int(one.number("number")), one.number("rate")) for one in generations)
    numbers = [number for number, _ in found]
    if numbers != sorted(set(numbers)) or (numbers and numbers[0] < 1):
        raise NotUnderstood(f"{thing} counts generations as {numbers}")
    return found


@dataclass(frozen=True)
class Step:
    """One step of a partner's sum: what is added or taken away, on what, at which rate."""

    what: str  # own | leg | below (the first row) | away | generation
    row: int
    base: Fraction
    rate: Fraction
    who: str = ""  # the recruit whose leg it is
    kept: Fraction | None = None  # the rate that is kept of a leg whose row is not an earlier one
    generation: int = 0

    @property
    def amount(self) -> Fraction:
        """The exact amount of the step."""
        return self.base * self.rate / 100


@dataclass(frozen=True)
class Brought:
    """What a partner's group comes to for the partner: the row, the figure it stands on, and all steps."""

    row: int
    base: Fraction
    steps: tuple[Step, ...]
    figure: Fraction  # of the whole group, those that broke away included

    @property
    def amount(self) -> Fraction:
        """The exact amount, below zero too."""
        return sum((step.amount for step in self.steps), Fraction(0))


class Groups:
    """All groups of one window, from the lowest to the highest.

    `figures` and `choosing` hold the base, and what chooses rows, of everybody who had joined by the window's end.
    """

    def __init__(
        self,
        terms: Differential,
        tree: Tree,
        figures: Mapping[str, Fraction],
        choosing: Mapping[str, Fraction],
    ) -> None:
        self.terms, self.tree, self.figures = terms, tree, figures
        self.farthest = max((number for number, _ in terms.generations), default=0)
        self.rows = {person: self._row(value) for person, value in choosing.items()}
        self.cut: dict[str, Fraction] = {}
        # Figures of the nearest groups broken away below somebody, and figures by generation there.
        self._nearest: dict[str, Fraction] = {}
        self._generations: dict[str, dict[int, Fraction]] = {}
        heads = [person for person, above in tree.above.items() if above not in tree.above]
        for head in heads:
            for person in tree.from_below(head):
                self._take(person)

    def _row(self, value: Fraction) -> int:
        """The number of the row that a figure reaches, 0 below the first one."""
        return sum(1 for row in self.terms.rows if row.at_least is not None and row.at_least <= value)

    def rate(self, person: str) -> Fraction:
        """The rate of somebody's row, nothing below the first one."""
        row = self.rows.get(person, 0)
        rate = self.terms.rows[row - 1].rate if row else None
        return rate if rate is not None else Fraction(0)

    def away(self, person: str) -> bool:
        """Whether somebody's group has broken away."""
        at = self.terms.breaks_at
        return at is not None and bool(self.rows.get(person)) and self.rate(person) >= at

    def _take(self, person: str) -> None:
        nothing = Fraction(0)
        nearest, generations = nothing, dict[int, Fraction]()
        for recruit in self.tree.recruits(person):
            away = self.away(recruit)
            nearest += self.figures.get(recruit, nothing) if away else self._nearest[recruit]
            for number, figure in self._generations[recruit].items():
                further = number + (1 if away else 0)
                if further <= self.farthest:  # nobody is paid for those beyond
                    generations[further] = generations.get(further, nothing) + figure
            if away and self.farthest:
                generations[1] = generations.get(1, nothing) + self.cut[recruit]
        self._nearest[person], self._generations[person] = nearest, generations
        self.cut[person] = self.figures.get(person, nothing) - nearest

    def of(self, person: str) -> Brought | None:
        """What somebody's group comes to; None below the first row."""
        row = self.rows.get(person, 0)
        if not row:
            return None
        own = self.rate(person)
        legs = [
            self._leg(recruit, row, own) for recruit in self.tree.recruits(person) if recruit in self.figures
        ]
        # Most is subtracted by the first; those who bring nothing of their own are left out.
        legs = sorted((one for one in legs if one.base), key=lambda one: (one.amount, -one.base, one.who))
        steps = [Step("own", row, self.cut[person], own), *legs]
        if self.away(person):
            found = self._generations[person]
            steps += [
                Step("generation", row, found[number], rate, generation=number)
                for number, rate in self.terms.generations
                if found.get(number)
            ]
        return Brought(row, self.cut[person], tuple(steps), self.figures.get(person, Fraction(0)))

    def _leg(self, recruit: str, row: int, own: Fraction) -> Step:
        """What the group of a direct recruit takes away from somebody with a row and its rate."""
        theirs, base, nothing = self.rows.get(recruit, 0), self.cut[recruit], Fraction(0)
        if self.away(recruit):
            return Step("away", theirs, base, nothing, recruit)
        if not theirs:
            return Step("below", theirs, base, nothing, recruit)
        kept = self.terms.floor_rate
        if kept is not None and theirs >= row:
            # So much of the leg is left that the floor comes out of it.
            return Step("leg", theirs, base, kept - own, recruit, kept)
        return Step("leg", theirs, base, -self.rate(recruit), recruit)
