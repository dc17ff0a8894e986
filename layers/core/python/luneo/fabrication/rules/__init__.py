"""What a machine can make of a design: rules as data, faults found by geometry, marked, mended where that is safe.

The ways in are :func:`luneo.fabrication.rules.inspection.inspect` and :func:`luneo.fabrication.rules.mending.mend`;
:func:`luneo.fabrication.rules.picture.marked_picture` draws a report; :mod:`luneo.fabrication.rules.table` is the data.
"""
