"""Tests of the project play its own scenarios: the plugin that ships with it collects them."""
