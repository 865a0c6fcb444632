"""The reports as commands: what each takes on the command line, and which build() it calls; one module for each use."""
