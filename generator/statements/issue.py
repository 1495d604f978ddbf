"""Issues statements: sealed blobs for the public root, plain pages and links for the private one."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from generator.accounts.kept import Accounts
from generator.settlement.settle import Settlement
from generator.statements.maker import StatementMaker
from generator.statements.rendering import statement_words
from generator.statements.sealer import IndexPart, KeptStatement, PeriodEntry, Sealer
from generator.statements.sealing import write_shards
from generator.statements.workers import Workers

_FEW = 5_000
"""Up to so many statements are written faster than other processes start."""
_MOST_WORKERS = 8
_INDEXES = 1_000


@dataclass(frozen=True, slots=True)
class Issued:
    """How many statements were made, for how many partners; `kept` are those of the period that is being closed."""

    statements: int
    partners: int
    kept: Sequence[KeptStatement] = ()


def issue(
    accounts: Accounts,
    on: date,
    secret: bytes,
    templates: Path,
    site: Path,
    private: Path,
    site_url: str,
    progress: Callable[[int], None] = lambda _: None,
    *,
    workers: int | None = None,
    plain: bool = True,
) -> Issued:
    """Write `site`/statements/s/*.bin and layout.json, `private`/statements/<partner>/<period>.html and links.csv.

    `site_url` ends in a slash or is empty. Many statements are written by `workers` processes (default: one for
    each processor); neither their number nor the order of partners and periods changes a byte. Without `plain`
    there are no plain pages. Raises WorkerFailed.
    """
    settlement = accounts.settlement
    words = statement_words(templates, settlement.programme.languages)
    base = f"{site_url}statements/" if site_url else ""
    maker = StatementMaker(accounts, on, words)
    sealer = Sealer(
        maker.terms,
        templates.resolve(),
        base,
        secret,
        (private / "statements").resolve() if plain else None,
        "" if accounts.closing is None else accounts.closing.name,
    )
    kept: list[KeptStatement] = []
    periods: dict[int, list[PeriodEntry]] = {}
    tokens: dict[int, str] = {}
    count = 0

    def blobs() -> Iterator[tuple[str, bytes]]:
        nonlocal count
        with Workers(sealer, _workers(settlement) if workers is None else workers) as some:
            for sealed in some.answers(maker.shards()):
                for row, entry in sealed.entries:
                    periods.setdefault(row, []).append(entry)
                count += len(sealed.entries)
                kept.extend(sealed.kept)
                progress(count)
                yield from sealed.blobs
            for sealed in some.answers(_index_parts(settlement, maker, periods)):
                tokens.update(sealed.tokens)
                yield from sealed.blobs

    write_shards(blobs(), site / "statements")
    private.mkdir(parents=True, exist_ok=True)
    _write_links(settlement, maker, tokens, site_url, private / "links.csv")
    return Issued(count, len(periods), kept)


def _workers(settlement: Settlement) -> int:
    most = sum(int(np.count_nonzero(result.figures.present)) for result in settlement.results)
    return min(os.cpu_count() or 1, _MOST_WORKERS) if most > _FEW else 1


def _index_parts(
    settlement: Settlement, maker: StatementMaker, periods: dict[int, list[PeriodEntry]]
) -> Iterator[IndexPart]:
    """What the indexes of partners list, newest period first."""
    partners = settlement.book.partners
    rows = list(periods)
    for first in range(0, len(rows), _INDEXES):
        yield IndexPart(
            tuple(
                (
                    row,
                    int(partners.key_epoch[row]),
                    {
                        "partner": partners.ids[row],
                        "name": partners.names[row],
                        "language": maker.languages[row],
                        "periods": periods[row][::-1],
                    },
                )
                for row in rows[first : first + _INDEXES]
            )
        )


def link_of(language: str, default: str, site_url: str, token: str) -> str:
    """The link that a partner receives; without a site's address, from the root of the site."""
    here = "" if language == default else f"{language}/"
    return f"{site_url or '/'}{here}statements/#{token}"


def _write_links(
    settlement: Settlement, maker: StatementMaker, tokens: dict[int, str], site_url: str, path: Path
) -> None:
    """One row a partner with statements: partner, language, link; readable by its owner only."""
    default = settlement.programme.languages[0]
    partners = settlement.book.partners
    buffer = io.StringIO()
    rows = csv.writer(buffer, lineterminator="\n")
    rows.writerow(["partner", "language", "link"])
    for row in sorted(tokens):
        language = maker.languages[row]
        rows.writerow([partners.ids[row], language, link_of(language, default, site_url, tokens[row])])
    path.touch(mode=0o600)
    path.write_text(buffer.getvalue(), encoding="utf-8")
