"""`python -m dlref` is the command line."""

import sys

from dlref.equations.cli import main

sys.exit(main())
