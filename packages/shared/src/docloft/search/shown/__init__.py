"""What a document shows for a query: snippets, marks, and the cached texts they come from."""
