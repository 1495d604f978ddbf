"""Payouts as a file for a bank: credit transfers by ISO 20022, pain.001, one block for each currency."""

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
from generator.terms.currencies import coin_digits
from generator.workflow.payout_tables import decimal

SCHEMA = "pain.001.001.03"
_SEPA = "EUR"
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
        """In the smallest unit of the currency."""
        ...

    @property
    def currency(self) -> str:
        """In what is paid."""
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
    by_currency: dict[str, list[Transfer]] = {}
    for one in sorted(payouts, key=lambda one: one.currency):
        by_currency.setdefault(one.currency, []).append(one)
    told = f"{programme} {close.period}"
    blocks = [_document(some, payer, code, told, pay_by.isoformat()) for code, some in by_currency.items()]
    return _joined(blocks, list(by_currency.items()), close)


def _document(
    payouts: Sequence[Transfer], payer: Payer, currency: str, description: str, pay_by: str
) -> etree._Element:
    """The transfers in one currency as a document of their own."""
    # What is no euro is no SEPA transfer, and shares its charges as transfers between banks do.
    charged = {
        "name": payer.name,
        "IBAN": payer.iban.replace(" ", ""),
        "currency": currency,
        "batch": True,
        "domestic": currency != _SEPA,
    }
    transfer = SepaTransfer(charged | ({"BIC": payer.bic} if payer.bic else {}), schema=SCHEMA)
    for one in payouts:
        payment = {
            "name": one.payee,
            "IBAN": one.iban,
            "amount": one.amount,
            "execution_date": date.fromisoformat(pay_by),
            "description": description,
            "endtoend_id": one.key,
        }
        transfer.add_payment(payment | ({"BIC": one.bic} if one.bic else {}))
    root = etree.fromstring(transfer.export(validate=False))
    if currency != _SEPA:
        _only(root, "PmtInf/ChrgBr").text = "SHAR"
    # The library writes two decimals whatever the currency.
    digits = coin_digits(currency)
    for found, one in zip(root.iter(f"{_SPACE}InstdAmt"), payouts, strict=True):
        found.text = decimal(one.amount, digits)
    _only(root, "PmtInf/CtrlSum").text = decimal(sum(one.amount for one in payouts), digits)
    return root


def _joined(
    blocks: Sequence[etree._Element], paid: Sequence[tuple[str, Sequence[Transfer]]], close: Close
) -> bytes:
    """One document of several, with names and a time that follow from the close, where the library takes them from
    chance and the clock.
    """
    payouts = [one for _, some in paid for one in some]
    told = "\0".join((close.digest, *(one.key for one in payouts)))
    name = "PB-" + base64.b32encode(hashlib.sha256(told.encode()).digest()).decode()[:26]
    root = blocks[0]
    for number, block in enumerate(blocks, 1):
        _only(block, "PmtInf/PmtInfId").text = f"{name}-{number}"
        if number > 1:
            _only(root, "").append(_only(block, "PmtInf"))
    most = max(coin_digits(code) for code, _ in paid)
    # The control sum adds up amounts whatever their currency: that is what the standard says it is.
    total = sum(one.amount * 10 ** (most - coin_digits(code)) for code, some in paid for one in some)
    for path, text in (
        ("GrpHdr/MsgId", name),
        ("GrpHdr/CreDtTm", f"{close.on.isoformat()}T00:00:00"),
        ("GrpHdr/NbOfTxs", str(len(payouts))),
        ("GrpHdr/CtrlSum", decimal(total, most)),
    ):
        _only(root, path).text = text
    counted = [one.text for one in root.iter(f"{_SPACE}NbOfTxs")]
    if counted != [str(len(some)) for some in (payouts, *(some for _, some in paid))]:
        raise ValueError("the numbers of transactions do not agree")
    made = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    try_valid_xml(made, SCHEMA)
    return bytes(made)


def _only(root: etree._Element, path: str) -> etree._Element:
    """The one element of a path below the message."""
    steps = ["CstmrCdtTrfInitn", *(one for one in path.split("/") if one)]
    (found,) = root.findall("/".join(_SPACE + one for one in steps))
    return found
