"""One process a contender: each asks the same server about the same papers and prints what that took as JSON."""
