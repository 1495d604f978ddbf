"""Closes periods without pages and audit, for the gallery and for tests that need closed periods quickly."""

from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from generator.accounts.close import Close
from generator.accounts.keeping import LEDGER
from generator.accounts.tables import table_bytes, table_of_bytes
from generator.terms.quantity import parse_quantity
from generator.workflow.build import lint
from generator.workflow.closable import known_by, period_called
from generator.workflow.close import closing
from generator.workflow.places import Places


def closed(places: Places, name: str, on: date | None = None, more: str | None = None) -> Close:
    """Close a period, by default on the first day on which it may be closed; `more` is added to each line kept."""
    if on is None:
        programme = lint(places, date.max).programme
        on = known_by(programme, period_called(programme, name), date.max) + timedelta(days=1)
    with closing(places, name, on) as ready:
        files = ready.files([])
        if more is not None:
            lines = table_of_bytes(files[LEDGER])
            extra = pa.scalar(int(parse_quantity(str(more)).value * 100), pa.int64())
            at = lines.schema.get_field_index("amount")
            files[LEDGER] = table_bytes(
                lines.set_column(at, lines.schema.field(at), pc.add(lines["amount"], extra))
            )
        made, files = ready.close(files)
        ready.write(files)
        ready.seal(made)
    return made
