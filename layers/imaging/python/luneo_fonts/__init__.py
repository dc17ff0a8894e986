"""The font files, unmodified, under the SIL Open Font License 1.1 (``OFL.txt``, with their copyright lines)."""
