"""Checks of a table of the Local Authority Interactive Tool: one rule per module, as for other files."""

from data.checks.lait import columns, measures, nothing, places, repeats, values, years

STAGES = (
    (columns.check,),
    (measures.check, places.check, years.check, values.check),
    (repeats.check,),
)

# Once its measures have been read.
READ = ((nothing.check,),)

__all__ = ["READ", "STAGES"]
