"""langextract and curator, in an environment of their own; matplotlib too, which draws the figure."""
