"""The Lambda platform everything is built for.

Python 3.13 runs on Amazon Linux 2023 (glibc 2.34), which the pinned wheels of pillow and numpy need; Python 3.11, the
development version, runs on Amazon Linux 2 (glibc 2.26), where they do not load. So a deployment's ``.pyc`` files are
compiled by a Python 3.13 (:mod:`stacks.bundle`), and 3.11 remains the floor that the code is written and tested for.
"""

PYTHON = "3.13"
RUNTIME = f"python{PYTHON}"
ARCHITECTURE = "arm64"
WHEEL_PLATFORM = "aarch64-manylinux_2_28"
ELF_MACHINE = 183
"""AArch64 in an ELF header."""
