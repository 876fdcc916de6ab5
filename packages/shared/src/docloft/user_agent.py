"""The User-Agent of requests to AWS."""

from botocore.session import Session


def whole(session: Session) -> str:
    """For a client that sends many requests. botocore otherwise builds it twice for each request."""
    app = session.get_config_variable("user_agent_appid")
    return f"{session.user_agent()} app/{app}" if app else session.user_agent()
