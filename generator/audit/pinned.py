"""What is not judged is pinned: explanations and furniture must be those that the build wrote down."""

from __future__ import annotations

import json

from generator.audit.findings import Findings, Place
from generator.audit.outputs import Outputs
from generator.audit.public import SITE

MANIFEST = "build/manifest.json"


def check_manifest(outputs: Outputs, findings: Findings) -> None:
    """Every page of the site is the one in the manifest, byte for byte, and none is missing or new."""
    try:
        listed = json.loads(outputs.text(MANIFEST))["pages"]
        pages = {str(name): str(row["file"]) for name, row in listed.items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError) as error:
        findings.add("page-missing", Place(MANIFEST), f"the manifest cannot be read: {error}")
        return
    shown = {path.removeprefix(f"{SITE}/") for path in outputs.list(SITE, "*.html")}
    for name in sorted(shown | set(pages)):
        path = f"{SITE}/{name}"
        if name not in shown:
            findings.add("page-missing", Place(path), "the manifest names it, and it is not there")
        elif name not in pages:
            findings.add("pinned-text-changed", Place(path), "the manifest does not name it")
        elif outputs.digest(path) != pages[name]:
            findings.add("pinned-text-changed", Place(path), "it is not the page that was built")
        findings.count("pinned pages")
