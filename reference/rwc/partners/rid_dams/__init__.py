"""The Royal Irrigation Department's dams and reservoirs."""
