"""Numbers of parameters: which numbers are, whose they are, and amounts of training data."""
