"""One adapter for each partner: the only place that knows a partner's words."""
