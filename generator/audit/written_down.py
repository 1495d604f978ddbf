"""What people wrote down of single partners beside the raw rows: terms, tiers, adjustments, goals, consents, staff."""

from __future__ import annotations

from datetime import date

from generator.audit.agreed import ADJUSTMENTS, OVERRIDES, TERMS, read_agreed, read_by_hand
from generator.audit.knowing import decided, known_agreements
from generator.audit.outputs import Outputs
from generator.audit.personal_lists import CONSENTS, GOALS, LISTS, PEOPLE, read_personal
from generator.audit.promise import Edition
from generator.audit.records import Records, load_plain_yaml

WRITTEN = (TERMS, OVERRIDES, ADJUSTMENTS, *LISTS)


def add_written(records: Records, outputs: Outputs, on: date, known: date | None, first: Edition) -> None:
    """Add it to the raw rows; where `known` is given, only what was written down by that day.

    Raises RawUnreadable where a file has another shape.
    """

    def loaded(name: str) -> object:
        if not outputs.exists(name):
            return None
        return known_agreements(load_plain_yaml(outputs.text(name)), known)

    records.agreed = read_agreed(loaded(TERMS), loaded(OVERRIDES))
    records.personal = read_personal(loaded(GOALS), loaded(CONSENTS), loaded(PEOPLE))
    if outputs.exists(ADJUSTMENTS):
        rows = decided(load_plain_yaml(outputs.text(ADJUSTMENTS)), known or on)
        digits = first.policy.digits if first.policy is not None else 0
        records.agreed.by_hand = read_by_hand(rows, first.currency, digits)
