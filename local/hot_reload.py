"""Deploys edits while the stage runs."""

import time

from local import deploying, sources
from tools.failure import OperatorError

_SETTLE_SECONDS = 0.2


class Watch:
    """Remembers which files were deployed."""

    def __init__(self) -> None:
        self._deployed = sources.signature()

    def deploy_edits(self) -> bool:
        """Deploys if a file changed since the last call (or since the watch began), and returns whether it tried. A
        mistake in the files is printed and does not end the stage; the running code is kept.
        """
        signature = sources.signature()
        if signature == self._deployed:
            return False
        # Editors and git write several files at a time.
        time.sleep(_SETTLE_SECONDS)
        if signature != sources.signature():
            return False
        self._deployed = signature
        began = time.monotonic()
        try:
            deploying.deploy()
        except OperatorError as error:
            print(error, flush=True)
        else:
            print(f"Live after {time.monotonic() - began:.1f} s.", flush=True)
        return True
