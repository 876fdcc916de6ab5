"""Code that two or more Docloft services share: formats, documents, tables, objects, commands and search."""
