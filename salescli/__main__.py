"""`python -m salescli`: the front door, nothing else."""

from salescli.main import run

run()
