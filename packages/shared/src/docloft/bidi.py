"""Unicode's bidirectional formatting characters: they are invisible and can make text look like other text."""

MARKS = frozenset("\u061c\u200e\u200f")
"""ALM, LRM and RLM: legitimate in right-to-left text; they reorder only their neighbours."""

OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates: with them "fdp.exe" is shown as "exe.pdf" (Unicode TR 36)."""

CONTROLS = MARKS | OVERRIDES
