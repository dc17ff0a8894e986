"""Asking image providers within bounds: who may be asked now, in which order, and what an answer costs."""
