"""Contact sheets of what the pipeline makes, for eyes: ``make gallery`` writes ``docs/gallery``."""
