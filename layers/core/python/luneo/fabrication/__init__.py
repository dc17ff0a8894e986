"""From a design to files that a workshop can use without touching them. Lengths are millimetres."""

from luneo.fabrication.print_file import PrintFile

__all__ = ["PrintFile"]
