"""The whole cloud on a laptop: what ``cdk deploy`` ships, run from the same synthesised assembly."""
