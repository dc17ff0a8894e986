"""Lambda's runtime on a laptop: one process a function, forked from a zygote that has the libraries loaded.

:class:`local.workers.pool.WorkerPool` is what the rest of the cloud talks to.
"""
