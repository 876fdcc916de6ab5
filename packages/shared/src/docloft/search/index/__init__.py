"""A library's index in S3: its format, its local copies, writing to it and reading from it."""
