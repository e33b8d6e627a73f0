"""Values that stand outside a body: how they are read as text, and how a contract describes them."""
