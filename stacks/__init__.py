"""The AWS side of Luneo, derived from the declarations under ``functions/``, the models and the state machines."""

import os

# jsii starts Node with this environment at its first import. The CLI's built-in template validation takes seconds a
# synth, and cfn-lint does the same in the tests. Node 20, which we allow, would be called too old each time.
os.environ.setdefault("CDK_VALIDATION", "false")
os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20")
