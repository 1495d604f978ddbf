"""The product's side of settlement: all that `partnerbook settle` does, from the first read to the ledger.

`python -m benchmarks.product_settlement PROJECT OUT` settles the project up to December 2026.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import numpy as np

# Modules that the product's libraries import on first use; on both sides imports are outside the time.
import pandas  # noqa: F401
import pyarrow.compute  # noqa: F401

from benchmarks.measured import Watch
from generator.settlement.ledger import write_ledger
from generator.settlement.settle import settle
from generator.workflow.build import lint, read_records
from generator.workflow.places import Places

ON = date(2026, 12, 31)


def main() -> None:
    """Settle once and print the answer."""
    project, out = map(Path, sys.argv[1:])
    places = Places.of(project)
    watch = Watch()
    with watch.stage("lint"):
        read = lint(places, ON)
    with watch.stage("read"):
        book = read_records(places, read.programme, ON)
    with watch.stage("settle"):
        settlement = settle(read.programme, book, read.editions, ON)
    with watch.stage("ledger"):
        write_ledger(settlement, out)
    answer = watch.answer()
    (result,) = settlement.results
    answer["sums"] = {
        one.clause: [int(np.sum(one.lines.amount)), len(one.lines.amount)] for one in result.clauses
    }
    answer["rows"] = sum(line.read for line in book.control)
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
