"""The collector of cycles rests while rows pass, and works again afterwards."""

from __future__ import annotations

import gc

import pytest

from reference.common.storage.collector import resting_collector


def test_it_rests_until_the_last_is_done() -> None:
    with resting_collector():
        with resting_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_a_failure() -> None:
    with pytest.raises(ValueError, match="broken"), resting_collector():
        raise ValueError("broken")
    assert gc.isenabled()
