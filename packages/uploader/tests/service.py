"""The API and the bucket in memory, and files to upload to them."""

from pathlib import Path

from docloft_upload import (
    Response,
)


class Service:
    """The API and the bucket, as far as the uploader uses them."""

    def __init__(self, *, may_read=True):
        self.may_read = may_read
        self.documents = {}
        self.keys = {}
        self.stored = {}
        self.rejected = ""

    def request(self, method, path, body=None, headers=None):
        if path in {"/v1/documents", "/v1/inbox"}:
            return self._announce(path, body, headers["Idempotency-Key"])
        document_id = path.removeprefix("/v1/documents/")
        state = "rejected" if self.rejected else "received"
        twin = {"reason_code": "duplicate", "duplicate_of": "twin"} if self.rejected == "twin" else {}
        return Response(200, {"id": document_id, "state": state, "reason": self.rejected, **twin})

    def get(self, path):
        return self.request("GET", path).body

    def _announce(self, path, body, key):
        if body["file_name"].endswith(".huge"):
            return Response(413, {"detail": "The file is larger than the limit of 100 MB."})
        checksum = body["checksum_sha256"]
        if checksum in self.documents and path == "/v1/documents":
            return Response(200, {"document": {"id": self.documents[checksum]}, "upload": None})
        document_id = self.keys.setdefault(key, f"id-{len(self.keys)}")
        self.documents[checksum] = document_id
        form = {"url": "http://bucket", "fields": {"key": document_id, "policy": "signed"}}
        return Response(201, {"document": {"id": document_id}, "upload": form})

    def open_url(self, _url, data, _method, headers):
        body = b"".join(data())
        assert int(headers["Content-Length"]) == len(body)
        boundary = headers["Content-Type"].partition("boundary=")[2].encode()
        *fields, file, end = body.split(b"--" + boundary)
        assert end == b"--\r\n"
        key = next(part for part in fields if b'name="key"' in part).split(b"\r\n\r\n")[1].strip().decode()
        self.stored[key] = file.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n")
        return Response(204, None)


def written(folder: Path, name="Letter.pdf", content=b"%PDF-1.7 words\r\n") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
