"""Text in any encoding, read as it is: letters, comma-separated values, JSON, XML, logs and program text. They have one
media type, because only a name would tell most of them apart.
"""

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer

FORMAT = Format(
    name="plain_text",
    label="Text",
    badge="TXT",
    icon="file",
    media_type="text/plain",
    # Not application/json, which is a request to the API, and not XML or JavaScript, which a browser could run.
    aliases=(
        "text/csv",
        "text/tab-separated-values",
        "application/yaml",
        "text/x-python",
    ),
    extensions=(
        *(".txt", ".text", ".log", ".csv", ".tsv", ".json", ".xml", ".yaml", ".yml", ".toml", ".ini"),
        *(".py", ".js", ".ts", ".java", ".c", ".h", ".cpp", ".cs", ".go", ".rs", ".rb", ".php", ".sh", ".sql", ".tex"),
    ),
    recognitions=(Recognition(Precedence.TEXT, lambda file: file.text is not None),),
    viewer=Viewer.TEXT,
    inline_safe=True,
    reader=Reader("docloft_worker.readers.text_reader:read"),
)
