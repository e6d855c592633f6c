"""Settings of all tests."""

from hypothesis import settings

# A loaded machine is slow now and then; a test measures no time.
settings.register_profile("dlref", deadline=None)
settings.load_profile("dlref")
