"""Statistics: arrays in, arrays out. Nothing here knows an area, an indicator or a file."""
