"""Agreements as an officer reads them: where each link stands in the procedure, and which data passes on what basis."""
