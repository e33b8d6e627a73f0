"""Big Data, which gets a copy of every request."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners.big_data.client import BigData

ADAPTER = Adapter(needs=("url", "data_key"), listener=BigData)
