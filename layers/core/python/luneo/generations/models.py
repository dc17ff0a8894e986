"""Rows of generations."""

from typing import ClassVar

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from luneo.generations.steps import Status, Step
from luneo.resources import Table
from luneo.storage import LuneoModel


class GenerationsByTime(GlobalSecondaryIndex["GenerationRow"]):  # type: ignore[no-untyped-call]
    """A tenant's generations in the order they were asked for; their ids carry no time.

    ``listed`` is the time of asking and the id: a place in the list that no two generations share. The index holds
    keys alone: a row changes some two dozen times and is listed rarely, and any other projection would write it twice
    each time.
    """

    class Meta:
        index_name = "by_created"
        projection = KeysOnlyProjection()

    partition = UnicodeAttribute(hash_key=True)
    listed = UnicodeAttribute(range_key=True)


class GenerationRow(LuneoModel):
    """One generation.

    ``revision`` counts every write and guards it; ``seq`` is the last event's number. ``subject`` asked for it.
    ``target`` is what it is made for (:class:`luneo.generations.target.PrintTarget`), as published at that moment.
    ``prompt`` is sanitised and redacted, ``redactions`` the kinds of data taken out, ``enriched`` what the provider is
    told. ``text`` is the layer over the artwork, with the size it was set at
    (:class:`luneo.typography.wish.TextLayer`), ``changed_from`` the generation that it starts from
    (:class:`luneo.generations.wanted.ChangedFrom`), ``locale`` the shopper's, where it was told. ``steps`` maps a step
    to ``{started_at, ms}``, ``ms`` only once it is finished. ``picture`` tells what the provider answered and, under
    ``detail``, what became of its being made finer (:class:`luneo.generations.schemas.DetailView`), ``files`` what is
    stored (:class:`luneo.media.files.StoredFile`), ``fabrication`` whether a tool can make it
    (:func:`luneo.fabrication.rules.record.summary`), ``parity`` whether the files print what was shown
    (``{passed, findings}``), ``reason`` why it failed.
    """

    class Meta(LuneoModel.Meta):
        table: ClassVar[Table] = Table.GENERATIONS

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    revision = NumberAttribute(default=0)
    seq = NumberAttribute(default=0)
    status = UnicodeAttribute(default=Status.QUEUED.value)
    step = UnicodeAttribute(null=True)
    progress = NumberAttribute(default=0)
    subject = UnicodeAttribute()
    product_id = UnicodeAttribute()
    target = JSONAttribute()
    style = UnicodeAttribute()
    seed = NumberAttribute()
    credits = NumberAttribute()
    prompt = UnicodeAttribute()
    redactions = JSONAttribute(default=list)
    enriched = JSONAttribute(null=True)
    text = JSONAttribute(null=True)
    changed_from = JSONAttribute(null=True)
    locale = UnicodeAttribute(null=True)
    steps = JSONAttribute(default=dict)
    picture = JSONAttribute(null=True)
    partial = JSONAttribute(null=True)
    files = JSONAttribute(default=list)
    fabrication = JSONAttribute(null=True)
    parity = JSONAttribute(null=True)
    reason = JSONAttribute(null=True)
    listed = UnicodeAttribute()
    created_at = UTCDateTimeAttribute()
    updated_at = UTCDateTimeAttribute()
    by_created = GenerationsByTime()

    @property
    def generation_id(self) -> str:
        """Its identifier."""
        return str(self.row)

    @property
    def standing(self) -> Status:
        """Where it stands."""
        return Status(self.status)

    @property
    def finished_steps(self) -> frozenset[Step]:
        """The steps that are done."""
        return frozenset(Step(name) for name, facts in self.steps.items() if "ms" in facts)
