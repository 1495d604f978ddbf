"""Payouts of a closed period for those who pay: what the close says and the account of each partner, in one file."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import pyarrow.compute as pc

from generator.accounts.balances import OutOfBalance
from generator.accounts.close import Close
from generator.accounts.payouts import PAID
from generator.accounts.store import CLOSED
from generator.book.bank import iban_holds
from generator.source import Diagnosed, Diagnostic, Place, did_you_mean
from generator.terms.calendar import good_through
from generator.terms.programme import Programme
from generator.workflow.booking import Closes, read_closes
from generator.workflow.build import lint, read_records
from generator.workflow.pain001 import Payer, credit_transfers
from generator.workflow.payout_tables import csv_bytes, workbook_bytes
from generator.workflow.places import Places, RootsOverlap

Form = Literal["csv", "xlsx", "pain001"]
FORMS: tuple[Form, ...] = ("csv", "xlsx", "pain001")
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Payout:
    """One payment: `amount` in the smallest unit of `currency`, `owed` in minor units of the programme's.

    What is not known of the account is empty, and so are `rate` and its day where nothing was converted.
    """

    key: str
    period: str
    partner: str
    name: str
    payee: str
    amount: int
    currency: str
    method: str
    iban: str
    bic: str
    owed: int
    rate: str = ""
    rate_date: str = ""


@dataclass(frozen=True)
class Register:
    """All payments of one closed period, in the order of the close; `pay_by` is the day that was promised."""

    programme: str
    currency: str
    close: Close
    pay_by: date
    payouts: tuple[Payout, ...]

    @property
    def owed(self) -> int:
        """What they settle, in minor units of the programme's currency."""
        return sum(one.owed for one in self.payouts)


def register_of(places: Places, name: str, on: date) -> Register:
    """The payments of a closed period, which must come to what its balances say was paid.

    Raises EmptyProgramme, Diagnosed (period-not-closed...), OutOfBalance.
    """
    read = lint(places, on)
    programme = read.programme.known_on(on)
    with read_records(places, programme, on) as book:
        closes = read_closes(places, book.sources)
        close = closed_period(closes, name, "payouts are facts", "What is paid")
        table = closes.booked.payouts[name]
        table = table.filter(pc.equal(table["state"], PAID))
        people = book.partners
        found: list[Payout] = []
        for row in table.to_pylist():
            who = people.row_of.get(row["partner"])
            if who is None:
                raise Diagnosed([_unknown(closes, name, row["partner"])])
            found.append(
                Payout(
                    row["key"],
                    name,
                    row["partner"],
                    people.names[who],
                    people.payee[who] or people.names[who],
                    row["paid"],
                    row["currency"],
                    people.payout_method[who] or "",
                    (people.iban[who] or "").replace(" ", ""),
                    people.bic[who] or "",
                    row["amount"],
                    row["rate"] or "",
                    "" if row["rate_date"] is None else row["rate_date"].isoformat(),
                )
            )
    file = programme.file
    made = Register(file.programme, file.currency, close, _pay_by(programme, close), tuple(found))
    balances = closes.booked.balances[name]
    booked = {
        partner: paid
        for partner, paid in zip(balances["partner"].to_pylist(), balances["paid"].to_pylist(), strict=True)
        if paid
    }
    if booked != {one.partner: one.owed for one in found}:
        raise OutOfBalance(f"{name}: the payouts are not what the balances say was paid")
    return made


def export_payouts(
    places: Places, name: str, form: Form, out: Path, on: date, payer: Payer | None = None, method: str = ""
) -> Register:
    """Write the payments of a closed period into a file that its owner alone can read; returns what it holds.

    With `method` only those that are paid so, of whom there is one at least.
    Raises EmptyProgramme, Diagnosed (method-unused...), OutOfBalance, RootsOverlap, OSError.
    """
    if out.resolve().is_relative_to(places.site.resolve()):
        raise RootsOverlap(f"{out} lies inside {places.site}: payouts would become public")
    made = register_of(places, name, on)
    if method:
        some = tuple(one for one in made.payouts if one.method == method)
        if not some:
            raise Diagnosed([_unused(places, made, method)])
        made = replace(made, payouts=some)
    write: dict[str, Callable[[], bytes]] = {
        "csv": lambda: csv_bytes(made.payouts),
        "xlsx": lambda: workbook_bytes(made.payouts, made.close.digest),
        "pain001": lambda: _bank_file(places, made, payer),
    }
    write_private(out, write[form]())
    return made


def _bank_file(places: Places, made: Register, payer: Payer | None) -> bytes:
    """A file for a bank. Raises Diagnosed payout-unpayable where somebody could not be paid by it."""
    place = Place(str(places.data / "sources.yaml"), 1, 1)
    problem = ""
    cure = ""
    if payer is None:
        problem = "A bank must know from which account it pays."
        cure = "Give `--payer-name` and `--payer-iban`."
    elif not iban_holds(payer.iban):
        problem = "The check digits of the payer's IBAN are wrong."
        cure = "Correct `--payer-iban`."
    elif not made.payouts:
        problem = f"Nothing is paid with {made.close.period}."
        cure = "There is nothing to send to a bank."
    elif lacking := [one.partner for one in made.payouts if not one.iban]:
        problem = f"{_people(lacking)} no IBAN."
        cure = "Fill in their column `iban`, or export others alone with `--method`."
    if problem or payer is None:
        told = "Somebody who is owed money would not be paid, and the totals would not agree."
        raise Diagnosed([Diagnostic("payout-unpayable", place, problem, consequence=told, cure=cure)])
    return credit_transfers(made.payouts, payer, made.programme, made.close, made.pay_by)


def _unused(places: Places, made: Register, method: str) -> Diagnostic:
    """The message about a method by which nobody is paid, with those by which somebody is."""
    by = Counter(one.method for one in made.payouts)
    without = by.pop("", 0)
    known = ", ".join(f"`{name}` ({count})" for name, count in sorted(by.items()))
    near = did_you_mean(method, list(by))
    cure = f"Did you mean `{near}`? " if near else ""
    cure += f"With {made.close.period} these are paid: {known}." if known else ""
    if without:
        cure += (
            f"{' ' if cure else ''}Payouts without a method: {without}; leave `--method` out to export them."
        )
    return Diagnostic(
        "method-unused",
        Place(str(places.data / "sources.yaml"), 1, 1),
        f"Nobody is paid by `{method}` with {made.close.period}.",
        consequence="A file without payouts would look as if nothing were to be paid.",
        cure=cure or "Nothing at all is paid with it: leave `--method` out.",
    )


def _people(ids: Sequence[str]) -> str:
    shown = ", ".join(f"`{one}`" for one in ids[:_NAMED])
    if len(ids) > _NAMED:
        return f"{shown} and {len(ids) - _NAMED} more have"
    return f"{shown} {'has' if len(ids) == 1 else 'have'}"


def write_private(out: Path, content: bytes) -> None:
    """Write a file at once, readable by its owner alone. Raises OSError."""
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")  # mode 0600
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(out)
    finally:
        with suppress(FileNotFoundError):
            aside.unlink()


def closed_period(closes: Closes, name: str, facts: str, what: str) -> Close:
    """The close of a period by its name; `facts` and `what` say why it must be one. Raises Diagnosed."""
    for one in closes.chain:
        if one.period == name:
            return one
    names = [one.period for one in closes.chain]
    raise Diagnosed(
        [
            Diagnostic(
                "period-not-closed",
                Place(closes.store.place(CLOSED, f"{name}.json"), 1, 1),
                f"{name} is not closed, and {facts} of a close.",
                consequence=f"{what} before the close could still change, and be paid twice or too little.",
                cure=f"Close it first: `partnerbook close {name}`."
                + (f" The last closed period is {names[-1]}." if names else ""),
            )
        ]
    )


def _unknown(closes: Closes, name: str, partner: str) -> Diagnostic:
    return Diagnostic(
        "partner-vanished",
        Place(closes.store.place(CLOSED, f"{name}.json"), 1, 1),
        f"The partner `{partner}` is paid with {name}, and is no partner any more.",
        consequence="Nobody could say to whom the money goes.",
        cure="Keep everybody who was ever paid in the table, with the day on which they left.",
    )


def _pay_by(programme: Programme, close: Close) -> date:
    within = programme.policy(close.first).payout.within
    return good_through(close.last + timedelta(days=1), within)
