"""Luneo's domain: what it *is*, without HTTP, deployment or a laptop in it."""

import gc
import os

if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
    # A cold start only allocates; at the default of 700 objects the collector walks them all some hundred times.
    gc.set_threshold(50_000, 20, 20)
