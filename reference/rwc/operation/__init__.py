"""What the duty officer works with: alerts of salinity, the plan of pumping, and the plot of an operation."""
