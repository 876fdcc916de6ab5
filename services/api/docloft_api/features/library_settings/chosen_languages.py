"""The settings that owners of a library choose: the languages of recognition, and whether new documents enter the
inbox.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docloft import ocr_languages, reasons, tables
from docloft.errors import InvalidRequestError, NotFoundError
from docloft.tables.records import Profile
from docloft_api.http import preconditions
from docloft_api.identity.people import Person


@dataclass(frozen=True, slots=True)
class LibrarySettings:
    """`available`: the languages of all models, which may be chosen."""

    name: str
    ocr_languages: list[str]
    available: list[str]
    inbox: bool
    version: int


def find(person: Person) -> LibrarySettings:
    """Raises NotFoundError."""
    return _settings(_profile(person), ocr_languages.available())


def change(person: Person, wanted: Mapping[str, Any], if_match: str | None) -> LibrarySettings:
    """Changes the settings of EditLibrarySettingsSchema that are given. Idempotent. Raises InvalidRequestError for a
    language without a model, NotFoundError, PreconditionFailedError, and ConflictError when someone else changes the
    settings at the same moment.
    """
    profile, available = _profile(person), ocr_languages.available()
    preconditions.require(_settings(profile, available), if_match)
    values: dict[str, Any] = {}
    if "ocr_languages" in wanted:
        unknown = [code for code in wanted["ocr_languages"] if code not in available]
        if unknown:
            raise InvalidRequestError(reasons.NO_MODEL.having(language=unknown[0]), "/ocr_languages")
        languages = sorted(set(wanted["ocr_languages"]))
        if languages != sorted(profile.ocr_languages or ()):
            values["ocr_languages"] = languages
    if wanted.get("inbox", not profile.skips_inbox) == bool(profile.skips_inbox):
        values["skips_inbox"] = not wanted["inbox"]
    if values:
        tables.library.change_settings(profile, values)
    return _settings(profile, available)


def _profile(person: Person) -> Profile:
    profile = tables.library.find(Profile, person.library_id, Profile.KEY)
    if profile is None:
        raise NotFoundError("There is no such library.")
    return profile


def _settings(profile: Profile, available: list[str]) -> LibrarySettings:
    return LibrarySettings(
        profile.name,
        list(profile.ocr_languages or ()),
        available,
        inbox=not profile.skips_inbox,
        version=int(profile.version or 1),
    )
