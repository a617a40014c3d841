"""Files in: how each source's files are read. One module per source; ``data.loading`` puts them together."""
