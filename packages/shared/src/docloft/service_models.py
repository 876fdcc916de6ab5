"""botocore's descriptions of AWS services, from which it makes clients. Clients of DynamoDB and of the other services
come from two sessions; sharing what was read halves the time that the second one takes.
"""

from functools import cache, cached_property
from pathlib import Path

from botocore.loaders import Loader
from botocore.session import Session


def share(session: Session) -> Session:
    """Makes a new session use the descriptions that others have read. Returns the session."""
    session.register_component("data_loader", _loader(session.get_config_variable("data_path")))
    return session


@cache
def _loader(data_path: str | None) -> Loader:
    return _Loader(extra_search_paths=data_path.split(":") if data_path else None)


class _Loader(Loader):
    @cached_property
    def _services(self) -> list[str]:
        folders = [Path(path) for path in self.search_paths]
        return sorted({one.name for folder in folders if folder.is_dir() for one in folder.iterdir()})

    def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002 - see below
        """Includes services without a description of this type; reading one then fails. botocore would first look into
        400 folders, for each client.
        """
        return self._services
