"""Pool: a fund that is shared out among all who earn, in proportion to a metric or in equal parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import PlainValidator, WithJsonSchema, model_validator

from generator.rules.amounts import amount_values
from generator.rules.contract import HOUSE, Drafts, Figures
from generator.rules.exact import Column, Integers, over_one
from generator.rules.owed import Owed
from generator.rules.pool_sayings import say_pool
from generator.rules.refused_carriers import refuse_carriers
from generator.rules.sharing import Divided, Remainder, divided
from generator.rules.workings import Exact, Step
from generator.source import Fault
from generator.source import Step as At
from generator.terms.agreed import Individual
from generator.terms.amount import Amount, AnyAmount
from generator.terms.clause import Clause, ClauseVersion
from generator.terms.quantity import Quantity, Slug
from generator.terms.saying import Sayings
from generator.terms.titles import Titles
from generator.terms.walking import not_by_rows, refuse_existing


@dataclass(frozen=True, slots=True)
class Shared:
    """In proportion to the metric `by`; in equal parts where it is empty."""

    by: str = ""


def _shared(written: object) -> Shared:
    if isinstance(written, Shared):
        return written
    if written == "equally":
        return Shared()
    if isinstance(written, dict) and set(written) == {"by"} and isinstance(written["by"], str):
        return Shared(written["by"])
    raise Fault(
        "wrong-type",
        "`shared` is `equally`, or names the metric by which the fund is shared.",
        consequence="Nobody could say who gets which part.",
        cure="Write `shared: {by: quarter_points}` or `shared: equally`.",
    )


AnyShared = Annotated[
    Shared,
    PlainValidator(_shared),
    WithJsonSchema({"type": ["string", "object"], "examples": ["equally", {"by": "quarter_points"}]}),
]


class PoolVersion(ClauseVersion):
    """`fund` is `shared` among those who earn; `remainder` says what becomes of what is left when parts are cut."""

    among_others: ClassVar[bool] = True
    fund: AnyAmount
    shared: AnyShared
    remainder: Remainder

    @property
    def base(self) -> Slug | None:
        """The metric by which the fund is shared; None where all parts are equal."""
        return self.shared.by or None

    @property
    def hands_on(self) -> bool:
        """Whether what is left of the fund stands in that of the next window."""
        return self.remainder == "next_window"

    @model_validator(mode="after")
    def _one_fund(self) -> PoolVersion:
        refuse_existing(self)
        if self.rowwise:
            raise not_by_rows("pool")
        refuse_carriers(
            self, "pool", ("floor", "once"), "What a part lacks or loses would belong to nobody's part."
        )
        if isinstance(self.fund, Individual):
            raise Fault(
                "fund-of-one",
                "A fund is one figure for all who share it, and this one is agreed with each partner.",
                at=("fund", "individual"),
                on_key=True,
                consequence="Nobody could say how much there is to share.",
                cure="Write a figure, or a share of a metric with the scope `programme`.",
            )
        return self


class Pool(Clause):
    """A clause of the kind pool."""

    kind: Literal["pool"]
    versions: tuple[PoolVersion, ...]

    @model_validator(mode="after")
    def _like_funds(self) -> Pool:
        first: tuple[int, PoolVersion] | None = None
        for number, version in enumerate(self.versions):
            if not version.hands_on:
                continue
            first = first or (number, version)
            for key in ("per", "pays_in"):
                if getattr(version, key) != getattr(first[1], key):
                    raise Fault(
                        "funds-unlike",
                        "Versions that hand on what is left of their fund have the same windows and pay in the same.",
                        at=("versions", number, key)
                        if key in version.model_fields_set
                        else ("versions", number),
                        other=("versions", first[0]),
                        other_label="this version has others",
                        consequence="What was left of one fund could not stand in the other one.",
                        cure=f"Keep `{key}`, or make a clause of its own.",
                    )
        return self


@dataclass(frozen=True, slots=True)
class Parts:
    """Who shares a fund and by what weight each, whole numbers over `per`; and the parts, in coins, `step` a unit.

    `added` is what the window itself adds to the fund.
    """

    fund: Fraction
    added: Fraction
    step: int
    who: Integers
    weights: Integers
    per: int
    parts: Divided

    @property
    def together(self) -> Fraction:
        """All weights together."""
        return Fraction(sum(self.weights.tolist()), self.per)

    @property
    def rest(self) -> Fraction:
        """What is left of the fund, exact."""
        return self.fund - Fraction(sum(self.parts.parts.tolist()), self.step)


def parts_of(version: PoolVersion, figures: Figures, left: Fraction = Fraction(0)) -> Parts:
    """The fund of one window, and the part of each who shares it; nobody shares a fund that is not above zero.

    `left` is what the window before handed on.
    """
    added = max(_fund(version.fund, figures), Fraction(0))
    fund = added + left
    due = figures.present if version.earns is None else figures.present & figures.holds(version.earns)
    weights, per = np.ones(figures.size, dtype=np.int64), 1
    if version.base is not None:
        weights, per = over_one(figures.metric(version.base))
    who = np.flatnonzero(due & np.asarray(weights > 0, dtype=np.bool_))
    if not fund:
        who = who[:0]
    step = 10 ** figures.coins_in(version.pays_in).digits
    parts = divided(fund * step, weights[who], version.remainder)
    return Parts(fund, added, step, who, weights[who], per, parts)


def _fund(amount: Amount, figures: Figures) -> Fraction:
    """The fund; of figures of the whole programme all are the same, unless a scenario gives one to somebody only."""
    if isinstance(amount, Quantity):
        return amount.value
    values = amount_values(amount, figures)
    if values.per is None:
        return Fraction(int(values.values.max(initial=0)), 10**values.digits)
    return max(values.fractions(), default=Fraction(0))


def settle(clause: str, version: PoolVersion, figures: Figures) -> Drafts:
    """A draft in whole coins for each who shares, and one for the house of what nobody gets."""
    return drafts_of(version, figures, parts_of(version, figures))


def drafts_of(version: PoolVersion, figures: Figures, found: Parts) -> Drafts:
    """The drafts of a fund that was shared, the last of them that of the house."""
    who = np.append(found.who, HOUSE)
    weights = Column(np.ones(len(found.who), dtype=np.int64), 0)
    if version.base is not None:
        weights = figures.metric(version.base).of(found.who)
    per = None if weights.per is None else np.append(weights.per, 1)
    base = Column(np.append(weights.values, 0), weights.digits, per)
    owed = Owed(np.append(found.parts.parts, found.parts.left), found.step)
    return Drafts(who, base, np.zeros(len(who), dtype=np.int64), owed)


def amounts(version: PoolVersion) -> Iterator[tuple[tuple[At, ...], Amount, str]]:
    """The amounts with their places, and what each must be."""
    yield ("fund",), version.fund, "money"


def metrics_read(version: PoolVersion) -> Iterator[tuple[tuple[At, ...], str]]:
    """Metrics that the kind reads besides its conditions and amounts, with their places."""
    if version.base is not None:
        yield ("shared", "by"), version.base


def check(version: PoolVersion, titles: Titles) -> Iterator[Fault]:
    """Faults that need the rest of the programme; whose figures a fund is made of is checked in `fund_checks`."""
    yield from ()


def sayings(clause: str, version: PoolVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    return say_pool(clause, version, titles)


def steps(version: PoolVersion, base: Exact, row: int) -> list[Step]:
    """The workings of a part are rows of their own."""
    return []
