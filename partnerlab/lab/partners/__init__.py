"""The partners: their folders, contracts and memories."""
