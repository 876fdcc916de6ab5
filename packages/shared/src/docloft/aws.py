"""The session that every client of AWS is made from."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

from botocore.session import Session, get_session
from botocore.utils import parse_timestamp

from docloft import service_models


@cache
def session() -> Session:
    """One per process, because it caches the service descriptions that it has read. Not boto3's: importing boto3
    takes 20 ms of processor time, and it adds methods to each client that nothing here uses.
    """
    made = service_models.share(get_session())
    made.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=parse_moment)
    return made


def parse_moment(value: Any) -> datetime:
    """Parses a time in a response. botocore's parser accepts any date format, and parsing one header takes a tenth of
    the processor time of reading a small object, of which a search may read twenty.
    """
    if isinstance(value, str) and value.endswith(" GMT"):
        return parsedate_to_datetime(value)
    return parse_timestamp(value)
