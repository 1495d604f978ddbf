"""Mutants of accounts: shares on hold, what people booked, the house, and the files of a close that is being made."""

from __future__ import annotations

import csv
import io
import random
from datetime import timedelta

from generator.audit.books import BALANCES, BY_HAND, DUES, HOUSE_FILE
from generator.audit.close_mutants import BOOKED, Edit, Rows, forged, number
from generator.audit.edits import cut_out, double, tagged
from generator.audit.ground import Ground, Mutant, Operator, shortened
from generator.audit.house_account import ACCOUNTS

SHOWN = frozenset(
    (
        "held-differs by-hand-differs text-differs figure-missing figure-unexpected fact-differs reference-wrong "
        "closed-statement-differs plain-reading-differs"
    ).split()
)


def entry(operator: str, tag: str, what: str) -> Operator:
    """An operator on one entry of a statement: it is gone, there twice, or about something else."""

    def make(rng: random.Random, ground: Ground) -> Mutant | None:
        for _ in range(60):
            if not ground.statements:
                return None
            partner, period = rng.choice(ground.statements)
            text = ground.fragment(partner, period)
            found = tagged(text, tag)
            if not found:
                continue
            one = rng.choice(found)
            if what == "dropped":
                new = cut_out(text, one)
            elif what == "doubled":
                new = double(text, one)
            else:
                name = rng.choice(("data-origin", "data-version", "data-clause", "data-share"))
                opening = text[one.start : one.inner_start]
                value = f'{name}="{one.attributes[name]}'
                new = text[: one.start] + opening.replace(value, f"{value}0") + text[one.inner_start :]
            says = f"{partner}/{period}: {one.attributes[tag]}"
            return Mutant(operator, shortened(says), ground.with_fragment(partner, period, new), SHOWN)
        return None

    return make


def _move(tables: dict[str, Rows], who: object, name: str, amount: int, *, owed: int, held: int) -> None:
    """A movement of an account, and what it ends with."""
    for account in tables[BALANCES]:
        if account["partner"] == who:
            account[name] = number(account, name) + amount
            account["closing"] = number(account, "closing") + owed
            account["held_closing"] = number(account, "held_closing") + held


def _put(rng: random.Random, tables: dict[str, Rows]) -> str:
    """More is put on hold than the share is, and the account says so, too."""
    if not tables[DUES]:
        return ""
    row = rng.choice(tables[DUES])
    row["put_on_hold"] = number(row, "put_on_hold") + 1
    _move(tables, row["partner"], "put_on_hold", 1, owed=-1, held=1)
    return f"a share of {row['partner']} by {row['clause']}"


def _released_early(rng: random.Random, tables: dict[str, Rows]) -> str:
    """A share that waits still is released."""
    waiting = [
        row for row in tables[DUES] if row["put_on_hold"] and not row["released"] and not row["forfeited"]
    ]
    if not waiting:
        return ""
    row = rng.choice(waiting)
    amount = number(row, "put_on_hold")
    row["released"] = amount
    _move(tables, row["partner"], "released", amount, owed=amount, held=-amount)
    return f"a share of {row['partner']} by {row['clause']}"


def _another_day(rng: random.Random, tables: dict[str, Rows]) -> str:
    """A share is due on the day after."""
    if not tables[DUES]:
        return ""
    row = rng.choice(tables[DUES])
    row["due"] += timedelta(days=1)  # type: ignore[operator]
    return f"a share of {row['partner']} by {row['clause']}"


def _share_dropped(rng: random.Random, tables: dict[str, Rows]) -> str:
    """A share of which the close says nothing."""
    if not tables[DUES]:
        return ""
    tables[DUES].remove(row := rng.choice(tables[DUES]))
    return f"a share of {row['partner']} by {row['clause']}"


def _by_hand(rng: random.Random, tables: dict[str, Rows]) -> str:
    """What a person booked is more, and the account says so, too."""
    if not tables[BY_HAND]:
        return ""
    row = rng.choice(tables[BY_HAND])
    for name in ("now", "amount"):
        row[name] = number(row, name) + 1
    _move(tables, row["partner"], "by_hand", 1, owed=1, held=0)
    return f"{row['reference']} of {row['partner']}"


def _owner(rng: random.Random, tables: dict[str, Rows]) -> str:
    """Somebody else has decided it."""
    if not tables[BY_HAND]:
        return ""
    row = rng.choice(tables[BY_HAND])
    row["owner"] = f"{row['owner']} and others"
    return f"{row['reference']} of {row['partner']}"


def _house(rng: random.Random, tables: dict[str, Rows]) -> str:
    """One movement of the house, and what it ends with."""
    row, name = tables[HOUSE_FILE][0], rng.choice(("opening", "earned", "adjusted", "forfeited"))
    row[name] = number(row, name) + 1
    row["closing"] = number(row, "closing") + 1
    return name


def accounts_changed(rng: random.Random, ground: Ground) -> Mutant | None:
    """One figure of the list of all accounts, or one of its rows."""
    if not ground.outputs.exists(ACCOUNTS):
        return None
    rows = list(csv.reader(io.StringIO(ground.outputs.text(ACCOUNTS))))
    at = rng.randrange(1, len(rows))
    filled = [place for place, cell in enumerate(rows[at]) if place > 2 and cell]
    place = rng.choice(filled)
    says = f"{' '.join(rows[at][:3])}: {rows[0][place]}"
    if rng.random() < 0.25:
        says = f"{' '.join(rows[at][:3])} is gone"
        del rows[at]
    else:
        rows[at][place] = "1" if rows[at][place] == "0" else "0"
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\n").writerows(rows)
    changed: dict[str, bytes | None] = {ACCOUNTS: sink.getvalue().encode()}
    return Mutant("accounts-changed", says, changed, frozenset({"accounts-differ"}))


def _forged(operator: str, names: tuple[str, ...], edit: Edit) -> Operator:
    return forged(operator, names, edit, BOOKED | {"held-differs", "by-hand-differs", "accounts-differ"})


HELD_OPERATORS: dict[str, Operator] = {
    **{
        f"held-entry-{what}": entry(f"held-entry-{what}", "data-held", what)
        for what in ("dropped", "doubled", "changed")
    },
    **{
        f"by-hand-entry-{what}": entry(f"by-hand-entry-{what}", "data-by-hand", what)
        for what in ("dropped", "doubled")
    },
    "share-put-moved": _forged("share-put-moved", (DUES, BALANCES), _put),
    "share-released-early": _forged("share-released-early", (DUES, BALANCES), _released_early),
    "share-day-moved": _forged("share-day-moved", (DUES,), _another_day),
    "share-dropped": _forged("share-dropped", (DUES,), _share_dropped),
    "by-hand-moved": _forged("by-hand-moved", (BY_HAND, BALANCES), _by_hand),
    "by-hand-owner": _forged("by-hand-owner", (BY_HAND,), _owner),
    "house-account-moved": _forged("house-account-moved", (HOUSE_FILE,), _house),
    "accounts-changed": accounts_changed,
}
