"""What tests of several rooms share: an index of sample reports, built once."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from sample_world import SampleIndex, build_sample_index

# A shell that starts the tests in the background lets them ignore Ctrl-C, and every program they
# start as well; those that press Ctrl-C would wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> SampleIndex:
    return build_sample_index(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def own_sample_index(tmp_path: Path) -> SampleIndex:
    """A small index of its own for a test that changes it."""
    return build_sample_index(tmp_path, count=4)
