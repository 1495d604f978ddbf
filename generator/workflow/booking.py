"""Booking: the closes of a project, and the accounts that follow from them and from a settlement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from generator.accounts.by_partner import PartnerVanished
from generator.accounts.close import ChainBroken, Close, FileMissing, NoClose, read_chain, read_file
from generator.accounts.keeping import Booked, PeriodMissing, keep_accounts, read_booked
from generator.accounts.kept import Accounts
from generator.accounts.runs import STATEMENTS
from generator.accounts.store import CLOSED, CloseStore, Unreachable
from generator.accounts.tables import table_of_bytes
from generator.book.sources import Sources
from generator.settlement.settle import Settlement
from generator.source import Diagnosed, Diagnostic, MapNode, Place, find, load_yaml
from generator.terms.calendar import Period
from generator.workflow.places import Places


@dataclass(frozen=True)
class Closes:
    """Where closes lie, the closes, oldest first, and what they hold."""

    store: CloseStore
    chain: tuple[Close, ...]
    booked: Booked

    def files(self, name: str) -> Iterator[bytes]:
        """The file of a name of each close that has one, oldest first. Raises Diagnosed close-damaged."""
        for one in self.chain:
            if name in one.files:
                try:
                    yield read_file(self.store, one, name)
                except ChainBroken as broken:
                    raise Diagnosed([damaged(broken)]) from broken


def read_closes(places: Places, sources: Sources) -> Closes:
    """The closes of a project. Raises Diagnosed: closes-unreachable, close-damaged."""
    address = sources.closes
    where = address if "://" in address else str(places.data / address)
    try:
        store = CloseStore(where)
        chain = read_chain(store)
        return Closes(store, chain, read_booked(store, chain))
    except ChainBroken as broken:
        raise Diagnosed([damaged(broken)]) from broken
    except Unreachable as error:
        raise Diagnosed([unreachable(places, error)]) from error


def earned_when_closed(closes: Closes) -> dict[str, int]:
    """What partners earned in each closed period by its close, in minor units."""
    return {name: pc.sum(table["earned"]).as_py() or 0 for name, table in closes.booked.balances.items()}


def damaged(broken: ChainBroken) -> Diagnostic:
    """The message about a closed file that is not what it was."""
    says = f"This file of a closed period was changed: {broken}."
    consequence = "What was paid could no longer be told from what somebody wrote there later."
    cure = "Bring the file back from a copy; a close is never edited."
    if isinstance(broken, FileMissing):
        says = f"This file is missing, and {broken} was closed with it."
        consequence = "Without it nobody could say what was paid."
        cure = "Bring it back from a copy, under the same name."
    elif isinstance(broken, NoClose):
        says = f"This file lies where only closes lie, and is none: {broken}."
        cure = "If it was the close of a period, bring it back from a copy; if it is something else, put it elsewhere."
    return Diagnostic("close-damaged", Place(broken.path, 1, 1), says, consequence=consequence, cure=cure)


def unreachable(places: Places, error: Unreachable) -> Diagnostic:
    """The message about an address of closes that cannot be read."""
    path = places.data / "sources.yaml"
    tree = load_yaml(path)
    said = isinstance(tree, MapNode) and "closes" in tree.keys
    return Diagnostic(
        "closes-unreachable",
        find(tree, ("closes",)).place if said else Place(str(path), 1, 1),
        f"The closed periods cannot be read: {error}.",
        consequence="Without them nobody knows what was paid already.",
        cure="See whether the address under `closes:` is right, and whether it can be reached from here.",
    )


def accounts_of(settlement: Settlement, closes: Closes, ended: date = date.min) -> Accounts:
    """The accounts of a settlement; of periods that end after the day `ended` no exchange rate is known yet.

    Raises Diagnosed: partner-vanished, close-of-no-period.
    """
    try:
        accounts = keep_accounts(settlement, closes.booked, ended)
    except PartnerVanished as lost:
        raise Diagnosed(
            [
                Diagnostic(
                    "partner-vanished",
                    Place(closes.store.place(CLOSED, f"{lost.period}.json"), 1, 1),
                    f"The partner `{lost.partner}` has lines in {lost.period}, and is no partner any more.",
                    consequence="Their balance would belong to nobody.",
                    cure="Keep everybody who was ever paid in the table, with the day on which they left.",
                )
            ]
        ) from lost
    except PeriodMissing as lost:
        raise Diagnosed(
            [
                Diagnostic(
                    "close-of-no-period",
                    Place(closes.store.place(CLOSED, f"{lost}.json"), 1, 1),
                    f"{lost} is closed, and is no period that is settled by now.",
                    consequence="What was booked in it would be lost from every balance.",
                    cure="See whether `starts:` of the programme was changed, and whether --on lies before the close.",
                )
            ]
        ) from lost

    def issued(period: Period) -> pa.Table:
        made = next(one for one in closes.chain if one.period == period.name)
        try:
            return table_of_bytes(read_file(closes.store, made, STATEMENTS))
        except ChainBroken as broken:
            raise Diagnosed([damaged(broken)]) from broken

    return replace(accounts, issued=issued)
