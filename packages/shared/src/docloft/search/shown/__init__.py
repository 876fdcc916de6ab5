"""What of a document is shown for a query: snippets, marks, and the cached texts they come from."""
