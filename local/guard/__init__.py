"""Grants enforced locally: a call that a function's role does not allow fails here, not after deployment."""
