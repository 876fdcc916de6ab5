"""Compressed RTF, the body of some Outlook messages ([MS-OXRTFCP])."""

import compressed_rtf

from docloft_worker.readers.rich_text import text_of_rtf

MAX_BYTES = 4 * 1024 * 1024
"""Expanded by Python, about 2 MB a second, to nine times as much at most."""


def text_of_compressed(body: bytes) -> str:
    """Empty when there is none, or a damaged one."""
    try:
        expanded = compressed_rtf.decompress(body[:MAX_BYTES])
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - what the library raises for a damaged body
        return ""
    return text_of_rtf(expanded).text
