"""Named ways of misbehaving: in what a partner answers, in how a message is delivered, in a file on its way."""

from partnerlab.lab.faults.catalogue import KINDS, Fault, FaultError, Faults, Kind

__all__ = ["KINDS", "Fault", "FaultError", "Faults", "Kind"]
