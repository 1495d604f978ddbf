"""Bank accounts of partners: an IBAN is held against its check digits, a BIC and a currency against their form."""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb

from generator.book.files import DataFile
from generator.source import Diagnostic, Place

_IBAN = re.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_BIC = re.compile("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
_CURRENCY = re.compile("[A-Z]{3}")
_SHOWN = 5


def iban_holds(written: str) -> bool:
    """Whether an IBAN has the form of ISO 13616 and the check digits of ISO 7064: divided by 97 it leaves 1."""
    bare = written.replace(" ", "")
    if _IBAN.fullmatch(bare) is None:
        return False
    return int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 == 1


def unsound_accounts(
    con: duckdb.DuckDBPyConnection, files: Sequence[DataFile], place: Place
) -> list[Diagnostic]:
    """Partners to whom nothing could be sent. An account is told by its ends alone: messages stand in public logs."""
    out = []
    for name, holds, one, many, cure in (
        (
            "iban",
            iban_holds,
            "has an IBAN whose check digits are wrong",
            "have IBANs whose check digits are wrong",
            "Ask the partner for it again; spaces between its groups are allowed.",
        ),
        (
            "bic",
            lambda cell: _BIC.fullmatch(cell) is not None,
            "has a BIC that is none",
            "have BICs that are none",
            "A BIC has 8 or 11 capital letters and digits: `COBADEFF`.",
        ),
        (
            "currency",
            lambda cell: _CURRENCY.fullmatch(cell) is not None,
            "has a currency that is none",
            "have currencies that are none",
            "Write the three capital letters of its code: `EUR`.",
        ),
    ):
        found = con.execute(
            f'SELECT id, {name}, source_file, source_row FROM partners WHERE {name} IS NOT NULL ORDER BY "row"'
        ).fetchall()
        wrong = [row for row in found if not holds(row[1])]
        if not wrong:
            continue
        lines = [
            f"{files[file].at(row)}: partner `{partner}`, {name} `{_ends(cell)}`"
            for partner, cell, file, row in wrong[:_SHOWN]
        ]
        out.append(
            Diagnostic(
                "account-unsound",
                place,
                f"1 partner {one}." if len(wrong) == 1 else f"{len(wrong)} partners {many}.",
                consequence="\n".join([*lines, "Their payout would come back, or reach somebody else."]),
                cure=cure,
            )
        )
    return out


def _ends(cell: str) -> str:
    return cell if len(cell) <= 6 else f"{cell[:2]}...{cell[-2:]}"
