"""Places: where a project's folders lie, and the rule that public and private roots stay apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

BOOK_PARTS = ("site", "private", "pending.yaml", "manifest.json")
"""What a build makes below `build/`, put in place at once."""
_OURS = Path(__file__).resolve().parents[2]


class RootsOverlap(Exception):
    """The public and the private root lie inside each other; exit code 64."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one project below `root`."""

    root: Path
    build: Path

    @staticmethod
    def of(root: Path, build: Path | None = None) -> Places:
        """The places of a project; everything generated lies below `build` (default: root/build)."""
        root = root.resolve()
        return Places(root, (build or root / "build").resolve())

    @property
    def program(self) -> Path:
        """The YAML of the programme."""
        return self.root / "program"

    @property
    def data(self) -> Path:
        """The partners' data."""
        return self.root / "partners_data"

    @property
    def templates(self) -> Path:
        """The project's own templates, else those that come with the software."""
        own = self.root / "site_templates"
        return own if own.is_dir() else _OURS / "site_templates"

    @property
    def mkdocs_file(self) -> Path:
        """The project's own base configuration of MkDocs, else the one that comes with the software."""
        own = self.root / "mkdocs.yml"
        return own if own.is_file() else _OURS / "mkdocs.yml"

    @property
    def site(self) -> Path:
        """The public root."""
        return self.build / "site"

    @property
    def private(self) -> Path:
        """The private root."""
        return self.build / "private"

    @property
    def stage(self) -> Path:
        """Where the next build is made before it takes the place of the last one."""
        return self.build / "next"

    def check_apart(self) -> None:
        """Raise RootsOverlap when one root lies inside the other."""
        for inner, outer in ((self.site, self.private), (self.private, self.site)):
            if inner.resolve().is_relative_to(outer.resolve()):
                raise RootsOverlap(f"{inner} lies inside {outer}: private statements would become public")
