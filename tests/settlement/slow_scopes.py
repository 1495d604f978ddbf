"""What scopes, counts of people and derived metrics mean, worked out person by person in plain fractions."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

Made = dict[str, Any]
SIGNS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "at_least": lambda a, b: a >= b,
    "more_than": lambda a, b: a > b,
    "at_most": lambda a, b: a <= b,
    "less_than": lambda a, b: a < b,
    "equals": lambda a, b: a == b,
}


@dataclass
class Person:
    """One partner; `sales` are days with cents."""

    id: str
    joined: date
    left: date | None
    sponsor: str | None
    placement: str | None
    position: str | None
    sales: list[tuple[date, int]]


class World:
    """A few people, and metrics by name as they are written in YAML."""

    def __init__(self, people: list[Person], metrics: dict[str, Made]) -> None:
        self.people = {one.id: one for one in people}
        self.metrics = metrics

    def metric(self, name: str, who: str, first: date) -> Fraction:
        """A metric of one partner for the month that begins on `first`."""
        made = self.metrics[name]
        value = self._unrounded(made, who, first)
        if "round" not in made:
            return value
        scale = 10 ** int(made["round"]["digits"])
        size = abs(value) * scale
        down = size.numerator // size.denominator
        rest = size - down
        up = {"half_up": rest >= Fraction(1, 2), "half_even": rest > Fraction(1, 2), "down": False}
        up["half_even"] |= rest == Fraction(1, 2) and down % 2 == 1
        size = Fraction(down + up[made["round"]["mode"]], scale)
        return -size if value < 0 else size

    def _unrounded(self, made: Made, who: str, first: date) -> Fraction:
        scope = made.get("scope", "own")
        if made.get("sum") == "plain" or made.get("count") == "sales":
            return self.over(scope, who, first, lambda one: self._of_rows(made, one, first))
        if made.get("count") == "members":
            return self.over(scope, who, first, lambda one: Fraction(self._meets(made, one, first)))
        if made.get("count") == "recruits":
            recruits = self.recruits(who, made.get("tree", "sponsor"))
            return Fraction(
                sum(self.joined(one, first) and self._meets(made, one, first) for one in recruits)
            )
        if made.get("count") == "legs":
            return Fraction(
                sum(self._is_leg(made, one, first) for one in self.recruits(who, made.get("tree", "sponsor")))
            )
        if "sum" in made and len(made["sum"]) == 1:
            return self.over(scope, who, first, lambda one: self.metric(made["sum"][0], one, first))
        return self._derived(made, who, first)

    def _of_rows(self, made: Made, who: str, first: date) -> Fraction:
        person = self.people[who]
        mine = [c for d, c in person.sales if first <= d <= last_day(first)]
        return Fraction(len(mine)) if "count" in made else Fraction(sum(mine), 100)

    def recruits(self, who: str, tree: str) -> list[str]:
        """Who stands directly below somebody."""
        return [one.id for one in self.people.values() if getattr(one, tree) == who]

    def below(
        self, who: str, tree: str, depth: int = 0, away: Callable[[str], bool] = lambda _: False
    ) -> Iterator[tuple[str, int]]:
        """Somebody with everyone below and their depths, without those who are away and all below them."""
        yield who, depth
        for one in self.recruits(who, tree):
            if not away(one):
                yield from self.below(one, tree, depth + 1, away)

    def joined(self, who: str, first: date) -> bool:
        """Whether somebody had joined by the end of the month."""
        return self.people[who].joined <= last_day(first)

    def holds(self, condition: Made, who: str, first: date) -> bool:
        """Whether a comparison of a metric holds of somebody."""
        ((name, test),) = condition.items()
        ((compare, bound),) = test.items()
        return SIGNS[compare](self.metric(name, who, first), number(bound))

    def over(self, scope: Any, who: str, first: date, own: Callable[[str], Fraction]) -> Fraction:
        """The sum over a scope."""
        if scope == "own":
            return own(who)
        kind, keys = (scope, {}) if isinstance(scope, str) else next(iter(scope.items()))
        if kind == "leg" and isinstance(keys, str):
            keys = {"position": keys}
        if keys in ("with_self", "without_self"):
            keys = {"from": "0" if keys == "with_self" else "1"}
        tree = "placement" if kind == "leg" else keys.get("tree", "sponsor")

        def counts(one: str) -> bool:
            only = keys.get("active_only")
            if only == "true":
                left = self.people[one].left
                return self.joined(one, first) and (left is None or left >= first)
            return self.joined(one, first) and (only is None or self.holds(only, one, first))

        def away(one: str) -> bool:
            cut = keys.get("without_broken_away")
            return cut is not None and self.joined(one, first) and self.holds(cut, one, first)

        def total(some: Iterator[str]) -> Fraction:
            return sum((own(one) for one in some if counts(one)), Fraction(0))

        if kind == "programme":
            return total(iter(self.people))
        if kind in ("downline", "direct_recruits"):
            low, high = (
                (1, 1) if kind == "direct_recruits" else (int(keys["from"]), int(keys.get("to", 10**6)))
            )
            return total(one for one, depth in self.below(who, tree, 0, away) if low <= depth <= high)
        firsts = [one for one in self.recruits(who, tree) if not away(one)]
        if kind == "leg":
            mine = [one for one in firsts if self.people[one].position == keys["position"]]
            return sum((total(o for o, _ in self.below(one, tree, 1, away)) for one in mine), Fraction(0))
        legs = {
            one: total(o for o, _ in self.below(one, tree, 1, away))
            for one in firsts
            if self.joined(one, first)
        }
        values = list(legs.values())
        if "positions" in keys:
            at = {self.people[one].position: value for one, value in legs.items()}
            values = [at.get(position, Fraction(0)) for position in keys["positions"]]
        return (max if kind == "largest_leg" else min)(values, default=Fraction(0))

    def _meets(self, made: Made, who: str, first: date) -> bool:
        return "having" not in made or self.holds(made["having"], who, first)

    def _is_leg(self, made: Made, recruit: str, first: date) -> bool:
        if not self.joined(recruit, first):
            return False
        having, tree = made.get("having", {}), made.get("tree", "sponsor")
        there = [one for one, _ in self.below(recruit, tree) if self.joined(one, first)]
        found = True
        if "some_member" in having:
            found &= any(self.holds(having["some_member"], one, first) for one in there)
        if "first_member" in having:
            found &= self.holds(having["first_member"], recruit, first)
        if "together" in having:
            ((name, test),) = having["together"].items()
            ((compare, bound),) = test.items()
            total = sum((self.metric(name, one, first) for one in there), Fraction(0))
            found &= SIGNS[compare](total, number(bound))
        return found

    def _derived(self, made: Made, who: str, first: date) -> Fraction:
        absent = number(made.get("when_absent", "0"))
        if "age_of" in made:
            return Fraction(
                age(
                    self.people[who].joined,
                    last_day(first) if made["as_of"] == "window_end" else first,
                    made["in"],
                )
            )
        if "weighted" in made:
            parts = [
                (self._read(part["of"], who, first), number(part["weight"])) for part in made["weighted"]
            ]
            return sum((value * weight / 100 for value, weight in parts), Fraction(0))
        if "lookup" in made:
            value = self._read(made["lookup"], who, first)
            reached = [number(row["is"]) for row in made["rows"] if number(row["at_least"]) <= value]
            return reached[-1] if reached else absent
        (operation,) = set(made) & {"sum", "difference", "product", "quotient", "ratio", "capped", "floored"}
        values = [self._read(one, who, first) for one in made[operation]]
        percents = [self._is_percent(one) for one in made[operation]]
        match operation:
            case "sum":
                return sum(values, Fraction(0))
            case "difference":
                return values[0] - values[1]
            case "product":
                return values[0] * values[1] / (100 if any(percents) else 1)
            case "capped":
                return min(values)
            case "floored":
                return max(values)
        if values[1] == 0:
            return absent
        hundred = operation == "ratio" or (percents[1] and not percents[0])
        return values[0] / values[1] * (100 if hundred else 1)

    def _read(self, operand: Any, who: str, first: date) -> Fraction:
        if isinstance(operand, dict):
            ((name, back),) = operand.items()
            year, month = divmod(first.year * 12 + first.month - 1 - int(back.split()[0]), 12)
            return self.metric(name, who, date(year, month + 1, 1))
        return self.metric(operand, who, first) if operand in self.metrics else number(operand)

    def _is_percent(self, operand: Any) -> bool:
        name = next(iter(operand)) if isinstance(operand, dict) else operand
        if name not in self.metrics:
            return name.endswith("%")
        made = self.metrics[name]
        if "ratio" in made:
            return True
        if "lookup" in made:
            return str(made["rows"][0]["is"]).endswith("%")
        if "weighted" in made:
            return self._is_percent(made["weighted"][0]["of"])
        both = made.get("product") or made.get("quotient")
        if both:
            units = [self._is_percent(one) for one in both]
            plain = [not unit and one in ("orders", "two") for unit, one in zip(units, both, strict=True)]
            return all(units) if "product" in made else units[0] and not units[1] and plain[1]
        alike = next(
            (
                made[key]
                for key in ("sum", "difference", "capped", "floored")
                if isinstance(made.get(key), list)
            ),
            [],
        )
        return any(self._is_percent(one) for one in alike if isinstance(one, dict) or one in self.metrics)


def number(written: str) -> Fraction:
    """A figure as written."""
    return Fraction(written.replace("%", "").replace(" ", ""))


def last_day(first: date) -> date:
    """The last day of a month."""
    return first.replace(day=monthrange(first.year, first.month)[1])


def later(day: date, count: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def age(joined: date, on: date, unit: str) -> int:
    """Whole units since joining, counted one after the other."""
    if unit == "days":
        return max((on - joined).days, 0)
    count, step = 0, 12 if unit == "years" else 1
    while later(joined, (count + 1) * step) <= on:
        count += 1
    return count
