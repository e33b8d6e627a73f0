"""Contracts over HTTP: OpenAPI documents, operations, bodies, and the judge of messages."""
