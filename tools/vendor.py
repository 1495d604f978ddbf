"""Brings what the site and its browser tests take from npm packages, and checks each byte.

`python tools/vendor.py` fetches the pinned packages with `npm pack`, compares each with the integrity
written here, copies the chosen files with their licence, and writes a VENDOR.md beside them. `--check`
only compares the files at hand with VENDOR.md. For a new version: change it here, run this, look at what
came, and put the integrity that it prints into the table.
"""

import argparse
import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Package:
    """One npm package: which files of it stand in which folder of the project."""

    name: str
    version: str
    integrity: str
    licence: str
    folder: str
    files: tuple[str, ...]


PACKAGES = (
    Package(
        name="@fontsource/ibm-plex-sans",
        version="5.3.0",
        integrity="sha512-CbE4CbbEEZJX860XyUiRpsksXIQR8Rp2XDva2VO53NJox9tVNtusrysd2x5YkUEY3ErQ66W1IiiQL8/wihhw5w==",
        licence="OFL-1.1",
        folder="site_templates/assets/vendor/ibm-plex-sans",
        # All its figures, and the minus, are equally wide without any feature. (Golos Text has the feature
        # for it, and five different widths all the same: measure before you take another.)
        # latin-ext is here for one sign, the rouble.
        files=(
            "LICENSE",
            *(
                f"files/ibm-plex-sans-{subset}-{weight}-normal.woff2"
                for subset in ("latin", "cyrillic", "latin-ext")
                for weight in (400, 600)
            ),
        ),
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        integrity="sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
        licence="MPL-2.0",
        folder="tests/browser/vendor/axe-core",
        files=("LICENSE", "LICENSE-3RD-PARTY.txt", "axe.min.js"),
    ),
)

HEAD = """# What stands here and is not ours

Fetched and checked by `tools/vendor.py`; do not edit by hand.

| file | package | version | licence | SHA-256 |
|---|---|---|---|---|
"""


def fetched(package: Package) -> dict[str, bytes]:
    """File name -> content; the run ends where the package is not the one that was pinned."""
    with tempfile.TemporaryDirectory() as folder:
        asked = f"{package.name}@{package.version}"
        subprocess.run(["npm", "pack", "--silent", "--pack-destination", folder, asked], check=True)
        (archive,) = Path(folder).glob("*.tgz")
        integrity = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if integrity != package.integrity:
            sys.exit(
                f"{asked} is not the pinned one:\n  pinned   {package.integrity}\n  fetched  {integrity}"
            )
        contents = {}
        with tarfile.open(archive) as inside:
            for path in package.files:
                piece = inside.extractfile(f"package/{path}")
                if piece is None:
                    sys.exit(f"{asked} has no file {path}")
                contents[Path(path).name] = piece.read()
        return contents


def table(package: Package, contents: dict[str, bytes]) -> str:
    """VENDOR.md for these files."""
    return HEAD + "".join(
        f"| {name} | {package.name} | {package.version} | {package.licence} "
        f"| {hashlib.sha256(content).hexdigest()} |\n"
        for name, content in contents.items()
    )


def main() -> None:
    """Fetch and write, or only check."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--check", action="store_true", help="compare the files at hand with VENDOR.md")
    only_check = arguments.parse_args().check
    for package in PACKAGES:
        folder = ROOT / package.folder
        notes = folder / "VENDOR.md"
        if only_check:
            names = [Path(path).name for path in package.files]
            if table(package, {name: (folder / name).read_bytes() for name in names}) != notes.read_text(
                "utf-8"
            ):
                sys.exit(f"The files in {package.folder} are not those of its VENDOR.md.")
            continue
        contents = fetched(package)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
        notes.write_text(table(package, contents), "utf-8")


if __name__ == "__main__":
    main()
