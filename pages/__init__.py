"""The pages: one file per route."""
