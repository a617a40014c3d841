"""The indicator dataset: register, figures, store, importers, views and API."""
