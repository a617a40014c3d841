"""The long table of the Department's Local Authority Interactive Tool: figures that it collects from all publishers.

``measures.toml`` declares which of its measures is which indicator (``measures``); ``collection`` is a table with what
is declared of it; ``parts`` makes of each measure a file of the open data standard, which is then checked, read and
doubted like any other.
"""
