"""The contest: prizes by place in a figure among everybody who takes part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from generator.audit.carrier_sentences import WINDOWS, each
from generator.audit.conditions import Condition
from generator.audit.kinds import Draft, Part, Unit
from generator.audit.pages import Cell
from generator.audit.pay_units import MONEY, POINTS, is_paid, reward_of
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Said, Vocabulary
from generator.audit.terms import Carriers
from generator.audit.terms_network import Contest, Prize
from generator.audit.walk import one_of

if TYPE_CHECKING:
    from generator.audit.everybody import Everybody

_IN_THIS = {
    "day": "в этот день",
    "week": "на этой неделе",
    "period": "в этом периоде",
    "quarter": "в этом квартале",
    "half_year": "в этом полугодии",
    "year": "в этом году",
}
_TIED = {
    "share": (
        "share the prizes of their places in equal parts.",
        "призы их мест делятся между ними поровну.",
    ),
    "same_place": (
        "take the same place, each with its whole prize; after them as many places are left out.",
        "они занимают одно место, и каждый получает его приз целиком; следующие места за ними пропускаются.",
    ),
}


def _of_windows() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for per, (en, *_) in WINDOWS.items():
        found[f"pays.{per}"] = each(
            per,
            "this rule pays prizes to partners by their place in {base:ref}.",
            "платятся призы партнёрам по их месту по показателю «{base:ref}».",
        )
        found[f"leaving.{per}"] = {
            "en": f"Whoever leaves in the {en} takes no place.",
            "ru": f"Кто уходит {_IN_THIS[per]}, места не занимает.",
        }
    return found


def _tied() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for how, (en, ru) in _TIED.items():
        found[f"tied.{how}"] = {"en": f"Equal partners {en}", "ru": f"Если партнёры равны, {ru}"}
        found[f"tied.{how}.still"] = {
            "en": f"Partners who are still equal {en}",
            "ru": f"Если и так партнёры равны, {ru}",
        }
    return found


VOCABULARY = Vocabulary(
    {
        **_of_windows(),
        **_tied(),
        "ranked.highest": {
            "en": "The highest value takes the first place; whose value is zero or less takes none.",
            "ru": "Первое место занимает наибольшее значение; у кого значение не больше нуля, тот места не занимает.",
        },
        "ranked.lowest": {
            "en": "The lowest value takes the first place.",
            "ru": "Первое место занимает наименьшее значение.",
        },
        "divisions.segment": {
            "en": "Partners of each segment are ranked by themselves; a partner without a segment takes no place.",
            "ru": "Партнёры каждого сегмента соревнуются отдельно; партнёр без сегмента места не занимает.",
        },
        "divisions.region": {
            "en": "Partners of each region are ranked by themselves; a partner without a region takes no place.",
            "ru": "Партнёры каждого региона соревнуются отдельно; партнёр без региона места не занимает.",
        },
        "then": {
            "en": "Of equal partners the one with the higher {then:ref} stands first.",
            "ru": "Из равных выше тот, у кого больше показатель «{then:ref}».",
        },
        "entry": {
            "en": "Only those for whom it holds are ranked.",
            "ru": "Места занимают только те, для кого это выполнено.",
        },
    }
)

CELLS = Vocabulary(
    {
        "one": {"en": "{first:count}", "ru": "{first:count}"},
        "range": {"en": "{first:count}–{last:count}", "ru": "{first:count}–{last:count}"},
        "reward": {"en": "{amount:money} × {reward:ref}", "ru": "{amount:money} × {reward:ref}"},
    }
)

HEADINGS = {"place": frozenset({"place", "место"}), "amount": frozenset({"amount", "сумма"})}


def read(section: Section, earns: Condition | None, carriers: Carriers) -> Contest:
    """The terms that a section states; NotUnderstood where they do not fit together."""
    thing = section.thing
    said = section.said(VOCABULARY)
    pays, ranked, tied = (one_of(said, name, thing) for name in ("pays", "ranked", "tied"))
    per = pays.key.partition(".")[2]
    then = said["then"].target("then").removeprefix("metric/") if "then" in said else ""
    divisions = [key for key in said if key.startswith("divisions.")]
    needed = {pays.key, ranked.key, tied.key, f"leaving.{per}", *divisions}
    needed |= ({"then"} if then else set()) | ({"entry"} if earns is not None else set())
    if set(said) != needed or len(divisions) > 1 or tied.key.endswith(".still") != bool(then):
        raise NotUnderstood(f"{thing} says {sorted(set(said) ^ needed)}, or does not, of its places")
    return Contest(
        pays.target("base").removeprefix("metric/"),
        _prizes(section),
        ranked.key == "ranked.lowest",
        then,
        tied.key.startswith("tied.share"),
        divisions[0].partition(".")[2] if divisions else "",
        earns,
        per,
        None,
        carriers,
    )


def _prizes(section: Section) -> tuple[Prize, ...]:
    thing = section.thing
    if len(section.tables) != 1:
        raise NotUnderstood(f"{thing} has {len(section.tables)} tables")
    table = section.tables[0]
    columns = {
        name: at
        for at, heading in enumerate(table.headings)
        for name, words in HEADINGS.items()
        if heading.lower() in words
    }
    if sorted(columns) != ["amount", "place"] or len(table.headings) != 2:
        raise NotUnderstood(f"{thing}: the headings {table.headings} are not those of prizes")
    found = tuple(
        _prize(section, number, row[columns["place"]], row[columns["amount"]])
        for number, row in enumerate(table.rows, start=1)
    )
    after = 1
    for one in found:
        if one.first < after or one.last < one.first:
            raise NotUnderstood(f"the places of {thing} do not follow one another")
        after = one.last + 1
    if not found:
        raise NotUnderstood(f"{thing} has no prizes")
    return found


def _prize(section: Section, number: int, place: Cell, amount: Cell) -> Prize:
    start = f"{section.thing}/{section.version}/row.{number}"
    sentences = [(at, one) for at, one in enumerate(section.sentences) if one.id == f"{start}.place"]
    said: Said | None = CELLS.find(sentences[0][1]) if len(sentences) == 1 else None
    figure = section.figures.get(f"{start}.amount")
    if said is None or figure is None or amount.facts != (f"{start}.amount",):
        raise NotUnderstood(f"{section.thing}: row {number} cannot be read")
    section.understood.add(sentences[0][0])
    ends = [f"{start}.{name}" for name in ("place", "last")][: len(said.parts)]
    if list(place.facts) != ends:
        raise NotUnderstood(f"{section.thing}: the place of row {number} holds {place.facts}")
    given = [(at, one) for at, one in enumerate(section.sentences) if one.id == f"{start}.amount"]
    if len(given) != int(bool(reward_of(figure.unit))) or not all(CELLS.find(one) for _, one in given):
        raise NotUnderstood(f"{section.thing}: the prize of row {number} cannot be read")
    section.understood |= {at for at, _ in given}
    if not isinstance(figure.value, Fraction) or figure.value < 0 or not is_paid(figure.unit):
        raise NotUnderstood(f"{section.thing}: row {number} pays {figure.value} {figure.unit}")
    places = [said.number(name) for name in ("first", "last") if name in said.parts]
    if any(one.denominator != 1 or one < 1 for one in places):
        raise NotUnderstood(f"{section.thing}: row {number} is of the places {places}")
    paid_in = figure.unit if figure.unit == POINTS or reward_of(figure.unit) else MONEY
    return Prize(int(places[0]), int(places[-1]), figure.value, paid_in)


@dataclass(frozen=True)
class Placed(Part):
    """The prize of a place: among how many, how many are equal there, and what the prizes come to."""

    place: int = 0
    ranked: int = 0
    equal: int = 1
    prizes: Fraction = Fraction(0)


def rivals_of(terms: Contest, everybody: Everybody, figures: dict[str, Fraction]) -> dict[str, list[str]]:
    """Everybody who is ranked, by division."""
    rivals: dict[str, list[str]] = {}
    for person in everybody.joined():
        if _takes_part(terms, everybody, person, figures[person]):
            division = _division(terms, everybody, person)
            if division is not None:
                rivals.setdefault(division, []).append(person)
    return rivals


def drafts(terms: Contest, everybody: Everybody) -> dict[str, list[Draft]]:
    """What everybody wins in a window."""
    figures = everybody.figures(terms.base)
    units = everybody.edition.metrics[terms.base].unit
    second = everybody.figures(terms.then) if terms.then else dict.fromkeys(figures, Fraction(0))
    found: dict[str, list[Draft]] = {}
    window = everybody.window
    for people in rivals_of(terms, everybody, figures).values():
        for placed, person in _places(terms, people, figures, second):
            if not placed.amount:
                continue  # no prize, and nothing for a floor to lift
            unit = Unit(window, window.last)
            won = terms.prizes[placed.row - 1].paid_in
            found[person] = [Draft(unit, placed.amount, (placed,), figures[person], units, paid_in=won)]
    return found


def _takes_part(terms: Contest, everybody: Everybody, person: str, figure: Fraction) -> bool:
    left = everybody.reckoning.records.partners[person].left
    if not everybody.belongs(person) or (left is not None and left <= everybody.window.last):
        return False
    if not terms.lowest and figure <= 0:
        return False
    return terms.earns is None or everybody.holds(terms.earns, person)


def _division(terms: Contest, everybody: Everybody, person: str) -> str | None:
    """With whom somebody is ranked; None where somebody belongs to no division."""
    partner = everybody.reckoning.records.partners[person]
    if terms.divisions == "segment":
        return everybody.edition.segments.get(partner.segment) or None
    if terms.divisions == "region":
        return partner.region or None
    return ""


def _places(
    terms: Contest, people: Sequence[str], figures: dict[str, Fraction], second: dict[str, Fraction]
) -> Iterator[tuple[Placed, str]]:
    """Everybody with the place, the best first."""

    def rank(person: str) -> tuple[Fraction, Fraction]:
        return (figures[person] if terms.lowest else -figures[person], -second[person])

    place = 1
    for _, group in groupby(sorted(people, key=rank), key=rank):
        equal = list(group)
        places = range(place, place + len(equal)) if terms.shared else [place]
        prizes = [terms.prize(one) for one in places]
        row = next((number for number, _ in prizes if number), 0)
        together = sum((amount for _, amount in prizes), Fraction(0))
        amount = together / len(places)
        placed = Placed(
            row, None, None, amount, place=place, ranked=len(people), equal=len(equal), prizes=together
        )
        for person in equal:
            yield placed, person
        place += len(equal)
