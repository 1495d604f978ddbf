"""The part of the catalogue that is about closing periods and what was booked in them."""

from __future__ import annotations

CLOSES: dict[str, str] = {
    "close-damaged": (
        "A file of a closed period is missing or not what it was when the period was closed, so that what was paid can "
        "no longer be told from what somebody wrote there later; or a file lies among the closes that is none."
    ),
    "close-of-no-period": (
        "A period is closed that the programme does not settle, because its beginning was moved or because the day of "
        "the run lies before it."
    ),
    "close-too-early": (
        "A period is closed when the time is over in which the policy still lets news of it count."
    ),
    "closes-unreachable": (
        "The place where closed periods are kept cannot be read, and without them nobody knows what was paid already."
    ),
    "control-total-differs": (
        "Somebody wrote down what the records, lines or payouts of a period come to, and they come to something else."
    ),
    "engine-changed": (
        "The records kept with a close, by the rules of that time, no longer give the lines that were closed: the "
        "program computes otherwise, and the difference is nobody's sale or return."
    ),
    "late-changes-unclear": (
        "A policy says in one of three ways what becomes of a change in a closed period: it is booked in the open one, "
        "it is forgiven, or it is booked as long as the period is recent."
    ),
    "method-unused": (
        "`export payouts --method` names a method by which somebody is paid with that period; a file without payouts "
        "would look as if nothing were to be paid."
    ),
    "minimum-unclear": (
        "The least sum that is paid out is an amount of money of at most two decimals, and not below zero."
    ),
    "no-such-period": "A period is called as on its statements, and belongs to the time of the programme.",
    "partner-vanished": (
        "Somebody who was paid in a closed period is missing from the partner table, and their balance would belong to "
        "nobody."
    ),
    "period-closed": "A period is closed once; what changes in it later is booked in the period that is open.",
    "period-gap": (
        "Periods are closed one after the other, since the balances of each open with those of the one before."
    ),
}
