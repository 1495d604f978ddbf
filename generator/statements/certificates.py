"""The certificates of a partner on a statement: each with its number and its days, fit to be printed by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.settlement.certificates import Issued
from generator.statements.rendering import Pieces
from generator.statements.wording import Values, Wording
from generator.terms.numerals import day


class CertificateWriter:
    """Writes the certificates in the statements of one period and language."""

    def __init__(self, say: Wording, pieces: Pieces) -> None:
        self._say = say
        self._pieces = pieces

    def parts(self, certificates: Mapping[int, Sequence[Issued]], names: Sequence[str]) -> list[str]:
        """The part of each statement; `certificates` are by place among the partners, who have these names."""
        out = [""] * len(names)
        for at, some in certificates.items():
            shown = {"certificates": [self._shown(one) for one in some], "name": names[at]}
            out[at] = self._pieces.html("certificates", shown)
        return out

    def _shown(self, one: Issued) -> Values:
        language = self._say.language
        return {
            "id": one.certificate,
            "title": self._say.title(f"certificate/{one.certificate}"),
            "course": one.course,
            "course_title": self._say.title(f"course/{one.course}"),
            "number": one.number,
            "issued": day(one.day, language),
            "through": one.through and day(one.through, language),
        }
