"""What a reader of parts takes out of a file, piece by piece as the worker does."""

from base64 import b64decode


def parts_of(reader, path, most=1 << 22):
    """Takes everything out in pieces of at most `most` bytes."""
    found = {}
    for one in reader.listing(path)["parts"]:
        content, state = b"", "more"
        while state == "more":
            (piece,) = reader.pieces(path, [one["number"]], len(content), most)["pieces"]
            content, state = content + b64decode(piece["content"]), piece["state"]
        found[one["name"]] = content if state == "last" else state
    return found
