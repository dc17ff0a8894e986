"""What the API tells about generations."""

from pydantic import Field

from luneo.generations.steps import Status, Step
from luneo.generations.wish import Area, StreamAccess
from luneo.moderation.schemas import ModerationView
from luneo.progress.schemas import ProgressEvent
from luneo.schema import Locale, Moment, QueryParams, View
from luneo.typography.wish import TextLayer


class GenerationQuery(QueryParams):
    """With `after`, the answer lists the events numbered higher; with `stream`, it opens the stream once more."""

    after: int | None = Field(default=None, ge=0)
    stream: bool = False


class GenerationFile(View):
    """One file: pixels for rasters, millimetres where it has a real size.

    `warnings` say what it could not keep of the artwork, and what to do about it.
    """

    name: str
    url: str
    media_type: str
    size_bytes: int
    sha256: str
    width_px: int | None = None
    height_px: int | None = None
    width_mm: float | None = None
    height_mm: float | None = None
    warnings: list[str] = Field(default_factory=list)


class DetailView(View):
    """Detail that an image provider was to add to an artwork too coarse for its zone.

    If it was `added`: by whom, and the resolution that the artwork has with it. If not, `reason` is stable, and the
    artwork was enlarged as any.
    """

    added: bool
    provider: str | None = None
    model: str | None = None
    dpi: float | None = None
    reason: str | None = None


class ArtworkFacts(View):
    """The artwork before any enlargement, over a print zone of these millimetres.

    `native_dpi` is what it truly has there, `effective_dpi` the print file's once it is enlarged, which adds no detail;
    under `minimum_dpi` native, the process takes no production, unless the brand lets a provider add `detail` and that
    reaches it.
    """

    width_px: int
    height_px: int
    native_dpi: float
    effective_dpi: float
    minimum_dpi: float
    detail: DetailView | None = None
    width_mm: float
    height_mm: float


class ReferencesUsed(View):
    """How many reference pictures the brand had for this picture, and how many its provider looked at."""

    given: int
    used: int


class ParityFinding(View):
    """One way in which a production file differs from what was shown; `kind` is stable.

    `place_mm` is left, top, width and height from the trimmed picture's top left; without it the whole is meant.
    """

    file: str
    kind: str
    detail: dict[str, str]
    measured: float | None = None
    limit: float | None = None
    unit: str | None = None
    place_mm: list[float] | None = None


class ParityView(View):
    """Whether the production files print what the shopper was shown; without `passed` nothing is produced."""

    passed: bool
    findings: list[ParityFinding]


class FabricationFinding(View):
    """A place that the tool could not make as it was drawn; `rule` is stable, `count` neighbours share it.

    `place_mm` is left, top, right and bottom from the top left. `mended` ones were put right in the drawing.
    """

    rule: str
    severity: str
    place_mm: list[float]
    measured_mm: float
    limit_mm: float
    count: int
    mended: bool
    detail: dict[str, str]


class FabricationView(View):
    """Whether the process can make the design in its material, of what is engraved or cut.

    With `mended` the drawing differs from the artwork where the findings say so. `reason` says in English and French
    why it cannot be made, and is empty where it can. Ink is judged as there or not there, widths to within
    `tolerance_mm`: `near_limit` counts by rule the places that pass by about that. All findings are in
    `fabrication.json`, the picture of them is `fabrication.webp`.
    """

    passed: bool
    mended: bool
    process: str
    material: str | None = None
    tolerance_mm: float | None = None
    near_limit: dict[str, int]
    reason: dict[str, str]
    findings: list[FabricationFinding]


class MmSize(View):
    """A size in millimetres."""

    width: float
    height: float


class ProductionBlock(View):
    """One reason against production: `slug` is stable, `detail` says what to do.

    `largest_size_mm` is the size that would do, where a smaller one would.
    """

    slug: str
    detail: str
    largest_size_mm: MmSize | None = None


class ProductionView(View):
    """Whether the design may be produced at the zone's size; if not, every reason."""

    allowed: bool
    blocks: list[ProductionBlock]


class FailureReason(View):
    """Why a generation ended without a design; `slug` is stable. A refusal is explained in `moderation`."""

    slug: str
    detail: str
    moderation: ModerationView | None = None


class ChangedFromView(View):
    """The generation that this one was made from, and the only part of it that could change, if not all of it."""

    generation_id: str
    area: Area | None = None


class GenerationSummary(View):
    """One generation in a list."""

    id: str
    status: Status
    product_id: str
    style: str
    prompt: str
    preview_url: str | None = None
    changed_from: ChangedFromView | None = None
    created_at: Moment


class GenerationView(GenerationSummary):
    """One generation. `prompt` is what was kept after redaction; `progress` goes from 0 to 1.

    `text` is told with the size it was set at. `seq` is the last event that this view takes in: an answer that took
    longer than a later event is told by it. `stream` is there when it was asked for and there is still something to
    follow.
    """

    seq: int
    step: Step | None = None
    progress: float
    zone: str
    seed: int
    text: TextLayer | None = None
    locale: Locale | None = None
    partial_url: str | None = None
    artwork: ArtworkFacts | None = None
    references: ReferencesUsed | None = None
    production: ProductionView | None = None
    files: list[GenerationFile]
    fabrication: FabricationView | None = None
    parity: ParityView | None = None
    reason: FailureReason | None = None
    events: list[ProgressEvent]
    stream: StreamAccess | None = None
    updated_at: Moment


class StyleView(View):
    """A predefined style: its name in English and French, its main colours, and the processes that it suits.

    `thumbnail_url` shows the same motif in every style, 256 pixels squared.
    """

    slug: str
    name: dict[str, str]
    thumbnail_url: str
    palette: list[str]
    processes: list[str]
    transparent: bool


class StyleList(View):
    """Every style, in the order in which it is offered."""

    items: list[StyleView]


class FontView(View):
    """A font that a text can be set in: its name in English and French, its maker's name for it, its scripts.

    `scripts` are values of Unicode's Script property. `languages` (BCP 47) are those whose forms of shared letters it
    has; a font without any is for all languages of its scripts.
    """

    key: str
    name: dict[str, str]
    face: str
    scripts: list[str]
    languages: list[str]


class FontList(View):
    """Every font, in the order in which it is offered."""

    items: list[FontView]
