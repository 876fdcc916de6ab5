"""The session that every client of AWS is made from."""

from functools import cache

from botocore.session import Session, get_session


@cache
def session() -> Session:
    """One per process, because it caches the service descriptions that it has read. Not boto3's: importing boto3
    takes 20 ms of processor time, and it adds methods to each client that nothing here uses.
    """
    return get_session()
