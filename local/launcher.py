"""Started by the emulator's own Python: `launcher.py <interpreter>`. MiniStack runs Python functions with
`sys.executable` (ministack 1.5.33, core/lambda_runtime.py); naming another one is all it takes to give functions the
real runtime's packages and limits instead of the emulator's. Pinned in emulator.txt, held by tests/local.
"""

import sys

sys.executable = sys.argv.pop(1)

from ministack.app import main  # noqa: E402 - it may read sys.executable while it is imported

main()
