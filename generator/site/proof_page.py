"""The Proof page: what the audit examined and found in this build, written into the built page afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from generator.site.prose_pages import PROOF_PLACE
from generator.source.wordings import wordings
from generator.terms.edition import Edition
from generator.terms.numerals import scaled
from generator.terms.programme import Programme

_COUNTS = ("clauses", "thresholds", "facts", "statements", "lines", "records")


def write_proof(
    site: Path,
    programme: Programme,
    all_editions: Sequence[Edition],
    audit: Mapping[str, Any],
    templates: Path,
) -> None:
    """Fill the proof page of every language; without an audit the page keeps saying that none has run.

    Raises ValueError where the built page has no place for it.
    """
    if not audit:
        return
    for language in programme.languages:
        here = "" if language == programme.languages[0] else f"{language}/"
        path = site / here / "proof" / "index.html"
        page = path.read_text(encoding="utf-8")
        if page.count(PROOF_PLACE) != 2:
            raise ValueError(f"{path} has no place for the proof")
        before, _, after = page.split(PROOF_PLACE)
        words = wordings(templates / "words" / f"{language}.yaml")
        proof = _proof(audit, all_editions, words, language)
        path.unlink()  # the file may be a link of a published one
        # The marks stay, so that a later run of the audit can be written in the same place.
        path.write_text(PROOF_PLACE.join((before, proof, after)), encoding="utf-8")


def _proof(
    audit: Mapping[str, Any], all_editions: Sequence[Edition], words: Mapping[str, str], language: str
) -> str:
    verdict = {
        "agrees": words["verdict_agrees"],
        "disagrees": words["verdict_disagrees"],
    }.get(audit["verdict"], words["verdict_unknown"])
    counts = {name: scaled(audit["examined"].get(name, 0), 0, language) for name in _COUNTS}
    rows = "".join(
        f'<tr><td>{escape(words[name])}</td><td class="num">{count}</td></tr>'
        for name, count in counts.items()
    )
    findings = "".join(
        f"<li><code>{escape(f['slug'])}</code> {escape(f['where'])}</li>" for f in audit["findings"][:50]
    )
    hashes = "".join(
        f'<tr><td>{escape(e.address)}</td><td><code class="pb-hash">{e.hash}</code></td></tr>'
        for e in all_editions
    )
    return (
        f'<p class="pb-verdict">{escape(verdict)}</p>'
        f"<h2>{escape(words['proof_examined'])}</h2><table><tbody>{rows}</tbody></table>"
        f"<h2>{escape(words['findings'])}</h2>"
        + (f"<ul>{findings}</ul>" if findings else f"<p>{escape(words['none'])}</p>")
        + f"<h2>{escape(words['proof_mutation'])}</h2><p>{escape(words['proof_mutation_note'])}</p>"
        f"{_mutation(audit.get('mutation'), words, language)}"
        f"<h2>{escape(words['editions'])}</h2><table><tbody>{hashes}</tbody></table>"
    )


def _mutation(mutation: Mapping[str, Any] | None, words: Mapping[str, str], language: str) -> str:
    if not mutation:
        return f"<p>{escape(words['proof_not_run'])}</p>"
    counts = (
        ("tried", mutation["tried"]),
        ("noticed", mutation["killed"]),
        ("survivors", len(mutation["survivors"])),
    )
    rows = "".join(
        f'<tr><td>{escape(words[name])}</td><td class="num">{scaled(count, 0, language)}</td></tr>'
        for name, count in counts
    )
    return f"<table><tbody>{rows}</tbody></table>"
