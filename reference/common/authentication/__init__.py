"""How a caller proves who it is: tokens that we give, and tokens that the caller signs."""
