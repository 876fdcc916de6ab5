"""Full-text search: one Tantivy index for each library, stored in S3, written by the worker, read by the API.

Import `api` only; the packages behind it are private. From the bottom up: `text` splits and folds words, `query` parses
a query, `engine` has what is specific to Tantivy, `index` stores, writes and reads an index, `shown` makes snippets and
marks.
"""
