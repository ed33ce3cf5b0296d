"""Tasks and tags: a vocabulary, where its terms stand, and tasks in the paper's own words."""
