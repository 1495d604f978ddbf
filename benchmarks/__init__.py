"""Benchmarks: the product against hand-written limits and other makers of pages, side by side in one run."""
