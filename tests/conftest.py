"""Parts that several rooms' tests share."""

import pytest

from asterisk_conf.private_prefix import TELEPHONY, Prefix, cache_root, ensure_prefix


@pytest.fixture(scope="session")
def asterisk_prefix() -> Prefix:
    """Asterisk, espeak-ng, sox and SIPp, unpacked once for all runs on this machine."""
    return ensure_prefix(cache_root(), TELEPHONY, print)
