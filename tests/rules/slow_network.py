"""The network kinds once more, person by person: walks in plain loops and exact fractions."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from tests.rules.people import HOUSE, TIERS, Owed, Person, meets

Amounts = tuple[Owed, Owed]
"""What is owed, and the bases."""


def line_up(people: Sequence[Person], source: int, counted: Any) -> list[int]:
    """Who takes up the depths 0, 1, 2 and so on above a source."""
    taken = [source]
    at = people[source].sponsor
    while at >= 0:
        if meets(people[at], counted):
            taken.append(at)
        at = people[at].sponsor
    return taken


def earns(people: Sequence[Person], who: int, version: Any) -> bool:
    one = people[who]
    return one.joined and not one.left and meets(one, version.counted) and meets(one, version.earns)


def value(table: Any, depth: int, tier: str) -> Fraction | None:
    """The rate for somebody at a depth, None where no row applies."""
    rows = [row for row in table.rows if row.depth.holds(depth)]
    if table.by_tier:
        rows = [row for row in rows if TIERS.index(row.tier) <= TIERS.index(tier)]
        rows.sort(key=lambda row: TIERS.index(row.tier))
        if table.applies_to == "slice" and rows:
            return sum((row.rate.ratio for row in rows), Fraction(0))
    return rows[-1].rate.ratio if rows else None


def depths(table: Any, line: list[int]) -> Iterator[int]:
    last = table.last_depth
    yield from range(len(line) if last is None else last + 1)


def level_commission(version: Any, people: Sequence[Person]) -> Amounts:
    amounts: Owed = defaultdict(Fraction)
    bases: Owed = defaultdict(Fraction)
    for source, one in enumerate(people):
        if not one.joined or not one.figure(version.base):
            continue
        base = one.figure(version.base)
        line = line_up(people, source, version.counted)
        best = Fraction(0)
        for depth in depths(version.table, line):
            who = line[depth] if depth < len(line) else None
            if who is None:
                rate = None if version.table.by_tier else value(version.table, depth, "")
                taker = HOUSE
            else:
                rate = value(version.table, depth, people[who].tier)
                taker = who if earns(people, who, version) else HOUSE
                if taker == HOUSE and version.unearned == "passes_up":
                    further = line_up(people, who, version.counted)[1:]
                    taker = next((one for one in further if earns(people, one, version)), HOUSE)
            if rate is not None and (rate > best or not version.less):
                amounts[taker, depth, -1] += base * (rate - best)
                bases[taker, depth, -1] += base
            if who is not None and depth and version.less and meets(people[who], version.less.best_between):
                best = max(best, rate or Fraction(0))
    if version.below_zero == "zero":
        amounts = {key: amount for key, amount in amounts.items() if amount > 0}
    return _told(amounts, bases)


def matching(version: Any, people: Sequence[Person]) -> Amounts:
    amounts: Owed = {}
    bases: Owed = {}
    for source, one in enumerate(people):
        paid = sum((one.lines.get(name, Fraction(0)) for name in version.source.lines.clauses), Fraction(0))
        if paid <= 0 or not meets(one, version.source.lines.where):
            continue
        line = line_up(people, source, version.counted)
        for depth in depths(version.table, line):
            if depth >= len(line) or not earns(people, line[depth], version):
                continue
            who = line[depth]
            rate = value(version.table, depth, people[who].tier)
            higher = TIERS.index(one.tier) >= TIERS.index(people[who].tier)
            if rate is None or (version.same_or_higher_tier == "refused" and higher):
                continue
            amounts[who, depth, source] = paid * rate
            bases[who, depth, source] = paid
    return _told(amounts, bases)


def differential(version: Any, people: Sequence[Person]) -> Amounts:
    recruits: dict[int, list[int]] = defaultdict(list)
    for who, one in enumerate(people):
        recruits[one.sponsor].append(who)
    rows = [_reached(version, one) for one in people]
    rates = [version.brackets.rows[row].rate.ratio if row >= 0 else Fraction(0) for row in rows]
    at = version.breakaway.at.ratio if version.breakaway else None
    away = [at is not None and row >= 0 and rate >= at for row, rate in zip(rows, rates, strict=True)]

    def nearest(who: int) -> list[int]:
        """The nearest of those broken away below somebody."""
        found = []
        for one in recruits[who]:
            found += [one] if away[one] else nearest(one)
        return found

    def whole(who: int) -> Fraction:
        return people[who].figure(version.base) if people[who].joined else Fraction(0)

    volume = [
        whole(who) - sum((whole(one) for one in nearest(who)), Fraction(0)) for who in range(len(people))
    ]
    amounts: Owed = {}
    bases: Owed = {}
    for who, one in enumerate(people):
        if rows[who] < 0 or not one.joined or one.left or not meets(one, version.earns):
            continue
        amount = rates[who] * volume[who]
        for leg in recruits[who]:
            if away[leg]:
                continue
            if version.same_bracket_floor and rows[leg] >= rows[who]:
                amount -= (rates[who] - version.same_bracket_floor.ratio) * volume[leg]
            else:
                amount -= rates[leg] * volume[leg]
        generation = [who] if away[who] else []
        for paid in version.breakaway.then.generations if version.breakaway else ():
            generation = [further for one in generation for further in nearest(one)]
            amount += paid.rate.ratio * sum((volume[one] for one in generation), Fraction(0))
        amounts[who, -1, -1] = max(amount, Fraction(0))
        bases[who, -1, -1] = volume[who]
    return _told(amounts, bases)


def _reached(version: Any, one: Person) -> int:
    """The place of the row that a group reaches, -1 for none."""
    figure = one.figure(version.chosen_by or version.base)
    starts = [row.at_least.value for row in version.brackets.rows]
    return max((n for n, start in enumerate(starts) if one.joined and start <= figure), default=-1)


def _told(amounts: Owed, bases: Owed) -> Amounts:
    kept = {key: amount for key, amount in amounts.items() if amount}
    return kept, {key: bases[key] for key in kept}
