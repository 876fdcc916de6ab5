"""`make bench`: upload to searchable on the running local stage. The other figures have a command each, see
docs/benchmarks.md.
"""

import sys

from bench import life

sys.exit(life.main())
