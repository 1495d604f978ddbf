"""The search index: Pagefind reads the built pages and leaves its index beside them.

Pagefind takes the language from each page's own `lang`, so that Russian words are found in all their forms
and each language searches its own pages only.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = "pagefind"

# Pages whose article bears data-pagefind-ignore are left out: the page for what was not found, and the one
# that shows statements.
_ROOT = "article.md-content__inner:not([data-pagefind-ignore])"

# Other ways to show search, which Pagefind always brings and nothing here uses.
_UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-highlight.js")


class SearchFailed(Exception):
    """Pagefind did not make an index; the text holds what it said."""


def index_site(site: Path) -> int:
    """Index the built pages below `site` into `site/pagefind`; returns how many pages were indexed.

    The same pages give the same files, byte for byte. Raises SearchFailed, also where no page was found.
    """
    bundle = site / FOLDER
    if bundle.exists():
        shutil.rmtree(bundle)
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--silent", "--root-selector", _ROOT]
    made = subprocess.run(
        [*command, "--exclude-selectors", ".headerlink"], capture_output=True, text=True, check=False
    )
    entry = bundle / "pagefind-entry.json"
    if made.returncode or not entry.exists():
        raise SearchFailed(f"the search index was not made: {(made.stderr or made.stdout).strip()}")
    index = json.loads(entry.read_text("utf-8"))
    # Pagefind writes the languages in the order of a hash table.
    entry.write_text(json.dumps(index, sort_keys=True, ensure_ascii=False, separators=(",", ":")), "utf-8")
    for pattern in _UNUSED:
        for file in bundle.glob(pattern):
            file.unlink()
    pages = sum(int(language["page_count"]) for language in index["languages"].values())
    if not pages:
        raise SearchFailed(f"the search index is empty: no page below {site} has an article to search in")
    return pages
