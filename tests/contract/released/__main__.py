"""`python -m tests.contract.released 0.2.0` freezes today's API as the contract of that version."""

import sys

from tests.contract.released import freeze

if __name__ == "__main__":
    sys.stdout.write(f"Wrote {freeze(sys.argv[1])}\n")
