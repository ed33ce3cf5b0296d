"""Paper abstracts to evidence-linked JSON, read by a model, checked by rules, disagreements listed for review."""
