"""Reading single raw cells: texts, dates and exact decimals, each cell value parsed once and remembered."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

_NUMBER = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?")
_SINCE_1970 = {
    "unix_s": 1_000_000,
    "unix_ms": 1_000,
    "unix_us": 1,
}  # format -> microseconds of each one counted
_COUNTED = re.compile(r"[0-9]{1,18}")


class Rejected(ValueError):
    """A cell cannot be taken; the message is the built-in reason."""


def plain_text(cell: object) -> str:
    """A cell as text: whole floats without a fraction, nothing as the empty text, ends trimmed."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell).strip()


def exact(cell: object, decimal_sign: str, digits: int, minor: bool) -> int:
    """A cell as a whole number of 10**-digits; raises Rejected with the reason otherwise."""
    text = (
        plain_text(cell)
        if not isinstance(cell, float)
        else ("" if cell != cell else format(Decimal(repr(cell)), "f"))
    )
    if isinstance(cell, Decimal):
        text = format(cell, "f")
    if not text:
        raise Rejected("missing-value")
    if decimal_sign != "." and isinstance(cell, str):
        if "." in text:
            raise Rejected("bad-number")
        text = text.replace(decimal_sign, ".")
    hit = _NUMBER.fullmatch(text)
    if hit is None:
        raise Rejected("bad-number")
    sign, whole, fraction = hit[1], hit[2], (hit[3] or "").rstrip("0")
    if minor:
        if fraction:
            raise Rejected("too-many-decimals")
        scaled = int(whole)
    else:
        if len(fraction) > digits:
            raise Rejected("too-many-decimals")
        scaled = int(whole + fraction.ljust(digits, "0"))
    return -scaled if sign == "-" else scaled


def local_day(cell: object, form: str, zone: ZoneInfo) -> date:
    """The local calendar day of a cell; a moment with a time zone is taken to the programme's."""
    if form in _SINCE_1970:
        return since_1970(cell, form, zone).date()
    if isinstance(cell, datetime):
        return (cell.astimezone(zone) if cell.tzinfo is not None else cell).date()
    if isinstance(cell, date):
        return cell
    text = plain_text(cell)
    if not text:
        raise Rejected("missing-date")
    try:
        # A moment without a zone is local time of the programme.
        moment = datetime.strptime(text, form) if form else datetime.fromisoformat(text)  # noqa: DTZ007
    except ValueError as error:
        raise Rejected("bad-date") from error
    return (moment.astimezone(zone) if moment.tzinfo is not None else moment).date()


def since_1970(cell: object, form: str, zone: ZoneInfo) -> datetime:
    """The local moment of a cell that counts from the first moment of 1970, UTC."""
    text = str(cell) if type(cell) is int else cell.strip() if isinstance(cell, str) else None
    if cell is None or cell != cell or text == "":
        raise Rejected("missing-date")
    if text is None or _COUNTED.fullmatch(text) is None:
        raise Rejected("bad-date")
    try:
        counted = timedelta(microseconds=int(text) * _SINCE_1970[form])
        return (datetime(1970, 1, 1, tzinfo=UTC) + counted).astimezone(zone)
    except OverflowError as error:
        raise Rejected("bad-date") from error


def local_time(cell: object, form: str, zone: ZoneInfo) -> str:
    """The local time of day of a cell that can be read as a moment; nothing at midnight, or without a time."""
    if form in _SINCE_1970:
        try:
            moment = since_1970(cell, form, zone)
        except Rejected:
            return ""
        return moment.time().isoformat() if moment.time() != moment.time().min else ""
    if isinstance(cell, datetime):
        moment = cell
    elif isinstance(cell, str) and len(text := cell.strip()) > len("2026-01-01"):
        try:
            moment = datetime.strptime(text, form) if form else datetime.fromisoformat(text)  # noqa: DTZ007
        except ValueError:
            return ""
    else:
        return ""
    local = moment.astimezone(zone) if moment.tzinfo is not None else moment
    time = local.time()
    return time.isoformat() if time != time.min else ""


@dataclass
class Column:
    """One canonical column: its name, the source's column, its kind and a remembering reader of its cells."""

    name: str
    source: str
    kind: str  # text | date | decimal
    digits: int
    read: Callable[[object], object]
    time: Callable[[object], object] | None = None  # of a date: the time of day
    may_be_empty: bool = False


def remembering(read: Callable[[object], object]) -> Callable[[object], object]:
    """A reader that parses each distinct cell once; a Rejected is remembered and given back as a value."""
    known: dict[object, object] = {}

    def recall(cell: object) -> object:
        # 1 and 1.0 and True are one key of a dictionary and read alike, so sharing the answer is sound.
        if cell in known:
            return known[cell]
        try:
            answer = read(cell)
        except Rejected as reason:
            answer = reason
        if len(known) < 300_000:
            known[cell] = answer
        return answer

    return recall
