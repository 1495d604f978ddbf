"""Rewards of one period: what is owed of each, what rules gave, what was taken for points, and what was handed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

import numpy as np
import pyarrow as pa

from generator.accounts.balances import OutOfBalance
from generator.accounts.redeeming import Decision, Outcome
from generator.rules.exact import Flags, Integers
from generator.settlement.reward_rows import RewardRow

REWARDS = pa.schema(
    [
        pa.field("partner", pa.string()),
        pa.field("what", pa.string()),
        pa.field("reward", pa.string()),
        pa.field("name", pa.string()),
        pa.field("day", pa.date32()),
        pa.field("quantity", pa.int64()),
        pa.field("points", pa.int64()),
        pa.field("outcome", pa.string()),
        pa.field("late", pa.bool_()),
    ],
    metadata={"rewards": "1"},
)
"""`what` is a figure of the account (`opening` ... `closing`), `redemption` or `handover`. Of a redemption there are
its name and day, what became of it, and what it costs in hundredths of a point; of a handover name and day."""
MOVED = ("granted", "adjusted", "redeemed", "handed_over")
NAMES = ("opening", *MOVED, "closing")
REDEMPTION, HANDOVER = "redemption", "handover"
Columns = Mapping[str, Integers]
"""Whole numbers by the name of a reward, one value a partner."""


@dataclass(frozen=True)
class RewardsAccount:
    """One period: `opening + granted + adjusted + redeemed - handed_over = closing`, of each reward and for everybody.

    `figures` are the columns by reward and name; `decisions` what became of redemptions, `handovers` the rows that are
    counted in it, of those that are gone with the sign turned.
    """

    figures: Mapping[str, Columns]
    decisions: tuple[Decision, ...]
    handovers: tuple[RewardRow, ...]

    @staticmethod
    def of(
        opening: Columns,
        granted: Columns,
        adjusted: Columns,
        decisions: Sequence[Decision],
        handovers: Sequence[RewardRow],
        rewards: Iterable[str],
        size: int,
    ) -> RewardsAccount:
        """The account of a period over what it opens with; `rewards` are all in the order of the catalogue."""
        redeemed = _summed(((one.row, one.gives) for one in decisions), size)
        handed_over = _summed(((row, row.quantity) for row in handovers), size)
        columns = (opening, granted, adjusted, redeemed, handed_over)
        figures = {}
        for reward in rewards:
            if any(reward in some for some in columns):
                nothing = np.zeros(size, dtype=np.int64)
                known = {name: some.get(reward, nothing) for name, some in zip(NAMES, columns, strict=False)}
                brought = known["opening"] + known["granted"] + known["adjusted"] + known["redeemed"]
                figures[reward] = {**known, "closing": brought - known["handed_over"]}
        return RewardsAccount(figures, tuple(decisions), tuple(handovers))

    @property
    def closing(self) -> Columns:
        """What is owed of each reward at the end, where anybody is owed any."""
        return {name: one["closing"] for name, one in self.figures.items() if one["closing"].any()}

    def check(self, period: str, opening: Columns) -> None:
        """Raise OutOfBalance unless the sums agree, with `opening` as what the period before closed with."""
        for reward, one in self.figures.items():
            due = one["opening"] + one["granted"] + one["adjusted"] + one["redeemed"] - one["handed_over"]
            if (due != one["closing"]).any():
                raise OutOfBalance(f"{period}: what is owed of {reward} does not follow from its movements")
        for reward in {*opening, *self.figures}:
            before, here = opening.get(reward), self.figures.get(reward, {}).get("opening")
            nothing = np.int64(0)
            if ((nothing if before is None else before) != (nothing if here is None else here)).any():
                raise OutOfBalance(f"{period} does not open with what is owed of {reward}")

    def touched(self, size: int) -> Flags:
        """Who is owed any reward, or has any movement or row."""
        some: Flags = np.zeros(size, dtype=np.bool_)
        for one in self.figures.values():
            for column in one.values():
                some |= column != 0
        some[[one.row.who for one in self.decisions] + [row.who for row in self.handovers]] = True
        return some


def _summed(rows: Iterable[tuple[RewardRow, int]], size: int) -> dict[str, Integers]:
    out: dict[str, Integers] = {}
    for row, quantity in rows:
        if quantity:
            out.setdefault(row.reward, np.zeros(size, dtype=np.int64))[row.who] += quantity
    return out


def rewards_table(account: RewardsAccount, ids: Sequence[str]) -> pa.Table:
    """The rows of `REWARDS`: figures that are not zero, then redemptions and handovers in their order."""
    rows: list[dict[str, Any]] = []
    for reward, one in account.figures.items():
        for name in NAMES:
            column = one[name]
            rows += [
                {"partner": ids[who], "what": name, "reward": reward, "quantity": int(column[who])}
                for who in np.flatnonzero(column).tolist()
            ]
    rows += [
        {
            **_told(one.row, REDEMPTION, ids),
            "points": one.points,
            "outcome": one.outcome,
            "late": one.late,
        }
        for one in account.decisions
    ]
    rows += [_told(row, HANDOVER, ids) for row in account.handovers]
    return pa.Table.from_pylist(rows, schema=REWARDS)


def _told(row: RewardRow, what: str, ids: Sequence[str]) -> dict[str, Any]:
    return {
        "partner": ids[row.who],
        "what": what,
        "reward": row.reward,
        "name": row.name,
        "day": row.day,
        "quantity": row.quantity,
    }


def rewards_of_table(table: pa.Table, row_of: Mapping[str, int], rewards: Iterable[str]) -> RewardsAccount:
    """The account that `rewards_table` wrote. Raises KeyError for somebody who is no partner any more."""
    found: dict[str, dict[str, Integers]] = {}
    decisions: list[Decision] = []
    handovers: list[RewardRow] = []
    for row in table.to_pylist():
        who, what = row_of[row["partner"]], row["what"]
        if what == REDEMPTION:
            assert row["outcome"] in get_args(Outcome)
            decisions.append(Decision(_row(row, who), row["outcome"], row["points"], row["late"]))
        elif what == HANDOVER:
            handovers.append(_row(row, who))
        else:
            columns = found.setdefault(
                row["reward"], {name: np.zeros(len(row_of), dtype=np.int64) for name in NAMES}
            )
            columns[what][who] = row["quantity"]
    figures = {name: found[name] for name in rewards if name in found}
    return RewardsAccount(figures, tuple(decisions), tuple(handovers))


def _row(row: Mapping[str, Any], who: int) -> RewardRow:
    day = row["day"]
    assert isinstance(day, date)
    return RewardRow(who, day, row["name"], row["reward"], row["quantity"])


def own_rewards(account: RewardsAccount, who: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The rewards of one partner with their figures in the order of `NAMES`, where any is not zero."""
    for reward, columns in account.figures.items():
        figures = tuple(int(columns[name][who]) for name in NAMES)
        if any(figures):
            yield reward, figures
