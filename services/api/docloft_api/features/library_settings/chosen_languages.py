"""The languages that a library's pages are recognised in."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    version: int


def find(person: Person) -> LibrarySettings:
    """Raises NotFoundError."""
    return _settings(_profile(person), ocr_languages.available())


def choose(person: Person, languages: Sequence[str], if_match: str | None) -> LibrarySettings:
    """Idempotent. Raises InvalidRequestError for a language without a model, NotFoundError, PreconditionFailedError,
    and ConflictError when someone else changes the settings at the same moment.
    """
    profile, available = _profile(person), ocr_languages.available()
    preconditions.require(_settings(profile, available), if_match)
    unknown = [code for code in languages if code not in available]
    if unknown:
        raise InvalidRequestError(reasons.NO_MODEL.having(language=unknown[0]), "/ocr_languages")
    wanted = sorted(set(languages))
    if wanted != sorted(profile.ocr_languages or ()):
        tables.library.choose_languages(profile, wanted)
    return _settings(profile, available)


def _profile(person: Person) -> Profile:
    profile = tables.library.find(Profile, person.library_id, Profile.KEY)
    if profile is None:
        raise NotFoundError("There is no such library.")
    return profile


def _settings(profile: Profile, available: list[str]) -> LibrarySettings:
    return LibrarySettings(profile.name, list(profile.ocr_languages or ()), available, int(profile.version or 1))
