"""Tools of the duty officer: alerts of salinity, the pumping plan, and the plot of an operation."""
