"""Reasons for which a row is not counted: their order, and how each is said to the author of the data."""

from __future__ import annotations

from dataclasses import dataclass

UNREADABLE_ROW = "unreadable-row"
UNKNOWN_SALE = "unknown-sale"
MISSING_PARTNER = "missing-partner"
UNKNOWN_PARTNER = "unknown-partner"
MISSING_DATE = "missing-date"
BAD_DATE = "bad-date"
MISSING_VALUE = "missing-value"
BAD_NUMBER = "bad-number"
TOO_MANY_DECIMALS = "too-many-decimals"
DUPLICATE_ROW = "duplicate-row"
DUPLICATE_ID = "duplicate-id"
BEFORE_JOINING = "before-joining"
AFTER_LEAVING = "after-leaving"
AFTER_ON = "after-on"


@dataclass(frozen=True, slots=True)
class Reason:
    """A built-in reason; `one` and `many` continue "1 row ..." and "7 rows ..."."""

    name: str
    one: str
    many: str
    consequence: str
    cure: str


BUILT_IN = (
    Reason(
        UNREADABLE_ROW,
        "cannot be split into the columns of the header",
        "cannot be split into the columns of the header",
        "A row that is skipped in silence is somebody's money.",
        "Look at quotes, delimiters and line ends there; `delimiter:` of the source may be another one.",
    ),
    Reason(
        UNKNOWN_SALE,
        "names a sale that is not counted",
        "name sales that are not counted",
        "What belongs to a sale and has none belongs to no partner and no day.",
        "Add the sale, correct its id, or declare how many such rows may be left out.",
    ),
    Reason(
        MISSING_PARTNER,
        "names no partner",
        "name no partner",
        "What stands there would count for nobody.",
        "Fill in the partner, or declare how many such rows may be left out.",
    ),
    Reason(
        UNKNOWN_PARTNER,
        "names a partner who is not in the partner table",
        "name partners who are not in the partner table",
        "What stands there would count for nobody.",
        "Add the partner to the partner table, or correct the row.",
    ),
    Reason(
        MISSING_DATE,
        "has no date",
        "have no date",
        "A row without a date belongs to no period.",
        "Fill in the date.",
    ),
    Reason(
        BAD_DATE,
        "holds a date that cannot be read",
        "hold dates that cannot be read",
        "A date that can be read in two ways would decide between two statements.",
        'Correct it, or say how dates are written: `date: {column: ..., format: "%d.%m.%Y"}`.',
    ),
    Reason(
        MISSING_VALUE,
        "leaves a required value empty",
        "leave a required value empty",
        "An absent value is not zero, and a partner would be paid as if it were.",
        "Fill in the value; where it may be absent, write `empty: allowed` at its column.",
    ),
    Reason(
        BAD_NUMBER,
        "holds a figure that cannot be read",
        "hold figures that cannot be read",
        "A figure that cannot be read exactly cannot be paid exactly.",
        "Correct it; the decimal sign is said by `decimal:` of the source, and digits are not grouped.",
    ),
    Reason(
        TOO_MANY_DECIMALS,
        "holds a figure with more decimals than its column declares",
        "hold figures with more decimals than their column declares",
        "Cutting decimals off would change what a partner is paid.",
        "Declare more `digits:` at the column, or correct the row.",
    ),
    Reason(
        DUPLICATE_ROW,
        "repeats an earlier row exactly",
        "repeat an earlier row exactly",
        "The same sale would be paid twice.",
        "Remove the repeat; where equal rows are separate sales, write `duplicates: keep`.",
    ),
    Reason(
        DUPLICATE_ID,
        "has an id that stands in an earlier row",
        "have an id that stands in an earlier row",
        "The same thing would be counted twice.",
        "Remove the repeat, or give it an id of its own.",
    ),
    Reason(
        BEFORE_JOINING,
        "is dated before its partner joined",
        "are dated before their partner joined",
        "Nobody can say which promise held for it.",
        "Correct the date, the partner or `joined_on`.",
    ),
    Reason(
        AFTER_LEAVING,
        "is dated after its partner left",
        "are dated after their partner left",
        "Nobody can say which promise held for it.",
        "Correct the date, the partner or `left_on`.",
    ),
    Reason(
        AFTER_ON,
        "is dated after the day of this run",
        "are dated after the day of this run",
        "What has not happened yet would be paid.",
        "Correct the date, or run with a later `--on`.",
    ),
)
NAMES = tuple(reason.name for reason in BUILT_IN)
BY_NAME = {reason.name: reason for reason in BUILT_IN}

# Reasons that a row of the partner table can have.
OF_PARTNERS = frozenset(NAMES) - {UNKNOWN_SALE, UNKNOWN_PARTNER, BEFORE_JOINING, AFTER_LEAVING, AFTER_ON}

# Reasons that a row of the table of rates can have: nobody's, and known before its day.
OF_RATES = OF_PARTNERS - {MISSING_PARTNER}


def code(name: str) -> int:
    """The place of a built-in reason in the order in which reasons are tried, from 1."""
    return NAMES.index(name) + 1
