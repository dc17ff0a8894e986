"""A demonstration brand, brought to life through the public API, and one generation followed to its files."""
