"""Exporting a library: a plan of ZIP archives, and one archive after another, each written by its own command."""
