"""The engine of the lab: worlds, contracts, simulators, scenarios and reports. It names no partner."""

__version__ = "0.1.0"
