"""The national water data centre, which receives our reports."""
