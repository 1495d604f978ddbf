"""The content security policy of the page that shows statements, computed from the page as it was built.

Material's pages carry inline scripts that differ with its version and with the site; a policy that allows
exactly these and nothing else names each by the hash of its text.
"""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

_META = '<meta http-equiv="Content-Security-Policy" content="{}">'
_FORMER = re.compile(r'\s*<meta http-equiv="Content-Security-Policy"[^>]*>')
_CHARSET = re.compile(r'<meta charset="utf-8">', re.IGNORECASE)


class UnsealableShell(ValueError):
    """The built page holds something that its policy would block."""


def seal_shell(path: Path) -> None:
    """Write the policy into the built page at `path`; doing it again changes nothing.

    Raises UnsealableShell where the page has inline styles, event attributes, or no place for the policy.
    """
    page = _FORMER.sub("", path.read_bytes().decode("utf-8"))
    place = _CHARSET.search(page)
    if place is None:
        raise UnsealableShell(f"{path} does not declare its character set: the policy has no place")
    meta = _META.format(policy_of(page))
    path.write_bytes(f"{page[: place.end()]}\n      {meta}{page[place.end() :]}".encode())


def policy_of(page: str) -> str:
    """The policy for this page: its own scripts, and files of its own site; raises UnsealableShell."""
    reader = _InlineScripts()
    reader.feed(page)
    reader.close()
    if reader.blocked:
        raise UnsealableShell(f"the policy would block: {', '.join(sorted(reader.blocked))}")
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in reader.scripts
    ]
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src", "'self'", *dict.fromkeys(hashes))),
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


class _InlineScripts(HTMLParser):
    """Collects the texts of inline scripts, as a browser hashes them, and what a policy would block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.blocked: set[str] = set()
        self._reading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a script without address, a style, an event attribute."""
        given = dict(attrs)
        # Data in a script element (JSON) is not run and needs no hash.
        runs = given.get("type") in (None, "", "module", "text/javascript")
        if tag == "script" and "src" not in given and runs:
            self._reading = True
            self.scripts.append("")
        self.blocked |= {f"{tag} {name}=" for name in given if name == "style" or name.startswith("on")}
        if tag == "style":
            self.blocked.add("style element")

    def handle_endtag(self, tag: str) -> None:
        """The end of an inline script."""
        if tag == "script":
            self._reading = False

    def handle_data(self, data: str) -> None:
        """Text; a browser reads each end of line as one line feed before it hashes."""
        if self._reading:
            self.scripts[-1] += data.replace("\r\n", "\n").replace("\r", "\n")
