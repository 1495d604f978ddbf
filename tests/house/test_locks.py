"""The two locks agree with each other and with pyproject.toml."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT

PIN = re.compile(r"^([a-z0-9._-]+)==(\S+)(?: ; (.+?))? \\$", re.MULTILINE)


def pins(lock: str) -> set[tuple[str, str, str]]:
    """(name, version, marker) of each pin."""
    found = {
        (name, version, marker) for name, version, marker in PIN.findall((ROOT / lock).read_text("utf-8"))
    }
    assert found, f"{lock} pins nothing"
    return found


def test_each_pin_has_a_hash() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        for block in re.split(r"\n(?=\S)", (ROOT / lock).read_text("utf-8").strip()):
            assert "--hash=sha256:" in block, f"{lock}: {block.splitlines()[0]}"


def test_development_lock_holds_the_runtime_lock() -> None:
    runtime = {(name, version) for name, version, _ in pins("requirements.lock")}
    development = {(name, version) for name, version, _ in pins("requirements-dev.lock")}
    assert runtime <= development, sorted(runtime - development)


def test_locks_satisfy_the_project() -> None:
    project = tomllib.loads(Path(ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    for lock, asked in (
        ("requirements.lock", project["project"]["dependencies"] + groups["build"]),
        ("requirements-dev.lock", project["project"]["dependencies"] + groups["build"] + groups["dev"]),
    ):
        pinned: dict[str, list[str]] = {}
        for name, version, _ in pins(lock):
            pinned.setdefault(canonicalize_name(name), []).append(version)
        for requirement in map(Requirement, asked):
            versions = pinned.get(canonicalize_name(requirement.name), [])
            assert versions, f"{lock} does not pin {requirement}: run make lock"
            assert all(requirement.specifier.contains(version) for version in versions), (
                f"{lock} pins {requirement.name} {versions}, asked for {requirement}: run make lock"
            )


def test_no_fork_on_a_micro_version() -> None:
    forks = [
        pin
        for lock in ("requirements.lock", "requirements-dev.lock")
        for pin in pins(lock)
        if re.search(r"3\.\d+\.\d+", pin[2])
    ]
    assert not forks, f"two machines of one Python would build different pages: {forks}"
