"""Names of methods: what the paper introduces, its parts, what it builds on and uses."""
