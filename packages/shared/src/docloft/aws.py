"""The session that every client of AWS is made from."""

from functools import cache

from botocore.session import Session, get_session


@cache
def session() -> Session:
    """One for the process, because it keeps the descriptions of services that it has read. Not boto3's: importing boto3
    takes 20 ms of processor time, and it adds methods to each client that nothing here uses.
    """
    return get_session()
