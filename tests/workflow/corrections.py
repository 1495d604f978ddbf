"""A correction for tests: the version of January of the small programme's commission, with another first rate."""

from datetime import date
from pathlib import Path

COMMISSION = "program/clauses/020-volume-commission.yaml"
NEXT = "- announced: 2026-01-15\n"
"""How the version of February begins."""

CORRECTION = """\
- announced: {announced}
  from: {starts}
  correction:
    wrong:
      en: >-
        The first rate was published as {{corrected.rows.1.rate}}; it should have been {{rows.1.rate}}.
      ru: >-
        Первая ставка была опубликована как {{corrected.rows.1.rate}}, а должна была быть {{rows.1.rate}}.
    affected:
      en: >-
        Everyone who sold anything while the old figure stood.
      ru: >-
        Всех, у кого были продажи, пока стояла прежняя цифра.
    made_whole:
      en: >-
        What is missing is paid with the open period and stands on its statement, line by line.
      ru: >-
        Недостающее выплачивается с открытым периодом и видно в его выписке строка за строкой.
  per: period
  base: volume
  brackets:
    applies_to: slice
    rows: [{{at_least: 0, rate: {rate}}}, {{at_least: 1 000, rate: 20 %}}]
  examples:
  - {{given: {{volume: 1 000}}, then: {then}}}
"""


def corrected(
    root: Path,
    announced: date | str = "2026-02-20",
    starts: str = "2026-01-01",
    rate: str = "12 %",
    then: str = "120",
    before: str = NEXT,
) -> None:
    """Write a correction above the text `before` of the commission; the end of the file where that is empty."""
    path = root / COMMISSION
    text = path.read_text("utf-8")
    at = text.index(before) if before else len(text)
    written = CORRECTION.format(announced=announced, starts=starts, rate=rate, then=then)
    path.write_text(text[:at] + written + text[at:], "utf-8")
