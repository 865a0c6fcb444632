"""A Report on its way to a terminal, a pipe or a file; no report is known by name."""
