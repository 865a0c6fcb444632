"""The arithmetic: pure functions from facts and policy to results with their reasons; no clock, SQL or screen."""
