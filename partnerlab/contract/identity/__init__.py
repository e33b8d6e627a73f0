"""Who an answer is about, and what tells one payment from another: marks of a contract, compiled and judged."""
