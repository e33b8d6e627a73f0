"""Water accounts: bills, mandates, tariff and money."""
