"""Finding documents by their words: one Tantivy index a library, kept in S3, written by the worker, read by the API.

`words` cuts text into what is looked up, `schema` says what the index holds, `query` understands what a person typed,
`plan` turns that into an engine query, `store` publishes and pulls the index, `find` is the port the API calls,
`snippets` shows where a hit stands. Only functions that search or index import this package: it loads the engine.
"""
