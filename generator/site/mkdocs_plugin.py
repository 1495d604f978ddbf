"""The hook that MkDocs calls: assets named by their content, and the same page in each language.

Nothing on a page depends on it but addresses: the pages themselves are plain Markdown files before MkDocs
starts. `extra.here` says where this language's pages stand below the root of the site ("" or "en/").
"""

import hashlib
import os
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypedDict
from urllib.parse import urljoin

from jinja2 import FileSystemBytecodeCache, FileSystemLoader
from mkdocs.structure.files import File, Files

# Parts of Material's own search, which is off, its mark, and maps for its developers.
_NOT_SHIPPED = re.compile(r"assets/(javascripts/(lunr|workers)/|images/favicon|.*\.map$)")


class Language(TypedDict):
    """One entry of the language switch on one page."""

    name: str
    lang: str
    href: str
    """From this page."""
    address: str
    """The whole address where the site's own is known, else as `href`."""
    here: bool


def assets(theme_folder: Path) -> dict[str, Path]:
    """Path below the site's root -> file, for style sheets, fonts and modules beside the theme's folder."""
    root = theme_folder.parent / "assets"
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and path.suffix != ".md"]
    content = hashlib.sha256()
    for path in files:
        content.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    folder = f"assets/book.{content.hexdigest()[:8]}"
    return {f"{folder}/{path.relative_to(root).as_posix()}": path for path in files}


def root_from(extra: dict[str, Any], page_url: str | None) -> str:
    """The way from a page to the root of the site; None is the page for what was not found."""
    if page_url is None:
        return str(extra.get("scope", "/"))
    return "../" * (str(extra.get("here", "")).count("/") + page_url.count("/"))


def languages(extra: dict[str, Any], page_url: str | None, address: str | None = None) -> list[Language]:
    """The language switch of a page."""
    here = str(extra.get("here", ""))
    found = []
    for entry in extra.get("alternate", []):
        href = root_from(extra, page_url) + entry["link"] + (page_url or "") or "./"
        found.append(
            Language(
                name=entry["name"],
                lang=entry["lang"],
                href=href,
                address=urljoin(address, href) if address else href,
                here=entry["link"] == here,
            )
        )
    return found


class _Templates(FileSystemLoader):
    """The theme's templates, listed without the folders that MkDocs leaves out: Material has 14,000 icons there."""

    def list_templates(self) -> list[str]:
        """All files outside of folders whose names begin with a point."""
        found: set[str] = set()
        for root in self.searchpath:
            for here, below, files in os.walk(root):
                below[:] = [name for name in below if not name.startswith(".")]
                found |= {Path(here, name).relative_to(root).as_posix() for name in files}
        return sorted(found)


def on_pre_build(**given: Any) -> None:
    """Let templates be found quickly, and compiled once for all builds of this user."""
    theme = given["config"].theme
    make = theme.get_env

    def get_env() -> Any:
        env = make()
        env.loader = _Templates(theme.dirs)
        try:
            env.bytecode_cache = FileSystemBytecodeCache(pattern=f"__mkdocs_{version('jinja2')}_%s.cache")
        except (RuntimeError, OSError):
            env.bytecode_cache = None  # no folder that is this user's alone
        return env

    theme.get_env = get_env


def on_files(files: Files, **given: Any) -> Files:
    """Add the assets to the language that stands at the root; the others read them there."""
    mkdocs = given["config"]
    for file in [file for file in files if _NOT_SHIPPED.match(file.src_uri)]:
        files.remove(file)
    if not mkdocs.extra.get("here"):
        for uri, path in assets(_theme_folder(mkdocs)).items():
            files.append(File.generated(mkdocs, uri, abs_src_path=str(path)))
    return files


def on_env(env: Any, **given: Any) -> Any:
    """Give templates `from_root(page, path)`, `asset(page, path)` and `languages_of(page)`."""
    mkdocs = given["config"]
    extra = mkdocs.extra
    folder = "/".join(next(iter(assets(_theme_folder(mkdocs)))).split("/")[:2])

    def from_root(page: Any, path: str) -> str:
        return root_from(extra, page.url if page else None) + path

    env.globals["from_root"] = from_root
    env.globals["asset"] = lambda page, path: from_root(page, f"{folder}/{path}")
    env.globals["languages_of"] = lambda page: (
        languages(extra, page.url, page.canonical_url) if page else languages(extra, None)
    )
    return env


def _theme_folder(mkdocs: Any) -> Path:
    return Path(mkdocs.theme.custom_dir)
