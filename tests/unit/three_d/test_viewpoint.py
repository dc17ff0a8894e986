import numpy as np
import pytest
from PIL import Image

from luneo.three_d import models
from luneo.three_d.maps import render_from_maps
from luneo.three_d.poster import compile_poster
from luneo.three_d.scene import load_scene
from luneo.three_d.viewpoint import USUAL, viewpoint

BLUE = Image.new("RGB", (16, 16), (20, 40, 230))
SIZE = 96


def place_of(glb):
    scene = load_scene(glb)
    return viewpoint(scene, next(part.material for part in scene.parts if part.material.name == "print_zone"))


def blueness(maps):
    red, green, blue = np.asarray(render_from_maps(maps, BLUE), float).transpose(2, 0, 1)
    return int(((blue - np.maximum(red, green)) > 60).sum())


@pytest.mark.parametrize("name", ["mug", "tote", "ring"])
def test_a_print_in_front_is_seen_from_the_usual_place(name):
    assert place_of(getattr(models, name)()) == USUAL


def test_a_print_inside_a_cup_is_seen_from_above():
    azimuth, elevation = place_of(models.espresso_cup())
    assert azimuth == USUAL[0]
    assert elevation > USUAL[1]


def test_a_print_behind_is_seen_from_behind():
    azimuth, _ = place_of(models.mug(zone_centre_deg=200))
    assert np.cos(np.radians(azimuth)) < 0


def test_a_print_that_faces_up_is_seen_from_above(model):
    model.root["nodes"][0]["rotation"] = [-(0.5**0.5), 0, 0, 0.5**0.5]
    assert place_of(model.glb())[1] > USUAL[1]


def test_a_model_without_a_zone_is_seen_from_the_usual_place():
    assert viewpoint(load_scene(models.plaque()), None) == USUAL


def test_the_poster_stands_where_the_print_is_seen_unless_it_is_told():
    glb = models.espresso_cup()
    chosen = compile_poster(glb, SIZE, samples_across=1)
    told = compile_poster(glb, SIZE, samples_across=1, azimuth_deg=USUAL[0], elevation_deg=0.0)
    assert blueness(chosen) > 100
    assert blueness(told) == 0
