"""Parametric products, true to size: closed meshes with smooth normals and a material of their own to print on.

Each returns a GLB that stands on y = 0 and faces +z. Its print zone is the material
:data:`~luneo.three_d.glb.PRINT_ZONE`, whose texture coordinates fill 0…1 in the reading direction seen from outside;
the material's ``extras`` hold the zone's size (``print_width_mm``, ``print_height_mm``).
"""

from luneo.three_d.models.bottle import bottle
from luneo.three_d.models.espresso_cup import espresso_cup
from luneo.three_d.models.mug import mug
from luneo.three_d.models.phone_case import phone_case
from luneo.three_d.models.plaque import plaque
from luneo.three_d.models.ring import ring
from luneo.three_d.models.tote import tote
from luneo.three_d.models.tshirt import tshirt

__all__ = ["bottle", "espresso_cup", "mug", "phone_case", "plaque", "ring", "tote", "tshirt"]
