"""Walks up a tree, as promised: the tree, who takes up a depth, and what each depth is worth; and how this is said."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from pydantic import model_validator

from generator.source import Fault
from generator.terms.clause import MOMENTS, ClauseVersion
from generator.terms.condition import AnyCondition
from generator.terms.depth_table import DepthRow, DepthTable, TreeName, say_depth_table
from generator.terms.quantity import COUNT
from generator.terms.saying import SayingsBuilder
from generator.terms.scope_words import say_condition
from generator.terms.text import Text
from generator.terms.titles import Titles


class WalkingVersion(ClauseVersion):
    """A version whose money goes up the `tree` by `table`; who is not `counted` is skipped on the way.

    `points_by_sum` says whether rows may hold points for every full sum.
    """

    points_by_sum: ClassVar[bool] = False
    tree: TreeName = "sponsor"
    counted: AnyCondition | None = None
    table: DepthTable

    @property
    def rows(self) -> tuple[DepthRow, ...]:
        """The rows of the table."""
        return self.table.rows

    @model_validator(mode="after")
    def _for_everybody(self) -> WalkingVersion:
        refuse_existing(self)
        if self.table.in_points and not self.points_by_sum:
            raise Fault(
                "row-pays-unclear",
                "In this kind a row by depth holds a `rate`.",
                at=("table", "rows", 0, "points"),
                on_key=True,
                consequence="Points for every full sum are given of lines, and here a metric is read.",
                cure="Write `rate: 8 %`; of a base that is counted, that gives points with `pays_in: points`.",
            )
        if self.as_of in MOMENTS:
            raise Fault(
                "as-of-unclear",
                f"Up a tree nobody is judged {self.as_of.replace('_', ' ')}: the figures of everyone above, at every "
                "sale of everyone below, are not taken.",
                at=("as_of",),
                consequence="Nobody could say who earns the depth.",
                cure="Write `as_of: window_end`, or `as_of: window_start`.",
            )
        return self


def refuse_existing(version: ClauseVersion) -> None:
    """Raise Fault where a version starts later for some of those who stand in a tree together."""
    if version.existing_from is not None:
        raise Fault(
            "existing-from-in-tree",
            "In a tree a version starts for everybody on the same day.",
            at=("existing_from",),
            on_key=True,
            consequence="What goes up a line would be divided by two rules at once.",
            cure="Remove `existing_from`, and let the version start later.",
        )


def not_by_rows(what: str) -> Fault:
    """The fault of a kind that pays over windows only."""
    return Fault(
        "unknown-window",
        f"A {what} is paid over a window, not for each row.",
        at=("per",),
        consequence="A single row has no groups and no lines of others.",
        cure="Write `per: period`.",
    )


_DEPTH = {
    "sponsor": Text.of(
        en="The depth is the number of steps up the sponsor tree, from the partner whose figure it is to the earner; "
        "that partner stands at depth {start}.",
        ru="Глубина — это число шагов вверх по дереву спонсоров от партнёра, чей это показатель, до получателя; "
        "сам этот партнёр стоит на глубине {start}.",
    ),
    "placement": Text.of(
        en="The depth is the number of steps up the placement tree, from the partner whose figure it is to the "
        "earner; that partner stands at depth {start}.",
        ru="Глубина — это число шагов вверх по дереву расстановки от партнёра, чей это показатель, до получателя; "
        "сам этот партнёр стоит на глубине {start}.",
    ),
}
_EVERYBODY = Text.of(
    en="Everybody on the way up takes up a depth.", ru="На пути вверх глубину занимает каждый."
)
_COUNTED = Text.of(
    en="On the way up only people for whom this holds take up a depth; others are skipped and earn nothing:",
    ru="На пути вверх глубину занимают только те, для кого выполнено это условие; "
    "остальные пропускаются и ничего не получают:",
)
_DOWNLINE = Text.of(
    en="Figures of partners who joined after the last day of the window do not count; "
    "partners who left keep their place.",
    ru="Показатели партнёров, присоединившихся после последнего дня окна, не учитываются; "
    "ушедшие партнёры сохраняют своё место.",
)
MEMBERS = Text.of(
    en="Only those earn who belong to the programme in the window.",
    ru="Получают только те, кто в этом окне состоит в программе.",
)


def say_walk(builder: SayingsBuilder, version: WalkingVersion, titles: Titles) -> None:
    """Add `depth`, `counted`, `downline`, `members`, and what `say_depth_table` adds."""
    builder.say("depth", _DEPTH[version.tree], start=builder.fact("depth.start", COUNT, Fraction(0)))
    if version.counted is None:
        builder.say("counted", _EVERYBODY)
    else:
        say_condition(builder, "counted", _COUNTED, version.counted, titles)
    builder.say("downline", _DOWNLINE)
    builder.say("members", MEMBERS)
    say_depth_table(builder, version.table, titles)
