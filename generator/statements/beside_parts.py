"""The parts of a statement that are not about money, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from generator.statements.asked import AskedWriter
from generator.statements.badges import BadgeWriter
from generator.statements.beside import Beside
from generator.statements.boards import BoardWriter
from generator.statements.certificates import CertificateWriter
from generator.statements.goals import GoalWriter
from generator.statements.rendering import Pieces
from generator.statements.shard import ShardLines
from generator.statements.training import TrainingWriter
from generator.statements.wording import Wording


class BesideWriter:
    """Writes the parts beside money in the statements of one period and language."""

    def __init__(self, say: Wording, pieces: Pieces) -> None:
        self._training = TrainingWriter(say, pieces)
        self._certificates = CertificateWriter(say, pieces)
        self._badges = BadgeWriter(say, pieces)
        self._boards = BoardWriter(say, pieces)
        self._goals = GoalWriter(say, pieces)
        self._asked = AskedWriter(say, pieces)

    def below_figures(self, beside: Beside, size: int) -> list[str]:
        """What stands below the figures of each of `size` statements."""
        return self._training.parts(beside.training, size)

    def above_records(self, beside: Beside, names: Sequence[str]) -> list[str]:
        """What stands above the records of the statements of partners with these names."""
        size = len(names)
        parts = (
            self._certificates.parts(beside.certificates, names),
            self._badges.parts(beside.badges, size),
            self._boards.parts(beside.boards, size),
            self._goals.parts(beside.goals, size),
        )
        return list(map("".join, zip(*parts, strict=True)))

    def below_records(
        self, beside: Beside, partners: Sequence[str], lines: Sequence[ShardLines]
    ) -> list[str]:
        """What stands below the records of the statements of some partners, who have these lines."""
        return self._asked.parts(beside.channels, beside.asked, partners, lines)
