"""Commands of the system that tools try."""

from __future__ import annotations

import os
import subprocess


def succeeds(command: list[str]) -> bool:
    """Whether the command ran well; its output is of no interest, its absence is an answer."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0
    except OSError:
        return False
