"""What a source may declare of currencies: each that knows them says which of its figures are converted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.book.mapping import CONVERTED, CURRENCY, RETURN_OF
from generator.source import Fault, did_you_mean

if TYPE_CHECKING:
    from generator.book.sources import Source, Sources


def check_converted(source: Source) -> None:
    """What is converted are mapped figures of a table of records. Raises Fault."""
    if source.converts is None:
        return
    if source.table not in CONVERTED:
        raise Fault(
            "option-without-use",
            f"Nothing of `{source.table}` is converted.",
            at=("converts",),
            consequence="An option that does nothing looks like a promise.",
            cure="Remove `converts`; it stands with " + ", ".join(f"`{one}`" for one in CONVERTED) + ".",
        )
    figures = source.names("decimal")
    for number, name in enumerate(source.converts):
        if name not in figures:
            near = did_you_mean(name, figures)
            raise Fault(
                "column-unmapped",
                f"`converts` names `{name}`, which is no figure of this source.",
                at=("converts", number),
                consequence="What was meant would be counted in the wrong money.",
                cure=f"Did you mean `{near}`?"
                if near
                else "Figures here: " + (", ".join(f"`{one}`" for one in figures) or "none") + ".",
            )


def check_currencies(sources: Sources) -> None:
    """Whatever has a currency says what is converted, and only that. Raises Fault."""
    of_sales = any(one.table == "sales" and CURRENCY in one.columns for one in sources.sources)
    for number, source in enumerate(sources.sources):
        if source.table not in CONVERTED or source.files is None:
            continue
        lines = source.table == "sale_lines" and source.sale_column is not None
        taken = of_sales and (lines or RETURN_OF in source.columns)
        if (CURRENCY in source.columns or taken) and source.converts is None:
            own = CURRENCY in source.columns
            raise Fault(
                "converts-missing",
                f"Rows of this source {'have' if own else 'take from their sale'} a currency, and it is not said which "
                "figures are counted in it.",
                at=("sources", number, "columns", CURRENCY) if own else ("sources", number, "columns"),
                consequence="A thousand of one money would be paid like a thousand of another.",
                cure="Write `converts: [amount]`, with every figure that is money; `converts: []` where none is.",
            )
        if source.converts and not (CURRENCY in source.columns or taken):
            raise Fault(
                "column-unmapped",
                "Figures are to be converted, and no column says in what currency they are.",
                at=("sources", number, "converts"),
                consequence="They would all be taken for the programme's own money.",
                cure=f"Map `{CURRENCY}` here, or remove `converts`.",
            )
