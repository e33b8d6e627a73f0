"""Proofs of a customer's rights by registers; a paper copy is asked only while the register gives no answer."""
