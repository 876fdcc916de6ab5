"""Started by the emulator's own Python: `launcher.py <interpreter>`. Two mends of ministack 1.5.33, which lean on its
insides: it is pinned in emulator.txt, and tests/local and tests/e2e hold what they promise.
"""

import sys

# Python functions are run with `sys.executable` (core/lambda_runtime.py); naming another one is all it takes to give
# them the real runtime's packages and limits instead of the emulator's.
sys.executable = sys.argv.pop(1)

from ministack.app import main  # noqa: E402 - it may read sys.executable while it is imported
from ministack.services import lambda_svc  # noqa: E402

# Where a function stands in a table's stream is kept over a restart, the stream itself is not: it begins anew at
# nought, and everything up to the old place would be passed over in silence. It must be read from its beginning.
_restore = lambda_svc._restore_esm_positions  # noqa: SLF001


def _restore_but_streams(store: object, positions: object) -> None:
    if store is not lambda_svc._dynamodb_stream_positions:  # noqa: SLF001
        _restore(store, positions)


lambda_svc._restore_esm_positions = _restore_but_streams  # noqa: SLF001
lambda_svc._dynamodb_stream_positions.clear()  # noqa: SLF001

main()
