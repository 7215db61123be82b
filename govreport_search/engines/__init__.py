"""Full-text engines behind one protocol; an engine's index is derived from the store."""
