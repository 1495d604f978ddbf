"""Mutants of closes: one byte, or a whole close written anew so that every hash of it is right again."""

from __future__ import annotations

import hashlib
import io
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from generator.audit.books import ADJUSTMENTS, BALANCES, LEDGER, STATEMENTS
from generator.audit.closes import ABOUT, CANDIDATE, Close, Closed, Table, read_closes
from generator.audit.edits import Element, cut_out, double, figures_of, nudged, refill, tagged
from generator.audit.findings import Findings
from generator.audit.ground import Ground, Mutant, Operator, shortened

BROKEN = frozenset({"close-broken"})
BOOKED = frozenset(
    (
        "close-differs closed-statement-differs balance-differs adjustment-missing adjustment-unexpected "
        "adjustment-differs statement-unexpected statement-missing sum-differs text-differs close-broken"
    ).split()
)
SHOWN = frozenset(
    (
        "adjustment-missing adjustment-unexpected adjustment-differs text-differs figure-missing figure-unexpected "
        "fact-differs closed-statement-differs plain-reading-differs"
    ).split()
)

Rows = Table
Edit = Callable[
    [random.Random, dict[str, Rows]], str
]  # changes rows in place and says what, nothing if it cannot


def _closed(ground: Ground) -> Closed | None:
    closed = read_closes(ground.outputs, Findings())
    some = closed.closes or closed.candidate is not None
    return closed if some and not closed.shelf.far and not closed.broken else None


@dataclass
class _Forgery:
    """One close with other rows in its files, and every hash that hangs on them made right again."""

    closed: Closed
    close: Close
    changed: dict[str, bytes | None] = field(default_factory=dict)

    def write(self, files: dict[str, bytes]) -> None:
        """Write the close anew, and each later one upon the hash of the one before it."""
        shelf = self.closed.shelf
        contents = {name: self.closed.bytes_of(self.close, name) for name in self.close.files} | files
        told = {
            name: {"sha256": hashlib.sha256(one).hexdigest(), "size": len(one)}
            for name, one in contents.items()
        }
        lines = "".join(f"{name}\t{one['sha256']}\n" for name, one in sorted(told.items()))
        run = hashlib.sha256(lines.encode()).hexdigest()
        for name, one in contents.items():
            self.changed[shelf.path(f"runs/{run}/{name}")] = one
        before: str | None = None
        places = {one.name: shelf.path(f"closed/{one.name}.json") for one in self.closed.closes}
        making = self.closed.candidate
        if making is not None:
            places[making.name] = CANDIDATE
        for close in (*self.closed.closes, *([making] if making is not None else [])):
            path = places[close.name]
            loaded = json.loads(shelf.outputs.read(path))
            if close is self.close:
                loaded |= {"files": told, "run": run}
            elif before is None:
                continue
            else:
                loaded["previous"] = before
            content = (json.dumps(loaded, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
            self.changed[path] = content
            before = hashlib.sha256(content).hexdigest()


def _parquet(original: bytes, rows: Rows) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pq.read_schema(io.BytesIO(original))
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), sink)
    return sink.getvalue()


def forged(operator: str, names: tuple[str, ...], edit: Edit, right: frozenset[str] = BOOKED) -> Operator:
    """An operator that changes rows of some files of one close, and makes every hash right again."""

    def make(rng: random.Random, ground: Ground) -> Mutant | None:
        closed = _closed(ground)
        if closed is None:
            return None
        making = [closed.candidate] if closed.candidate is not None else []
        having = [one for one in (*closed.closes, *making) if set(names) <= set(one.files)]
        if not having:
            return None
        close = rng.choice(having)
        tables = {name: [dict(row) for row in closed.table(close, name)] for name in names}
        says = edit(rng, tables)
        if not says:
            return None
        forgery = _Forgery(closed, close)
        forgery.write({name: _parquet(closed.bytes_of(close, name), rows) for name, rows in tables.items()})
        return Mutant(operator, f"{close.name}: {says}", forgery.changed, right)

    return make


def number(row: dict[str, object], name: str) -> int:
    """A whole number in a row."""
    value = row[name]
    assert isinstance(value, int)
    return value


def _balance(rng: random.Random, tables: dict[str, Rows]) -> str:
    """One movement of an account, and what it ends with, so that the account adds up."""
    rows = tables[BALANCES]
    if not rows:
        return ""
    row = rng.choice(rows)
    name, step = rng.choice((("opening", 1), ("earned", 1), ("adjusted", 1), ("by_hand", 1), ("paid", -1)))
    row[name] = number(row, name) + 1
    row["closing"] = number(row, "closing") + step
    return f"{name} of {row['partner']}"


def _line(rng: random.Random, tables: dict[str, Rows]) -> str:
    """One line, with the account that it stands in."""
    lines = [row for row in tables[LEDGER] if row["partner"] != "house"]
    if not lines:
        return ""
    row = rng.choice(lines)
    row["amount"] = number(row, "amount") + 1
    for account in tables[BALANCES]:
        if account["partner"] == row["partner"]:
            account["earned"] = number(account, "earned") + 1
            account["closing"] = number(account, "closing") + 1
    return f"a line of {row['partner']} by {row['clause']}"


def _adjustment(act: Callable[[random.Random, Rows, dict[str, object]], bool]) -> Edit:
    """An edit of one adjustment, and of its account, so that the account adds up."""

    def edit(rng: random.Random, tables: dict[str, Rows]) -> str:
        rows = tables[ADJUSTMENTS]
        mine = [row for row in rows if row["partner"] != "house"]
        if not mine:
            return ""
        row = rng.choice(mine)
        who = row["partner"]
        before = _adjusted(rows, who)
        if not act(rng, rows, row):
            return ""
        moved = _adjusted(rows, who) - before
        for account in tables[BALANCES]:
            if account["partner"] == who:
                account["adjusted"] = number(account, "adjusted") + moved
                account["closing"] = number(account, "closing") + moved
        return f"an adjustment of {who} by {row['clause']} in {row['origin']}"

    return edit


def _adjusted(rows: Rows, who: object) -> int:
    return sum(number(row, "amount") for row in rows if row["partner"] == who and not row["forgiven"])


def _dropped(rng: random.Random, rows: Rows, row: dict[str, object]) -> bool:
    rows.remove(row)
    return True


def _doubled(rng: random.Random, rows: Rows, row: dict[str, object]) -> bool:
    rows.append(dict(row))
    return True


def _moved(rng: random.Random, rows: Rows, row: dict[str, object]) -> bool:
    others = sorted({str(one["origin"]) for one in rows} - {str(row["origin"])})
    row["origin"] = rng.choice(others) if others else f"{row['origin']}x"
    return True


def _both(rng: random.Random, rows: Rows, row: dict[str, object]) -> bool:
    for name in ("was", "now"):
        row[name] = number(row, name) + 1
    return True


def _now(rng: random.Random, rows: Rows, row: dict[str, object]) -> bool:
    for name in ("now", "amount"):
        row[name] = number(row, name) + 1
    return True


def _forgiven(rng: random.Random, rows: Rows, row: dict[str, object]) -> bool:
    row["forgiven"] = not row["forgiven"]
    return True


def _html(rng: random.Random, tables: dict[str, Rows]) -> str:
    """One figure of a statement as it is said to have been issued."""
    rows = tables[STATEMENTS]
    if not rows:
        return ""
    row = rng.choice(rows)
    text = str(row["html"])
    figures = [one for one in figures_of(text) if one[1] != "text"]
    element, unit, shown = rng.choice(figures)
    new = nudged(shown, str(row["language"]), unit, rng)
    if new is None:
        return ""
    row["html"] = refill(text, element, new)
    return f"{element.attributes['data-fact']} of {row['partner']}"


def close_byte(rng: random.Random, ground: Ground) -> Mutant | None:
    """One byte of a close or of one of its files."""
    closed = _closed(ground)
    if closed is None or not closed.closes:
        return None
    close = rng.choice(closed.closes)
    name = rng.choice((f"closed/{close.name}.json", *(f"runs/{close.run}/{one}" for one in close.files)))
    content = bytearray(closed.shelf.read(name))
    at = rng.randrange(len(content))
    content[at] ^= 1 << rng.randrange(8)
    return Mutant("close-byte", f"{name}, byte {at}", {closed.shelf.path(name): bytes(content)}, BROKEN)


def close_withheld(rng: random.Random, ground: Ground) -> Mutant | None:
    """A file of a close that is nowhere to be found."""
    closed = _closed(ground)
    if closed is None or not closed.closes:
        return None
    close = rng.choice(closed.closes)
    name = rng.choice((f"closed/{close.name}.json", *(f"runs/{close.run}/{one}" for one in close.files)))
    right = BROKEN | BOOKED | {"figure-unexpected", "adjustment-unexpected"}
    return Mutant("close-withheld", name, {closed.shelf.path(name): None}, right)


def closes_exchanged(rng: random.Random, ground: Ground) -> Mutant | None:
    """Two closes, each at the other's place."""
    closed = _closed(ground)
    if closed is None or len(closed.closes) < 2:
        return None
    one, other = rng.sample(closed.closes, 2)
    names = [f"closed/{close.name}.json" for close in (one, other)]
    first, second = (closed.shelf.read(name) for name in names)
    changed: dict[str, bytes | None] = {
        closed.shelf.path(names[0]): second,
        closed.shelf.path(names[1]): first,
    }
    return Mutant("closes-exchanged", f"{one.name} and {other.name}", changed, BROKEN)


def about_changed(rng: random.Random, ground: Ground) -> Mutant | None:
    """What a close says of itself: a day, an edition, an input."""
    closed = _closed(ground)
    if closed is None or not closed.closes or ABOUT not in closed.closes[-1].files:
        return None
    close = closed.closes[-1]
    path = f"closed/{close.name}.json"
    loaded = json.loads(closed.shelf.read(path))
    name = rng.choice(("known", "on", "editions", "inputs", "programme"))
    if isinstance(loaded[name], dict):
        key = rng.choice(sorted(loaded[name]))
        loaded[name][key] = hashlib.sha256(key.encode()).hexdigest()
    else:
        loaded[name] = {"known": "2001-01-01", "on": "2031-01-01"}.get(name, "another")
    content = json.dumps(loaded, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    return Mutant("close-says", f"{path}: {name}", {closed.shelf.path(path): content.encode()}, BROKEN)


def entry(operator: str, act: Callable[[str, Element, random.Random], str | None]) -> Operator:
    """An operator that changes one entry on something that changed in a closed period."""

    def make(rng: random.Random, ground: Ground) -> Mutant | None:
        for _ in range(60):
            if not ground.statements:
                return None
            partner, period = rng.choice(ground.statements)
            text = ground.fragment(partner, period)
            found = [one for one in tagged(text, "data-change") if "/" in one.attributes["data-change"]]
            if not found:
                continue
            element = rng.choice(found)
            new = act(text, element, rng)
            if new is None or new == text:
                continue
            says = f"{partner}/{period}: {element.attributes['data-change']}"
            return Mutant(operator, shortened(says), ground.with_fragment(partner, period, new), SHOWN)
        return None

    return make


def _attribute(text: str, element: Element, rng: random.Random) -> str:
    """Another origin, version or rule, or the flag that says that it is forgiven."""
    opening = text[element.start : element.inner_start]
    what = rng.choice(("origin", "version", "clause", "forgiven"))
    if what == "forgiven":
        flagged = " data-forgiven" in opening
        new = opening.replace(" data-forgiven", "") if flagged else f"{opening[:-1]} data-forgiven>"
    else:
        value = element.attributes.get(f"data-{what}", "")
        new = opening.replace(f'data-{what}="{value}"', f'data-{what}="{value}0"')
    return text[: element.start] + new + text[element.inner_start :]


CLOSE_OPERATORS: dict[str, Operator] = {
    "close-byte": close_byte,
    "close-withheld": close_withheld,
    "close-says": about_changed,
    "closes-exchanged": closes_exchanged,
    "balance-moved": forged("balance-moved", (BALANCES,), _balance),
    "booked-line-moved": forged("booked-line-moved", (LEDGER, BALANCES), _line),
    "adjustment-dropped": forged("adjustment-dropped", (ADJUSTMENTS, BALANCES), _adjustment(_dropped)),
    "adjustment-doubled": forged("adjustment-doubled", (ADJUSTMENTS, BALANCES), _adjustment(_doubled)),
    "adjustment-moved": forged("adjustment-moved", (ADJUSTMENTS, BALANCES), _adjustment(_moved)),
    "adjustment-was-now": forged("adjustment-was-now", (ADJUSTMENTS, BALANCES), _adjustment(_both)),
    "adjustment-amount": forged("adjustment-amount", (ADJUSTMENTS, BALANCES), _adjustment(_now)),
    "adjustment-forgiven": forged("adjustment-forgiven", (ADJUSTMENTS, BALANCES), _adjustment(_forgiven)),
    "issued-figure-moved": forged("issued-figure-moved", (STATEMENTS,), _html),
    "change-entry-dropped": entry("change-entry-dropped", lambda text, one, rng: cut_out(text, one)),
    "change-entry-doubled": entry("change-entry-doubled", lambda text, one, rng: double(text, one)),
    "change-entry-flagged": entry("change-entry-flagged", _attribute),
}
