"""Sums by partner: a column of a table whose rows name partners, as one value for each partner of the book."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.rules.exact import Integers
from generator.settlement.ledger import HOUSE_NAME
from generator.terms.calendar import Period


class PartnerVanished(Exception):
    """Somebody of whom a closed period speaks is not among the partners any more."""

    def __init__(self, partner: str, period: str) -> None:
        self.partner = partner
        self.period = period
        super().__init__(f"{partner}, {period}")


def sums_of(table: pa.Table, column: str, ids: pa.Array, period: Period) -> Integers:
    """The sum of a column for each of `ids`; the house is left out. Raises PartnerVanished."""
    sums = np.zeros(len(ids), dtype=np.int64)
    own = pc.not_equal(table["partner"], HOUSE_NAME)
    table = table.filter(pc.and_(own, pc.not_equal(table.column(column), 0)))
    places = pc.index_in(table["partner"], ids)
    if places.null_count:
        lost = table.filter(pc.is_null(places))["partner"][0].as_py()
        raise PartnerVanished(lost, period.name)
    np.add.at(sums, places.to_numpy(zero_copy_only=False), table[column].to_numpy())
    return sums
