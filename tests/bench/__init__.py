"""Measurements: `python -m tests.bench` runs each bench_*.py here and prints one table.

A bench module has ``main()``, which returns rows: what was measured, the value and its unit.
"""
