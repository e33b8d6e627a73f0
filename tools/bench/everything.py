"""A process that serves every partner and both references, says how much memory that took, and ends.

Its first line is printed when both references have answered over their sockets.
"""

from __future__ import annotations

from partnerlab.lab import deployment as deployments
from partnerlab.lab.our_side import SYSTEMS
from partnerlab.lab.partners.registry import Registry
from tools.bench.machine import most_mb

if __name__ == "__main__":
    with deployments.over_sockets(Registry()) as stage:
        for system in stage.lab.systems.cast(SYSTEMS):
            system.greet()
        print(most_mb(), flush=True)
