"""The manifest: a hash of each public page and of its furniture and explanations, against which faults are sought."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from lxml import html

from generator.workflow.swap import write_atomically


def write_manifest(site: Path, path: Path) -> int:
    """Write file hash and furniture hash of every page below `site`; returns how many pages there are."""
    pages: dict[str, dict[str, str]] = {}
    for page in sorted(site.rglob("*.html")):
        raw = page.read_bytes()
        pages[page.relative_to(site).as_posix()] = {
            "file": hashlib.sha256(raw).hexdigest(),
            "furniture": hashlib.sha256(_furniture(raw).encode()).hexdigest(),
        }
    write_atomically(path, json.dumps({"version": 1, "pages": pages}, indent=1, sort_keys=True) + "\n")
    return len(pages)


def _furniture(raw: bytes) -> str:
    """The visible text of furniture and explanations, in page order, one a line."""
    tree = html.fromstring(raw.decode("utf-8"))
    chosen: Any = tree.xpath("//*[@data-furniture or @data-explanation]")
    return "".join(f"{' '.join(str(element.xpath('string()')).split())}\n" for element in chosen)
