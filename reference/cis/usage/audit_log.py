"""The record of all look-ups of usage: an entry that is changed, taken out or put in between breaks its hash chain."""

from __future__ import annotations

from reference.cis.tables import disclosure
from reference.common.storage.hash_chain import HashChain

AUDIT_LOG = HashChain(disclosure)
