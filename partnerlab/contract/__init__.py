"""Contracts as judges: HTTP messages by OpenAPI, record files by layout, personal data by agreement."""
