"""Payouts as a file for a bank: credit transfers in euros by ISO 20022, pain.001, held against its schema."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from lxml import etree
from sepaxml import SepaTransfer
from sepaxml.validation import try_valid_xml

from generator.accounts.close import Close

SCHEMA = "pain.001.001.03"
_SPACE = f"{{urn:iso:std:iso:20022:tech:xsd:{SCHEMA}}}"


@dataclass(frozen=True, slots=True)
class Payer:
    """Whose account is charged."""

    name: str
    iban: str
    bic: str = ""


class Transfer(Protocol):
    """What a transfer says of one payment."""

    @property
    def key(self) -> str:
        """The name of the payment for ever."""
        ...

    @property
    def payee(self) -> str:
        """Who receives it."""
        ...

    @property
    def amount(self) -> int:
        """Cents."""
        ...

    @property
    def iban(self) -> str:
        """The account."""
        ...

    @property
    def bic(self) -> str:
        """The bank; may be empty."""
        ...


def credit_transfers(
    payouts: Sequence[Transfer], payer: Payer, programme: str, close: Close, pay_by: date
) -> bytes:
    """The file; each payment carries its key from end to end. The same payouts make the same bytes.

    Raises ValueError where the schema does not accept it.
    """
    charged = {"name": payer.name, "IBAN": payer.iban.replace(" ", ""), "currency": "EUR", "batch": True}
    transfer = SepaTransfer(charged | ({"BIC": payer.bic} if payer.bic else {}), schema=SCHEMA)
    for one in payouts:
        payment = {
            "name": one.payee,
            "IBAN": one.iban,
            "amount": one.amount,
            "execution_date": pay_by,
            "description": f"{programme} {close.period}",
            "endtoend_id": one.key,
        }
        transfer.add_payment(payment | ({"BIC": one.bic} if one.bic else {}))
    return _named(transfer.export(validate=False), payouts, close)


def _named(content: bytes, payouts: Sequence[Transfer], close: Close) -> bytes:
    """With names and a time that follow from the close, where the library takes them from chance and the clock."""
    root = etree.fromstring(content)
    told = "\0".join((close.digest, *(one.key for one in payouts)))
    name = "PB-" + base64.b32encode(hashlib.sha256(told.encode()).digest()).decode()[:26]
    for path, text in (
        ("GrpHdr/MsgId", name),
        ("GrpHdr/CreDtTm", f"{close.on.isoformat()}T00:00:00"),
        ("PmtInf/PmtInfId", f"{name}-1"),
    ):
        (found,) = root.findall(
            f"{_SPACE}CstmrCdtTrfInitn/" + "/".join(_SPACE + one for one in path.split("/"))
        )
        found.text = text
    made = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    total = sum(one.amount for one in payouts)
    for what, says in (("NbOfTxs", str(len(payouts))), ("CtrlSum", f"{total // 100}.{total % 100:02}")):
        if {one.text for one in root.iter(_SPACE + what)} != {says}:
            raise ValueError(f"{what} is not {says}")
    try_valid_xml(made, SCHEMA)
    return bytes(made)
