"""From text to what is looked up: pieces, folding, typing errors. Pure: no engine, no storage."""
