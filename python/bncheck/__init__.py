"""bncheck decides whether an implementation of batch normalization is right."""
