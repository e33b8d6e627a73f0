"""What a customer relies on and a register proves: no paper copy is asked while the register answers."""
