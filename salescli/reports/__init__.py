"""The way out: one file per report; each gathers facts, asks the rules, and gives a Report."""
