"""What may not be made: our own layer of moderation, under a brand's policy, and how a refusal is explained."""
