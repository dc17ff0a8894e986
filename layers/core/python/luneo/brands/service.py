"""A brand's own settings: name, language, allowed origins, keys."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Protocol

from luneo.brands.keys import fresh_key
from luneo.brands.models import ApiKey, Brand
from luneo.brands.origins import NotAnOrigin, normalise
from luneo.brands.rules import policy_facts, policy_view, profile_facts, profile_view
from luneo.brands.schemas import (
    BrandChange,
    BrandDomains,
    BrandProfile,
    BrandView,
    CreatedKeyView,
    Detail,
    KeyKind,
    KeyView,
    ModerationPolicy,
    NewKey,
)
from luneo.errors import Fault, Invalid
from luneo.fabrication.bundle import TEMPLATE, check_template
from luneo.identity.caller import TenantContext
from luneo.ids import Prefix, new_id
from luneo.pagination import page, start_after
from luneo.schema import Page, PageQuery

Clock = Callable[[], datetime]


class Brands(Protocol):
    """One tenant's brand."""

    def get(self) -> Brand:
        """The brand."""
        ...

    def save(self, brand: Brand, *, added: Collection[str] = (), removed: Collection[str] = ()) -> None:
        """Write it as its next version, with the origins it gained and lost."""
        ...


class Keys(Protocol):
    """One tenant's keys."""

    def newest_first(self, after: str | None) -> Iterable[ApiKey]:
        """The live ones."""
        ...

    def add(self, key: ApiKey) -> None:
        """Write a new one."""
        ...

    def revoke(self, key_id: str, moment: datetime) -> None:
        """Have one open nothing from now on."""
        ...


class BrandService:
    """The caller's brand.

    ``allow_loopback`` lets a developer's own machine be an origin; ``offered`` tells the deployment's image providers.
    """

    def __init__(
        self, brands: Brands, now: Clock, *, allow_loopback: bool, offered: Callable[[], Collection[str]]
    ) -> None:
        self._brands = brands
        self._now = now
        self._allow_loopback = allow_loopback
        self._offered = offered

    def current(self) -> BrandView:
        """The brand."""
        return _brand_view(self._brands.get())

    def change(self, change: BrandChange) -> BrandView:
        """Change name, languages, image providers and file names; what is left out stays.

        Raises:
            Invalid: its faults name every image provider that this deployment does not have, or the file naming.
        """
        self._check_offered(change.image_providers or [])
        if change.file_naming is not None:
            check_template(change.file_naming, "#/file_naming")
        brand = self._brands.get()
        for name, value in change.model_dump(exclude_none=True).items():
            setattr(brand, name, value)
        return self._saved(brand)

    def _check_offered(self, wanted: Iterable[str]) -> None:
        names = list(wanted)
        if not names:
            return
        offered = list(self._offered())
        detail = f"This is not offered here; choose among: {', '.join(offered)}."
        missing = [index for index, name in enumerate(names) if name not in offered]
        if missing:
            raise Invalid(detail, faults=[Fault(f"#/image_providers/{index}", detail) for index in missing])

    def allow(self, wanted: BrandDomains) -> BrandView:
        """Replace the origins on which the widget may run.

        Raises:
            Invalid: its faults name every entry that is not an origin.
        """
        origins = self._normalised(wanted.domains)
        brand = self._brands.get()
        before = set(brand.domains)
        brand.domains = origins
        brand.updated_at = self._now()
        self._brands.save(brand, added=set(origins) - before, removed=before - set(origins))
        return _brand_view(brand)

    def look(self, profile: BrandProfile) -> BrandView:
        """Replace the profile that wishes are worded with."""
        brand = self._brands.get()
        brand.profile = profile_facts(profile)
        return self._saved(brand)

    def moderate(self, policy: ModerationPolicy) -> BrandView:
        """Replace the rules that wishes and pictures are judged by.

        Raises:
            Invalid: its faults name every rule that cannot be kept.
        """
        facts = policy_facts(policy)
        brand = self._brands.get()
        brand.moderation = facts
        return self._saved(brand)

    def _saved(self, brand: Brand) -> BrandView:
        brand.updated_at = self._now()
        self._brands.save(brand)
        return _brand_view(brand)

    def _normalised(self, domains: list[str]) -> list[str]:
        origins: dict[str, None] = {}
        faults = []
        for index, text in enumerate(domains):
            try:
                origins[normalise(text, allow_loopback=self._allow_loopback)] = None
            except NotAnOrigin as error:
                faults.append(Fault(f"#/domains/{index}", error.detail))
        if faults:
            raise Invalid("Some of these are not origins on which a widget can run.", faults=faults)
        return list(origins)


class KeyService:
    """The keys of the caller's brand."""

    def __init__(self, tenant: TenantContext, keys: Keys, now: Clock) -> None:
        self._list = f"{tenant.partition}#keys"
        self._partition = tenant.partition
        self._keys = keys
        self._now = now

    def list(self, query: PageQuery) -> Page[KeyView]:
        """The live keys, newest first."""
        rows = self._keys.newest_first(start_after(query, self._list))
        return page(rows, query, self._list, lambda key: key.row, _key_view)

    def create(self, wanted: NewKey) -> CreatedKeyView:
        """Make a key. What is stored cannot be turned back into it."""
        key = fresh_key(wanted.kind)
        row = ApiKey(
            self._partition,
            new_id(Prefix.KEY),
            kind=wanted.kind,
            name=wanted.name,
            hint=key.hint,
            digest=key.digest,
            created_at=self._now(),
        )
        self._keys.add(row)
        return CreatedKeyView(**_key_view(row).model_dump(), key=key.text)

    def revoke(self, key_id: str) -> None:
        """Have a key open nothing from now on."""
        self._keys.revoke(key_id, self._now())


def _brand_view(brand: Brand) -> BrandView:
    return BrandView(
        id=brand.tenant_id,
        name=brand.name,
        locale=brand.locale,
        languages=list(brand.languages),
        domains=list(brand.domains),
        image_providers=list(brand.image_providers),
        detail=Detail(brand.detail or Detail.PLAIN),
        file_naming=brand.file_naming or TEMPLATE,
        profile=profile_view(brand),
        moderation_policy=policy_view(brand),
        created_at=brand.created_at,
        updated_at=brand.updated_at,
    )


def _key_view(key: ApiKey) -> KeyView:
    return KeyView(id=key.row, kind=KeyKind(key.kind), name=key.name, hint=key.hint, created_at=key.created_at)
