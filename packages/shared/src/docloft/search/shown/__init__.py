"""What is shown of a document for a query: snippets, marks, and the cached texts they come from."""
