"""A shopper's wish, from the prompt to files that print and models that turn."""

import hashlib
import io
import json
import uuid
import zipfile

import pikepdf
import pytest
from PIL import Image, ImageChops

from local.client import ApiProblem
from local.demo.product import ProductOptions, product_of
from luneo.adapters.offline.triggers import Trigger
from luneo.three_d.glb import inspect_glb
from luneo.three_d.texture import texture_sha256
from luneo.three_d.usdz import usdz_texture_sha256

POINTS_PER_MM = 72 / 25.4
# The photograph is served as a JPEG; a design changes far more than its rounding.
JPEG_NOISE = 40
PUBLIC = {
    *("preview.png", "preview.webp", "poster.webp", "turntable.webp", "model.glb", "model.usdz"),
    *("model.glb.provenance.json", "model.usdz.provenance.json"),
}
PRINTS = {
    *("print.png", "print.jpg", "print.webp", "print.avif", "print.pdf", "print.svg"),
    *("print.pdf.provenance.json", "print.svg.provenance.json", "parity.webp", "parity.json"),
}
CLOSING = {"manifest.json", "manifest.json.provenance.json", "bundle.zip"}
ALL_FILES = PUBLIC | PRINTS | CLOSING | {"artwork.png"}


@pytest.fixture(scope="module")
def finished(running):
    return running.generate("a fox under the moon, gold on navy", seed=7)


@pytest.fixture(scope="module")
def files(running, finished):
    async def fetch(api):
        return {file["name"]: await api.fetch(file["url"]) for file in finished["files"]}

    return running.api(fetch)


def test_a_wish_becomes_every_promised_file(finished):
    assert finished["status"] == "succeeded"
    assert {file["name"] for file in finished["files"]} == ALL_FILES


def test_the_manifest_tells_every_files_digest_and_size(finished, files):
    manifest = json.loads(files["manifest.json"])
    told = {file["name"]: (file["sha256"], file["size_bytes"]) for file in manifest["files"]}
    assert told == {
        name: (hashlib.sha256(data).hexdigest(), len(data)) for name, data in files.items() if name not in CLOSING
    }
    assert (manifest["seed"], manifest["provider"]) == (7, "offline")
    assert "generate_image" in manifest["durations_ms"]


def test_the_preview_is_the_photograph_with_the_design_in_its_zone_only(files):
    product = product_of(ProductOptions())
    photo = Image.open(io.BytesIO(product.photo)).convert("RGB")
    preview = Image.open(io.BytesIO(files["preview.png"])).convert("RGB")
    assert preview.size == photo.size
    change = ImageChops.difference(photo, preview).convert("L").point(lambda value: 255 * (value > JPEG_NOISE))
    left, top, right, bottom = change.getbbox()
    xs, ys = zip(*product.zone.quad, strict=True)
    bow = (max(ys) - min(ys)) * 1.1
    assert min(xs) - 5 < left < right < max(xs) + 5
    assert min(ys) - bow < top < bottom < max(ys) + bow


def test_print_files_have_the_zones_millimetres(finished, files):
    width, height = finished["artwork"]["width_mm"], finished["artwork"]["height_mm"]
    png = Image.open(io.BytesIO(files["print.png"]))
    assert [round(side / dpi * 25.4, 1) for side, dpi in zip(png.size, png.info["dpi"], strict=True)] == [
        pytest.approx(width, abs=0.2),
        pytest.approx(height, abs=0.2),
    ]
    with pikepdf.open(io.BytesIO(files["print.pdf"])) as pdf:
        left, bottom, right, top = (float(edge) for edge in pdf.pages[0].TrimBox)
    assert (right - left) / POINTS_PER_MM == pytest.approx(width, abs=0.01)
    assert (top - bottom) / POINTS_PER_MM == pytest.approx(height, abs=0.01)
    assert f'width="{width:g}mm"' in files["print.svg"].decode()


def test_both_models_carry_the_same_texture(files):
    facts = inspect_glb(files["model.glb"])
    assert facts.triangles > 100
    assert texture_sha256(files["model.glb"]) in usdz_texture_sha256(files["model.usdz"]).values()
    assert zipfile.ZipFile(io.BytesIO(files["model.usdz"])).testzip() is None


def test_a_shopper_gets_the_public_files_only(running, finished):
    token = running.shopper()
    accepted = running.generate("a cat", token=token)
    mine = running.call("GET", f"/api/ai/generations/{accepted['id']}", token=token)
    assert {file["name"] for file in mine["files"]} == PUBLIC
    with pytest.raises(ApiProblem) as refusal:
        running.call("GET", f"/api/ai/generations/{finished['id']}", token=token)
    assert refusal.value.http_status == 404


def test_events_come_in_order_without_gaps_by_socket_and_by_polling(running):
    token = running.shopper()
    wish = {"product_id": running.brand.product_id, "prompt": "a star", "style": "neon"}

    async def both(api):
        accepted = await api.generate(token, wish, running.origin)
        pushed = [event async for event in api.follow(accepted)]
        polled = await api.call("GET", f"/api/ai/generations/{accepted['id']}?after=0", token=token)
        rest = await api.call("GET", f"/api/ai/generations/{accepted['id']}?after=3", token=token)
        return pushed, polled["events"], rest["events"]

    pushed, polled, rest = running.api(both)
    assert [event["seq"] for event in pushed] == list(range(1, len(pushed) + 1))
    assert pushed == polled
    assert rest == polled[3:]
    types = [event["type"] for event in pushed]
    assert types[-1] == "generation.succeeded"
    assert types.index("generation.partial") < types.index("generation.preview") < len(types) - 1


def test_a_cut_connection_is_taken_up_where_it_broke_off(running):
    token = running.shopper()
    wish = {"product_id": running.brand.product_id, "prompt": f"a star {Trigger.SLOW.token}", "style": "neon"}

    async def cut_and_go_on(api):
        accepted = await api.generate(token, wish, running.origin)
        heard = []

        async def until_cut():
            async for event in api.follow(accepted):
                heard.append(event)
                if len(heard) == 3:
                    running.cloud.gateway.cut_sockets()

        with pytest.raises(ApiProblem, match="closed before"):
            await until_cut()
        again = await api.call("GET", f"/api/ai/generations/{accepted['id']}?stream=true", token=token)
        rest = [event async for event in api.follow(again, after=len(heard))]
        polled = await api.call("GET", f"/api/ai/generations/{accepted['id']}?after=0", token=token)
        return heard, rest, polled["events"]

    heard, rest, polled = running.api(cut_and_go_on)
    assert len(heard) >= 3
    assert rest
    assert heard + rest == polled
    assert [event["seq"] for event in polled] == list(range(1, len(polled) + 1))


def test_the_same_idempotency_key_makes_one_generation(running):
    token = running.shopper()
    wish = {"product_id": running.brand.product_id, "prompt": "a tree", "style": "line-art"}
    headers = {"idempotency-key": str(uuid.uuid4()), "origin": running.origin}
    first, again = (running.call("POST", "/api/ai/generate", wish, token=token, headers=headers) for _ in range(2))
    assert again["id"] == first["id"]


@pytest.mark.parametrize(
    ("trigger", "reason"),
    [
        (Trigger.BLOCKED, "prompt-rejected"),
        (Trigger.BLOCKED_IMAGE, "image-rejected"),
        (Trigger.REJECTED, "provider-rejected"),
        (Trigger.THROTTLED, "provider-throttled"),
        (Trigger.UNAVAILABLE, "provider-unavailable"),
    ],
)
def test_a_failure_has_a_stable_reason_and_costs_nothing(running, trigger, reason):
    before = running.ledger()
    ended = running.generate(f"a cat {trigger.token}")
    after = running.ledger()
    assert (ended["status"], ended["reason"]["slug"]) == ("failed", reason)
    assert after.balanced
    assert (after.available, after.states["refunded"]) == (before.available, before.states["refunded"] + 1)


def test_a_cancelled_generation_costs_nothing(running):
    token = running.shopper()
    wish = {"product_id": running.brand.product_id, "prompt": f"a dog {Trigger.SLOW.token}", "style": "woodcut"}
    before = running.ledger()

    async def cancel(api):
        accepted = await api.generate(token, wish, running.origin)
        events = []
        async for event in api.follow(accepted):
            events.append(event["type"])
            if event["type"] == "generation.partial" and "cancelling" not in events:
                events.append("cancelling")
                await api.call("POST", f"/api/ai/generations/{accepted['id']}/cancel", token=token)
        return events

    events = running.api(cancel)
    assert events[-1] == "generation.cancelled"
    after = running.ledger()
    assert (after.balanced, after.available) == (True, before.available)


def test_a_finished_design_is_saved_and_shared(running):
    token = running.shopper()
    made = running.generate("a wave", token=token)
    headers = {"idempotency-key": str(uuid.uuid4())}
    design = running.call("POST", "/api/designs", {"generation_id": made["id"]}, token=token, headers=headers)
    shared = running.call("POST", f"/api/designs/{design['id']}/share", token=token)
    seen = running.call("GET", f"/api/shared/{shared['token']}")
    assert seen["media"]["preview_url"] == made["preview_url"]
