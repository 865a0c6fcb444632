"""Everything that speaks another program's format: import profiles, their source files; nothing is appended here."""
