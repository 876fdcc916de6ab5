"""What is specific to Tantivy: the schema, stems and query plans."""
