"""Runs the command `partnerbook` where only the package is at hand: `python -m generator`."""

from generator.cli import main

main()
