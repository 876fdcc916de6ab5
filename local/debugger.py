"""Runs a function's process under debugpy: `debugger.py <script>`, started by local/interpreter for the function that
`make run DEBUG=<function>` names. The first process of the function takes port 5678.
"""

import runpy
import sys
from contextlib import suppress
from pathlib import Path

PORT = 5678

_INSTALLED = Path(__file__).resolve().parents[1] / ".local/tools/debugger/lib"
_added = [str(folder) for folder in _INSTALLED.glob("python*/site-packages")]

sys.path[:0] = _added
import debugpy  # type: ignore[import-not-found]  # noqa: E402, T100 - installed apart from what functions may import

# A second process of the same function finds the port taken and runs without a debugger.
with suppress(RuntimeError, OSError):
    debugpy.listen(("127.0.0.1", PORT))  # noqa: T100
for folder in _added:
    sys.path.remove(folder)

script = sys.argv[1]
sys.argv = sys.argv[1:]
sys.path[0] = str(Path(script).parent)
runpy.run_path(script, run_name="__main__")
