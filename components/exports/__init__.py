"""Packs for board papers: the same views as on the pages, as slides, workbook and print."""
