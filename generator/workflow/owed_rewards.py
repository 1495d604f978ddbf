"""Rewards that are to be handed over when a closed period has ended, as a file for those who hand them over."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow.compute as pc

from generator.workflow.booking import read_closes
from generator.workflow.build import lint, read_records
from generator.workflow.payout_tables import safe
from generator.workflow.payouts import closed_period, write_private
from generator.workflow.places import Places, RootsOverlap

HEAD = ("period", "partner", "name", "reward", "title", "type", "quantity")


@dataclass(frozen=True, slots=True)
class Owed:
    """So many of a reward for one partner; the fields are the columns of `HEAD`."""

    period: str
    partner: str
    name: str
    reward: str
    title: str
    type: str
    quantity: int


def owed_rewards(places: Places, name: str, on: date) -> tuple[Owed, ...]:
    """What the close of a period says is to be handed over, by partner and in the order of the catalogue.

    Raises EmptyProgramme, Diagnosed (period-not-closed...), PartnerVanished.
    """
    read = lint(places, on)
    programme = read.programme.known_on(on)
    with read_records(places, programme, on) as book:
        closes = read_closes(places, book.sources)
        closed_period(closes, name, "what is to be handed over is a fact", "What is handed over")
        table = closes.booked.rewards.get(name)
        rows = [] if table is None else table.filter(pc.equal(table["what"], "closing")).to_pylist()
        people = book.partners
        language, order = programme.languages[0], list(programme.rewards)
        found = [
            Owed(
                name,
                row["partner"],
                people.names[people.row_of[row["partner"]]],
                row["reward"],
                programme.rewards[row["reward"]].title[language],
                programme.rewards[row["reward"]].type,
                row["quantity"],
            )
            for row in rows
            if row["quantity"] > 0
        ]
        return tuple(sorted(found, key=lambda one: (people.row_of[one.partner], order.index(one.reward))))


def export_rewards(places: Places, name: str, out: Path, on: date) -> tuple[Owed, ...]:
    """Write them into a file that its owner alone can read; returns what it holds.

    Raises what `owed_rewards` does, RootsOverlap, OSError.
    """
    if out.resolve().is_relative_to(places.site.resolve()):
        raise RootsOverlap(f"{out} lies inside {places.site}: names of partners would become public")
    found = owed_rewards(places, name, on)
    write_private(out, rewards_csv(found))
    return found


def rewards_csv(owed: tuple[Owed, ...]) -> bytes:
    """UTF-8, a comma between cells, one row a partner and reward below the head; no cell is a formula."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(HEAD)
    for one in owed:
        rows.writerow([safe(str(getattr(one, name))) for name in HEAD])
    return text.getvalue().encode()
