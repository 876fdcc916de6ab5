"""Edges of the API: each route parses, calls a use case and shapes the answer, and does nothing else."""
