"""Where the index of a library is in S3:

index/<library>/v<schema>/manifest.json      which packs, and the engine's meta.json
index/<library>/v<schema>/packs/<ulid>.tar   the files one commit added; never rewritten
"""

from dataclasses import dataclass

from docloft import objects
from docloft.search.engine.schema import PREVIOUS_VERSION, VERSION

NAMES: tuple[str, ...] = ("manifest",)
"""The names of a library's indexes."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where the index of a library is. `name` is the manifest's. `version`: that of its schema."""

    library_id: str
    name: str
    version: int = VERSION

    @property
    def key(self) -> str:
        """Identifies its local copies."""
        return f"{self.library_id}/{self.name}"

    @property
    def prefix(self) -> str:
        """The prefix of its objects in S3."""
        return f"{objects.index_prefix(self.library_id)}v{self.version}/"

    @property
    def manifest_key(self) -> str:
        return f"{self.prefix}{self.name}.json"

    @property
    def draft(self) -> "Location":
        """The index that a rebuild is building. Its packs are stored next to the others; readers ignore it."""
        return Location(self.library_id, "rebuild", self.version)

    @property
    def previous(self) -> "Location":
        """The same index as the previous release wrote it."""
        return Location(self.library_id, self.name, PREVIOUS_VERSION)

    def pack_key(self, name: str) -> str:
        return f"{self.prefix}packs/{name}.tar"


def location_of(library_id: str) -> Location:
    return Location(library_id, NAMES[0])
