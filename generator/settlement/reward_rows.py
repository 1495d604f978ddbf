"""Rows of rewards: what partners want for their points and what was handed over, held against the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from generator.book.book import Book
from generator.source import Diagnostic, Mark, Place, did_you_mean
from generator.terms.programme import Programme
from generator.terms.reward import HANDOVERS, REDEMPTIONS

NAME_IN = {REDEMPTIONS: "redemption", HANDOVERS: "handover"}
"""The column of each table that tells its rows apart."""


class RewardRow(NamedTuple):
    """A counted row: of which partner, dated when, under which name, of which reward and how many of it."""

    who: int
    day: date
    name: str
    reward: str
    quantity: int


def reward_rows(book: Book, table: str) -> tuple[RewardRow, ...]:
    """The rows of `redemptions` or `handovers` by date and name; names are compared character by character."""
    rows = [row for row, _, _ in _read(book, table)]
    return tuple(sorted(rows, key=lambda row: (row.day, row.name, row.who)))


def reward_faults(programme: Programme, book: Book) -> Iterator[Diagnostic]:
    """Rows that name no reward of the catalogue, belong to no period, or have the name of another row."""
    for table in NAME_IN:
        first: dict[str, tuple[int, int]] = {}
        for row, file, line in _read(book, table):
            earlier = first.setdefault(row.name, (file, line))
            if row.reward not in programme.rewards:
                yield _unknown(programme, row, _place(book, file, line))
            elif row.day < programme.file.starts:
                yield Diagnostic(
                    "reward-of-no-period",
                    _place(book, file, line),
                    f"The programme starts on {programme.file.starts}, and this row is dated {row.day}.",
                    consequence="It belongs to no period, so it would stand on no statement.",
                    cure="Correct the date, or remove the row.",
                )
            elif earlier != (file, line):
                yield Diagnostic(
                    "reference-twice",
                    _place(book, file, line),
                    f"Two rows of `{table}` have the name `{row.name}`.",
                    other=Mark(_place(book, *earlier), "it stands here too"),
                    consequence="One of them would be taken for the other.",
                    cure="Give each a name of its own.",
                )


def _place(book: Book, file: int, line: int) -> Place:
    return Place(str(book.files[file].path), line, 1)


def _read(book: Book, table: str) -> list[tuple[RewardRow, int, int]]:
    """The counted rows in the order of the files, each with its file and where it stands there."""
    if table not in book.tables:
        return []
    quantity = "coalesce(t.quantity, 1)" if "quantity" in book.tables[table].columns else "1"
    found = book.con.execute(
        f"select p.row, t.date, t.{NAME_IN[table]}::varchar, t.reward::varchar, {quantity}, "
        f"t.source_file, t.source_row from {table} t join partners p on p.partner_key = t.partner "
        "order by t.source_file, t.source_row"
    ).fetchall()
    return [(RewardRow(*told), file, line) for *told, file, line in found]


def _unknown(programme: Programme, row: RewardRow, place: Place) -> Diagnostic:
    near = did_you_mean(row.reward, list(programme.rewards))
    known = ", ".join(f"`{name}`" for name in programme.rewards)
    return Diagnostic(
        "unknown-reward",
        place,
        f"There is no reward `{row.reward}`.",
        consequence="Nobody could say what the partner receives.",
        cure=f"Did you mean `{near}`?"
        if near
        else f"Known: {known}."
        if known
        else "Write it in rewards.yaml: `rewards: {sea-trip: {title: {...}, type: trip, versions: [...]}}`.",
    )
