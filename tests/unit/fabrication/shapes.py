"""Shapes whose measures are known, drawn finer and shrunk, so that no edge lies where a pixel's does."""

import math

import numpy as np
from PIL import Image, ImageDraw

FINE = 8


def drawn(size, draw):
    """An L picture of ``size`` pixels; ``draw`` gets a Pillow draw and the factor to put on every coordinate."""
    large = Image.new("L", (size[0] * FINE, size[1] * FINE))
    draw(ImageDraw.Draw(large), FINE)
    return large.resize(size, Image.Resampling.BOX)


def mask(size, draw):
    return np.asarray(drawn(size, draw)) >= 128


def bar(draw, scale, middle, length, width, degrees):
    """A bar of any direction, as a polygon."""
    along = np.array([math.cos(math.radians(degrees)), math.sin(math.radians(degrees))])
    across = np.array([-along[1], along[0]])
    corners = [
        np.array(middle) + one * along * length / 2 + other * across * width / 2
        for one, other in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    draw.polygon([tuple((corner * scale - 0.5).tolist()) for corner in corners], fill=255)


def disc(draw, scale, middle, diameter, fill=255):
    (x, y), radius = middle, diameter / 2
    draw.ellipse([(value * scale) for value in (x - radius, y - radius, x + radius, y + radius)], fill=fill)


def ring(draw, scale, middle, diameter, width):
    disc(draw, scale, middle, diameter)
    disc(draw, scale, middle, diameter - 2 * width, 0)


def artwork(ink, colour=(20, 22, 30)):
    """Ink as an artist's file has it: one colour on a transparent ground."""
    image = Image.new("RGBA", ink.size, (*colour, 0))
    image.putalpha(ink)
    return image
