"""Splits text into words, folds them to a normal form, and corrects typing errors. No I/O and no engine."""
