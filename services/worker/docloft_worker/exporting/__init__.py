"""Exporting a library: a plan of ZIP archives, and one archive after another, each by a command of its own."""
