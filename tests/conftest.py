"""Settings of all tests."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.leftovers import RANDOM, own_draws, state, what_changed


def pytest_configure(config: pytest.Config) -> None:
    """Let property tests try the same examples each time, unless a seed asks for others.

    So a failure is due to the change that is tested, on each machine, and nothing that an earlier
    run kept is tried again; `make portable ONLY=seed` looks for what the usual examples miss.
    A loaded machine is slow now and then, and a test measures no time.
    """
    seeded = config.getoption("hypothesis_seed", None) is not None
    settings.register_profile("dlref", deadline=None, database=None, derandomize=not seeded)
    settings.load_profile("dlref")


@pytest.fixture(autouse=True)
def nothing_is_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that changes what the tests after it meet, and say how it need not."""
    before = state()
    if request.config.pluginmanager.has_plugin("randomly"):  # which sets the seeds itself
        before = {name: value for name, value in before.items() if name not in RANDOM}
    with own_draws(request.module):
        yield
    changes = what_changed(before, state())
    if changes:
        told = "\n".join(changes)
        pytest.fail(f"the test leaves behind:\n{told}", pytrace=False)
