"""The way in: one file per kind of fact, with its commands and the rows they append."""
