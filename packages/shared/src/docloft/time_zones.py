"""Time zones by their IANA names."""

from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.zoneinfo import get_zonefile_instance  # type: ignore[import-untyped]


def find(name: str) -> tzinfo | None:
    """From the system's time zones, or those of dateutil, which botocore brings: Lambda may have none of its own."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        found: tzinfo | None = get_zonefile_instance().get(name)
        return found
