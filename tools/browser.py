"""Finds a Chromium for the tests that need a browser, and brings one where it may.

`python -m tools.browser` prints the path of the browser; it exits 1 with one sentence where there is none.
"""

import os
import shutil
import sys
from pathlib import Path

from tools.commands import succeeds

NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")


def find() -> Path | None:
    """The browser named by PARTNERBOOK_BROWSER, else one on the PATH, else the one that Playwright keeps."""
    named = os.environ.get("PARTNERBOOK_BROWSER")
    for name in [named] if named else NAMES:
        found = shutil.which(name)
        # Ubuntu's package puts a script there that only tells how to get a snap: ask whether it runs.
        if found and succeeds([found, "--version"]):
            return Path(found)
    return None if named else _of_playwright()


def bring() -> Path | None:
    """The browser found, or installed: as a package where root may, else from Playwright's own store."""
    found = find()
    if found is None and os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        say("No browser here: installing the package chromium.")
        succeeds(["apt-get", "update", "-qq"])
        succeeds(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
        found = find()
    if found is None:
        say("No browser here: fetching the one that Playwright keeps.")
        succeeds([sys.executable, "-m", "playwright", "install", "chromium"])
        found = find()
    return found


def say(sentence: str) -> None:
    """Tell a person, beside the path on standard output."""
    sys.stderr.write(sentence + "\n")


def _of_playwright() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() and succeeds([str(path), "--version"]) else None


if __name__ == "__main__":
    browser = bring()
    if browser is None:
        say(
            "No browser could be found or installed: tests that need one do not run. "
            "Install Chromium, or name one in PARTNERBOOK_BROWSER."
        )
        sys.exit(1)
    sys.stdout.write(f"{browser}\n")
