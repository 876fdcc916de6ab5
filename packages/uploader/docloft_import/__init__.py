"""Imports other archives, and exports of Docloft, by the public API."""
