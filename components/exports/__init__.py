"""Packs and files to take away: the same views and the same charts."""
