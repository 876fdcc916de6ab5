"""When a mail was sent, in words. The page is kept for everyone, so it has the day in each language of the site, in the
time zone of the sender.
"""

from datetime import datetime
from email.utils import parsedate_to_datetime
from html import escape

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
_WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
}


def moment_of(written: str) -> datetime | None:
    """The moment in the header of a mail, or in the form of ISO 8601."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return read(written.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def markup(written: str) -> str:
    """The markup of a moment in each language; as it is written if that is not understood."""
    moment = moment_of(written)
    if moment is None:
        return escape(written)
    zone = f"{moment:%z}"
    offset = f" (UTC{zone[:3]}:{zone[3:5]})" if moment.utcoffset() else " (UTC)" if zone else ""
    clock = f"{moment:%H:%M}"
    english = f"{_word(_WEEKDAYS, 'en', moment.weekday())}, {moment.day} {_month('en', moment)}, {clock}{offset}"
    german = f"{_word(_WEEKDAYS, 'de', moment.weekday())}, {moment.day}. {_month('de', moment)}, {clock} Uhr{offset}"
    return f'<span lang="en">{english}</span><span lang="de">{german}</span>'


def _month(language: str, moment: datetime) -> str:
    return f"{_word(_MONTHS, language, moment.month - 1)} {moment.year}"


def _word(words: dict[str, str], language: str, number: int) -> str:
    return words[language].split()[number]
