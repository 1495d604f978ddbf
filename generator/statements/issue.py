"""Issues statements: sealed blobs for the public root, plain pages and links for the private one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.settlement.settle import Settlement
from generator.statements.content import StatementMaker
from generator.statements.rendering import Renderer, statement_words
from generator.statements.sealing import Keyring, seal, token_for, write_shards


@dataclass(frozen=True, slots=True)
class Issued:
    """How many statements were made, for how many partners."""

    statements: int
    partners: int


def issue(
    settlement: Settlement,
    on: date,
    secret: bytes,
    templates: Path,
    site: Path,
    private: Path,
    site_url: str,
    progress: Callable[[int], None] = lambda _: None,
) -> Issued:
    """Write `site`/statements/s/*.bin and layout.json, `private`/statements/<partner>/<period>.html and links.csv.

    `site_url` ends in a slash or is empty. The order of partners and periods decides nothing: blobs are sorted.
    """
    languages = settlement.programme.languages
    words = statement_words(templates, languages)
    base = f"{site_url}statements/" if site_url else ""
    maker = StatementMaker(settlement, on, words)
    renderer = Renderer(templates, words, base)
    partners = settlement.book.partners
    tokens: dict[int, str] = {}
    rings: dict[int, Keyring] = {}
    periods: dict[int, list[dict[str, str]]] = {}
    count = 0

    def ring(row: int) -> Keyring:
        if row not in rings:
            tokens[row] = token_for(secret, partners.ids[row], int(partners.key_epoch[row]))
            rings[row] = Keyring(tokens[row])
        return rings[row]

    def blobs() -> Iterator[tuple[str, bytes]]:
        nonlocal count
        for statement in maker.all():
            fragment = renderer.fragment(statement)
            folder = private / "statements" / _file_name(statement.partner)
            folder.mkdir(parents=True, exist_ok=True)
            plain = folder / f"{statement.period}.html"
            plain.write_text(renderer.plain(statement, fragment), encoding="utf-8")
            values = statement.values
            periods.setdefault(statement.row, []).append(
                {
                    "period": statement.period,
                    "title": values["period"],
                    "status": values["status"],
                    "payout_text": values["payout"],
                }
            )
            count += 1
            progress(count)
            yield seal(ring(statement.row), statement.period, fragment.encode())
        for row, rows in periods.items():
            index = {
                "partner": partners.ids[row],
                "name": partners.names[row],
                "language": maker.languages[row],
                "periods": rows[::-1],
            }
            text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
            yield seal(ring(row), "index", text.encode())

    write_shards(blobs(), site / "statements")
    private.mkdir(parents=True, exist_ok=True)
    _write_links(settlement, maker, tokens, site_url, private / "links.csv")
    return Issued(count, len(periods))


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


def _file_name(partner: str) -> str:
    """A partner's id as a folder name; letters that a file system could misread are written as %XX."""
    return "".join(
        c if c.isalnum() or c in "-_" else "".join(f"%{b:02X}" for b in c.encode()) for c in partner
    )
