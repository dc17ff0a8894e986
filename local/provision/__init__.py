"""The embedded AWS filled from the templates: one small provisioner for each resource type.

:func:`local.provision.run.provision` does it all and says what it left out.
"""
