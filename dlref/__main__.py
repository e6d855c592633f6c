"""`python -m dlref` is the command line."""

import sys

from dlref.equations.faces.cli import main

sys.exit(main())
