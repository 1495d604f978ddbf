"""Mutants of points and rewards: figures and rows on statements, raw rows of redemptions, what closes have booked."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import timedelta

from generator.audit.book import raw_name
from generator.audit.books import LEDGER, POINTS_FILE, REWARDS_FILE
from generator.audit.close_mutants import BOOKED, Edit, Rows, forged, number
from generator.audit.edits import Element, cut_out, double, inside, refill, tagged
from generator.audit.ground import Ground, Mutant, Operator
from generator.audit.numerals import NBSP, POINTS, SIGNS
from generator.audit.page_mutants import FIGURE as OF_PAGES
from generator.audit.page_mutants import Spot, spot
from generator.audit.private_mutants import FIGURE, RAW, STRUCTURE, edited, fact_of, nudge

GOODS = frozenset({"points-differ", "rewards-differ"})
PARTS = FIGURE | STRUCTURE | GOODS | {"reference-wrong"}
ROWS = ("data-points-move", "data-points-batch", "data-reward", "data-redemption", "data-handover")


def _cut(text: str, element: Element, rng: random.Random) -> str:
    return cut_out(text, element)


def _double(text: str, element: Element, rng: random.Random) -> str:
    return double(text, element)


def _another(name: str) -> Callable[[str, Element, random.Random], str | None]:
    """What an attribute says becomes what that of another row says, or something that none does."""

    def act(text: str, element: Element, rng: random.Random) -> str | None:
        own = element.attributes[name]
        others = sorted({one.attributes[name] for one in tagged(text, name)} - {own})
        opening = text[element.start : element.inner_start]
        new = rng.choice([*others, f"{own}x"])
        return (
            text[: element.start] + opening.replace(f'"{own}"', f'"{new}"', 1) + text[element.inner_start :]
        )

    return act


def _swapped(text: str, element: Element, rng: random.Random) -> str | None:
    """The words of a row's last cell, which say what became of it, are those of another row."""
    cells = list(re.finditer(r"<td>([^<]+)</td></tr>", text))
    mine = [one for one in cells if element.start <= one.start() < element.end]
    others = sorted({one[1] for one in cells} - {one[1] for one in mine})
    if not mine or not others:
        return None
    return text[: mine[0].start(1)] + rng.choice(others) + text[mine[0].end(1) :]


def money_for_points(rng: random.Random, ground: Ground) -> Mutant | None:
    """On a page points become money, in words and in the tag."""
    at = spot(rng, ground, "data-fact", lambda one: one.attributes.get("data-unit") == "points")
    if at is None:
        return None
    return at.mutant("money-for-points", at.named("data-fact"), _as_money(at), OF_PAGES)


def _as_money(at: Spot) -> str:
    number_, _, word = at.shown.rpartition(NBSP)
    assert word in POINTS[at.language]
    sign = next(iter(SIGNS))
    shown = f"{number_}{NBSP}{sign}" if at.language == "ru" else f"{sign}{number_}"
    head = at.text[: at.element.inner_start]
    start = head.rindex("<")
    head = head[:start] + head[start:].replace('data-unit="points"', f'data-unit="{SIGNS[sign]}"')
    return head + shown + at.text[at.element.inner_end :]


def unit_on_statement(text: str, element: Element, rng: random.Random) -> str | None:
    """An amount in points says on a statement that it is money."""
    if element.attributes.get("data-unit") != "points":
        return None
    shown = inside(text, element).partition(NBSP)[0]
    new = refill(text, element, f"\u20bd{shown}")
    opening = text[element.start : element.inner_start].replace('"points"', '"RUB"')
    return new[: element.start] + opening + new[element.inner_start :]


def raw_goods(operator: str, act: Callable[[list[bytes], int], None]) -> Operator:
    """An operator on one row of the files of redemptions and of handovers."""

    def make(rng: random.Random, ground: Ground) -> Mutant | None:
        files = [
            path for path in ground.raw if path.suffix == ".csv" and path.stem in ("redemptions", "handovers")
        ]
        if not files:
            return None
        path = rng.choice(files)
        name = raw_name(path, ground.outputs.root.resolve())
        lines = ground.outputs.read(name).splitlines(keepends=True)
        if len(lines) < 2:
            return None
        at = rng.randrange(1, len(lines))
        before = lines[at].decode("utf-8", "replace").strip()
        act(lines, at)
        return Mutant(operator, f"{path.name}:{at + 1} {before}", {name: b"".join(lines)}, RAW | PARTS)

    return make


def _gone(lines: list[bytes], at: int) -> None:
    del lines[at]


def _renamed(lines: list[bytes], at: int) -> None:
    """The row is another one: its name, or whatever its last cell says, has one sign more."""
    lines[at] = re.sub(rb"(\w)(\r?\n?)$", rb"\g<1>1\g<2>", lines[at], count=1)


def _points(act: Callable[[random.Random, Rows, dict[str, object]], bool], *whats: str) -> Edit:
    """An edit of one row of the journal of points."""

    def edit(rng: random.Random, tables: dict[str, Rows]) -> str:
        rows = [row for row in tables[POINTS_FILE] if row["what"] in whats]
        if not rows:
            return ""
        row = rng.choice(rows)
        if not act(rng, tables[POINTS_FILE], row):
            return ""
        return f"{row['what']} of {row['partner']}"

    return edit


def _of(rows: Rows, row: dict[str, object], what: str) -> dict[str, object] | None:
    """A row of the same partner."""
    mine = (
        one for one in rows if one["partner"] == row["partner"] and one["what"] == what and not one["day"]
    )
    return next(mine, None)


def _more(rng: random.Random, rows: Rows, row: dict[str, object]) -> bool:
    """More came in, and more is left, so that the account adds up."""
    found = (row, _of(rows, row, "closing"), _of(rows, row, "batch"))
    if row["day"] is not None or None in found:
        return False
    for one in found:
        assert one is not None
        one["points"] = number(one, "points") + 100
    return True


def _less_lost(rng: random.Random, rows: Rows, row: dict[str, object]) -> bool:
    """What a batch gave is gone from the journal, and is left in another."""
    name = {"inactive": "cancelled", "left": "cancelled"}.get(str(row["what"]), str(row["what"]))
    total, last = _of(rows, row, name), (_of(rows, row, "closing"), _of(rows, row, "batch"))
    if row["day"] is None or total is None or None in last:
        return False
    points = number(row, "points")
    total["points"] = number(total, "points") - points
    for one in last:
        assert one is not None
        one["points"] = number(one, "points") + points
    rows.remove(row)
    return True


def _another_day(rng: random.Random, rows: Rows, row: dict[str, object]) -> bool:
    """A batch is good for a day more."""
    if row["through"] is None:
        return False
    row["through"] += timedelta(days=1)  # type: ignore[operator]
    return True


def _rewards(what: str, name: str, step: int) -> Edit:
    """An edit of the journal of rewards: one more of a figure, and of what is still to be handed over."""

    def edit(rng: random.Random, tables: dict[str, Rows]) -> str:
        rows = tables[REWARDS_FILE]
        found = [row for row in rows if row["what"] == what]
        if not found:
            return ""
        row = rng.choice(found)
        row["quantity"] = number(row, "quantity") + 1
        for one in rows:
            same = one["partner"] == row["partner"] and one["reward"] == row["reward"]
            if same and one["what"] in (name, "closing") and one is not row:
                one["quantity"] = number(one, "quantity") + (step if one["what"] == "closing" else 1)
        return f"{what} of {row['reward']} of {row['partner']}"

    return edit


def _unit(rng: random.Random, tables: dict[str, Rows]) -> str:
    """A line in points is booked as money."""
    rows = [row for row in tables[LEDGER] if row.get("unit") == "points"]
    if not rows:
        return ""
    row = rng.choice(rows)
    row["unit"] = "money"
    return f"a line of {row['partner']} by {row['clause']}"


def _forged(operator: str, names: tuple[str, ...], edit: Edit) -> Operator:
    return forged(operator, names, edit, BOOKED | GOODS | {"accounts-differ", "clause-not-audited"})


GOODS_OPERATORS: dict[str, Operator] = {
    **{
        f"{start}-figure-moved": edited(
            f"{start}-figure-moved", "data-fact", nudge, FIGURE | GOODS, fact_of(f"{start}/")
        )
        for start in ("points", "reward", "redemption", "handover")
    },
    **{f"{name[5:]}-dropped": edited(f"{name[5:]}-dropped", name, _cut, PARTS) for name in ROWS},
    **{f"{name[5:]}-doubled": edited(f"{name[5:]}-doubled", name, _double, PARTS) for name in ROWS},
    **{
        f"{name[5:]}-changed": edited(f"{name[5:]}-changed", name, _another(name), PARTS)
        for name in (*ROWS, "data-outcome")
    },
    "outcome-exchanged": edited("outcome-exchanged", "data-redemption", _swapped, PARTS),
    "money-for-points": money_for_points,
    "line-in-money": edited("line-in-money", "data-fact", unit_on_statement, PARTS),
    "goods-row-dropped": raw_goods("goods-row-dropped", _gone),
    "goods-row-renamed": raw_goods("goods-row-renamed", _renamed),
    "booked-points-more": _forged("booked-points-more", (POINTS_FILE,), _points(_more, "earned", "opening")),
    "booked-points-kept": _forged(
        "booked-points-kept", (POINTS_FILE,), _points(_less_lost, "spent", "expired", "inactive", "left")
    ),
    "booked-batch-longer": _forged("booked-batch-longer", (POINTS_FILE,), _points(_another_day, "batch")),
    "booked-reward-granted": _forged("booked-reward-granted", (REWARDS_FILE,), _rewards("granted", "", 1)),
    "booked-reward-handed": _forged(
        "booked-reward-handed", (REWARDS_FILE,), _rewards("handover", "handed_over", -1)
    ),
    "booked-reward-taken": _forged(
        "booked-reward-taken", (REWARDS_FILE,), _rewards("redemption", "redeemed", 1)
    ),
    "booked-points-as-money": _forged("booked-points-as-money", (LEDGER,), _unit),
}
