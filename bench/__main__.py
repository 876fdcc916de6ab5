"""`make bench`: time from upload to searchable on the running local stage, on whole cores and at Lambda's processor
share. docs/benchmarks.md lists the commands for the other figures.
"""

import sys

from bench import life

sys.exit(life.main())
