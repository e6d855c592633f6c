"""Settings of all tests."""

import os

from hypothesis import settings

# A loaded machine is slow now and then; a test measures no time. Continuous integration tries the
# same examples each time, so that a change is not blamed for what it did not touch.
settings.register_profile("dlref", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("dlref")
