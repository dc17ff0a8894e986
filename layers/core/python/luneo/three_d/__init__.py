"""Products in three dimensions: inspect, dress with artwork, export and photograph a GLB.

Everything here is a pure function of bytes and arrays. Lengths are metres, angles degrees, texture coordinates
glTF's (origin at the top left, v downwards). What is handed in is either used or refused with
:class:`~luneo.three_d.errors.InvalidModel`.
"""
