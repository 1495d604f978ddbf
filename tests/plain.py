"""Cases written in YAML, every scalar as the text that stands there."""

from pathlib import Path
from typing import Any

import yaml


class _Loader(yaml.CBaseLoader):  # type: ignore[misc]
    """In C, since every worker reads the cases of all files; a key that stands twice is refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        assert len(found) == len(node.value), f"a key stands twice: {node.start_mark}"
        return found


def plain(path: Path) -> Any:
    """What a file of cases says."""
    return yaml.load(path.read_text("utf-8"), _Loader)
