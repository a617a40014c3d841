"""Load: people who open pages and change filters, and connections that do nothing (`python -m tests.load --help`)."""
