"""Binary: a rate of the volume that two legs match, with what they did not match carried to the next window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

import numpy as np
from pydantic import model_validator

from generator.rules.arithmetic import added, in_decimals
from generator.rules.binary_sayings import say_binary
from generator.rules.contract import Carried, Drafts, Figures, Lines
from generator.rules.exact import SAFE, Column, Flags, Integers, largest
from generator.rules.owed import share
from generator.rules.refused_carriers import refuse_carriers
from generator.rules.workings import Exact, Step
from generator.rules.worth import unit_of_rates, worthless_base
from generator.source import Fault, Frozen
from generator.source import Step as At
from generator.terms.carried import LEFT, RIGHT, CarriedLegs, states_of
from generator.terms.clause import Clause, ClauseVersion
from generator.terms.quantity import Quantity, Rate, Slug, decimals
from generator.terms.saying import Sayings
from generator.terms.titles import Titles
from generator.terms.walking import not_by_rows, refuse_existing


class Legs(Frozen):
    """The metrics whose figures are the volumes of the two legs."""

    left: Slug
    right: Slug


class BinaryVersion(ClauseVersion):
    """A `rate` of what the `legs` match by `ratio`; `carries` says of which leg the rest is kept."""

    legs: Legs
    rate: Rate
    ratio: Literal["1:1", "2:1"] = "1:1"
    carries: CarriedLegs | None = None
    over_cap: Literal["flush", "carried"] | None = None

    @property
    def both(self) -> tuple[tuple[str, str], ...]:
        """The legs with their metrics."""
        return (LEFT, self.legs.left), (RIGHT, self.legs.right)

    @model_validator(mode="after")
    def _two_legs(self) -> BinaryVersion:
        refuse_existing(self)
        if self.rowwise:
            raise not_by_rows("binary")
        refuse_carriers(self, "binary", ("floor", "once"), "What is matched alone says how much is paid.")
        if self.legs.left == self.legs.right:
            raise Fault(
                "legs-unclear",
                "Both legs are the same metric.",
                at=("legs", "right"),
                other=("legs", "left"),
                other_label="this leg",
                consequence="A leg would match itself.",
                cure="Take a metric with `scope: {leg: left}` and one with `scope: {leg: right}`.",
            )
        return self

    @model_validator(mode="after")
    def _above_the_cap(self) -> BinaryVersion:
        if self.over_cap is not None and self.cap is None:
            raise Fault(
                "option-without-use",
                "`over_cap` has no meaning here: there is no cap.",
                at=("over_cap",),
                on_key=True,
                consequence="An option that does nothing looks like a promise.",
                cure="Remove `over_cap`, or add `cap: 100 000`.",
            )
        if self.over_cap != "carried":
            return self
        plain = self.cap is not None and not self.cap.per and isinstance(self.cap.amount, Quantity)
        if not plain or self.times is not None:
            raise Fault(
                "over-cap-unclear",
                "Only below a plain cap of a line can volume be kept from being matched.",
                at=("over_cap",),
                other=("cap",) if not plain else ("times",),
                other_label="this is none"
                if not plain
                else "this changes the amount after the volume is matched",
                consequence="Nobody could say how much volume pays the cap.",
                cure="Write `cap: 100 000` without a factor, or `over_cap: flush`.",
            )
        if not self.rate.value or decimals(self.most) is None:
            raise Fault(
                "over-cap-unclear",
                "No decimal says what volume pays the cap.",
                at=("over_cap",),
                other=("cap",),
                other_label="this divided by the rate",
                consequence="What is carried could be neither printed nor checked with a pocket calculator.",
                cure="Take a cap that the rate divides, or `over_cap: flush`.",
            )
        return self

    @property
    def most(self) -> Fraction:
        """The volume that pays the cap, of `over_cap: carried`."""
        assert self.cap is not None
        assert isinstance(self.cap.amount, Quantity)
        return self.cap.amount.value / self.rate.ratio


class Binary(Clause):
    """A clause of the kind binary."""

    kind: Literal["binary"]
    versions: tuple[BinaryVersion, ...]

    @model_validator(mode="after")
    def _same_legs(self) -> Binary:
        for number, (before, after) in enumerate(pairwise(self.versions), 1):
            for key in ("legs", "carries"):
                same = (
                    states_of(before) == states_of(after) if key == "carries" else before.legs == after.legs
                )
                if not same:
                    raise Fault(
                        "legs-unclear",
                        "The versions of one clause have the same legs and carry the same of them.",
                        at=("versions", number, key)
                        if key in after.model_fields_set
                        else ("versions", number),
                        other=("versions", number - 1),
                        other_label="this version has others",
                        consequence="What was carried of one leg would be matched as that of another one, or be lost.",
                        cure="Keep them, or make a clause of its own.",
                    )
        return self


@dataclass(frozen=True, slots=True)
class Matched:
    """What the legs of each partner have, match and use up in one window, whole numbers of `digits` decimals."""

    opening: Mapping[str, Integers]
    volume: Mapping[str, Integers]
    used: Mapping[str, Integers]
    matched: Integers
    digits: int


def matched(clause: str, version: BinaryVersion, figures: Figures) -> Matched:
    """The legs of one window. Raises OverflowError where int64 cannot hold a volume."""
    nothing = np.zeros(figures.size, dtype=np.int64)
    carried = {
        leg: figures.carried(clause, leg)[0] if leg in states_of(version) else Column(nothing, 0)
        for leg, _ in version.both
    }
    own = {leg: in_decimals(figures.metric(metric)) for leg, metric in version.both}
    step_digits = figures.coins_in(version.pays_in).digits
    digits = max(step_digits, *(column.digits for column in (*carried.values(), *own.values())))
    if version.over_cap == "carried":
        digits = max(digits, decimals(version.most) or 0)
    opening = {leg: column.finer(digits).values for leg, column in carried.items()}
    volume = {leg: column.finer(digits).values for leg, column in own.items()}
    left, right = (
        added(Column(opening[leg], digits), Column(volume[leg], digits)).values for leg in (LEFT, RIGHT)
    )
    if max(largest(left), largest(right)) >= SAFE // 4:
        raise OverflowError("the volume of a leg is too large")
    due = figures.present if version.earns is None else figures.present & figures.holds(version.earns)
    smaller, larger = np.minimum(left, right), np.maximum(left, right)
    found = np.where(due & (smaller > 0), smaller, 0)
    if version.ratio == "2:1":
        # Halves of halves would have ever more decimals.
        step = 10 ** (digits - step_digits)
        found = np.minimum(found, larger // (2 * step) * step)
    if version.over_cap == "carried":
        found = np.minimum(found, int(version.most * 10**digits))
    twice: Flags = left >= right
    used = {LEFT: found, RIGHT: found}
    if version.ratio == "2:1":
        used = {LEFT: np.where(twice, 2 * found, found), RIGHT: np.where(twice, found, 2 * found)}
    return Matched(opening, volume, used, found, digits)


def settle(clause: str, version: BinaryVersion, figures: Figures) -> Drafts:
    """A draft for each partner whose legs match something."""
    found = matched(clause, version, figures)
    who = np.flatnonzero(found.matched > 0)
    base = Column(found.matched[who], found.digits)
    nobody = np.zeros(len(who), dtype=np.int64)
    return Drafts(who, base, nobody, share(base, [version.rate.ratio], nobody))


def carry(
    clause: str, version: BinaryVersion, figures: Figures, lines: Lines, whom: Flags
) -> Mapping[str, Carried]:
    """How what is carried of each leg moves in one window."""
    found = matched(clause, version, figures)
    speaks = figures.present & whom
    out: dict[str, Carried] = {}
    for leg in states_of(version):
        opening = found.opening[leg]
        into, out_of = np.where(speaks, found.volume[leg], 0), np.where(speaks, found.used[leg], 0)
        out_of = out_of + np.where(speaks & figures.leaving, opening + into - out_of, 0)
        opened = figures.carried(clause, leg)[1] | speaks
        out[leg] = Carried.moved(opening, into, out_of, opened, found.digits)
    return out


def metrics_read(version: BinaryVersion) -> Iterator[tuple[tuple[At, ...], str]]:
    """Metrics that the kind reads besides its conditions, with their places."""
    for leg, metric in version.both:
        yield ("legs", leg), metric


def check(version: BinaryVersion, titles: Titles) -> Iterator[Fault]:
    """Faults that need the rest of the programme: units of the legs, and a cap on volume that is no money."""
    yield from worthless_base(version, titles)
    left, right = (titles.unit_of(f"metric/{metric}") for _, metric in version.both)
    if left != right:
        yield Fault(
            "wrong-unit",
            f"This leg is in `{right}`, and the other one in `{left}`.",
            at=("legs", "right"),
            other=("legs", "left"),
            other_label="the other leg",
            consequence="Two units cannot be matched.",
            cure="Take two metrics of one unit.",
        )
    elif version.over_cap == "carried" and unit_of_rates(version, titles):
        yield Fault(
            "over-cap-unclear",
            f"The legs are in `{left}`, whose worth changes from date to date.",
            at=("over_cap",),
            other=("legs",),
            other_label="these legs",
            consequence="The volume that pays the cap would be another one on each date.",
            cure=f"Take legs in {titles.currency}, or `over_cap: flush`.",
        )


def sayings(clause: str, version: BinaryVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    return say_binary(clause, version, titles)


def steps(version: BinaryVersion, base: Exact, row: int) -> list[Step]:
    """The workings of what legs match are rows of their own."""
    return []
