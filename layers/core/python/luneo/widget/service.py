"""The widget on a brand's page: who may open it, what it shows, and the shopper's session."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol

from luneo.brands.keys import digest_of, looks_like
from luneo.brands.models import Brand, KeyDigest
from luneo.brands.origins import NULL_ORIGIN
from luneo.brands.schemas import KeyKind
from luneo.identity.caller import TenantContext
from luneo.identity.tokens import Shopper, ShopperTokens
from luneo.ids import Prefix, new_id
from luneo.products.schemas import PublishedProduct
from luneo.styles.catalogue import STYLES, Style
from luneo.widget.errors import (
    KeyMissing,
    NullOrigin,
    OriginMissing,
    OriginNotAllowed,
    RevokedKey,
    UnknownKey,
    WrongKeyKind,
)
from luneo.widget.products import widget_product
from luneo.widget.schemas import (
    WidgetConfigView,
    WidgetSessionRequest,
    WidgetSessionView,
    WidgetStyle,
    WidgetTheme,
)


class Keys(Protocol):
    """Whose keys are."""

    def by_digest(self, digest: str) -> KeyDigest | None:
        """The key with this SHA-256, revoked or not."""
        ...


class WidgetService:
    """The widget's doors. ``brand_of`` and ``product_of`` read one tenant's brand and published products."""

    def __init__(
        self,
        keys: Keys,
        brand_of: Callable[[TenantContext], Brand],
        product_of: Callable[[TenantContext, str], PublishedProduct],
        tokens: Callable[[], ShopperTokens],
        now: Callable[[], datetime],
    ) -> None:
        self._keys = keys
        self._brand_of = brand_of
        self._product_of = product_of
        self._tokens = tokens
        self._now = now

    def config(self, key: str | None, origin: str | None, locale: str | None) -> WidgetConfigView:
        """What the widget needs at first.

        Raises:
            KeyMissing, UnknownKey, RevokedKey, WrongKeyKind, OriginMissing, NullOrigin, OriginNotAllowed: it may not
            open on this page.
        """
        brand = self._admitted(key, origin)
        language = locale or str(brand.locale)
        return WidgetConfigView(
            brand_name=brand.name,
            locale=language,
            theme=WidgetTheme(),
            styles=[_style(style, language) for style in STYLES.values()],
        )

    def open_session(self, request: WidgetSessionRequest, origin: str | None) -> WidgetSessionView:
        """A token for a shopper on this page, bound to its origin; the same shopper as in the last day's token.

        Raises:
            KeyMissing, UnknownKey, RevokedKey, WrongKeyKind, OriginMissing, NullOrigin, OriginNotAllowed: it may not
            open on this page.
            NotFound: the brand has published no such product.
        """
        brand = self._admitted(request.publishable_key, origin)
        tenant = TenantContext(str(brand.tenant_id))
        product = self._product_of(tenant, request.product_id) if request.product_id else None
        shopper = Shopper(tenant.tenant_id, self._shopper_id(tenant, request.previous_token), str(origin))
        token = self._tokens().mint(shopper, self._now())
        return WidgetSessionView(
            token=token.text,
            expires_at=token.expires_at,
            shopper_id=shopper.shopper_id,
            product=widget_product(product, str(brand.locale)) if product else None,
        )

    def _shopper_id(self, tenant: TenantContext, previous_token: str | None) -> str:
        known = self._tokens().remember(previous_token) if previous_token else None
        if known is not None and known.tenant_id == tenant.tenant_id:
            return known.shopper_id
        return new_id(Prefix.SHOPPER)

    def _admitted(self, key: str | None, origin: str | None) -> Brand:
        found = self._known_key(key)
        brand = self._brand_of(TenantContext(found.tenant_id))
        _check_origin(origin, brand.domains)
        return brand

    def _known_key(self, key: str | None) -> KeyDigest:
        if not key:
            raise KeyMissing("Send the brand's publishable key (`pk_…`).")
        secret = WrongKeyKind("This is a secret key. Never put it into a page: revoke it, and use a publishable key.")
        if looks_like(KeyKind.SECRET, key):
            raise secret
        found = self._keys.by_digest(digest_of(key))
        if found is None:
            raise UnknownKey("No brand has this publishable key. Copy it whole from the brand's settings.")
        if found.kind != KeyKind.PUBLISHABLE:
            raise secret
        if found.is_revoked:
            raise RevokedKey("This publishable key was revoked. Put a new one into the page.")
        return found


def _check_origin(origin: str | None, allowed: Collection[str]) -> None:
    if not origin:
        raise OriginMissing("Call this from a page in a browser, which sends `Origin` by itself.")
    if origin == NULL_ORIGIN:
        raise NullOrigin("Sandboxed frames and files have no origin. Put the widget on a page of an allowed site.")
    if origin not in allowed:
        raise OriginNotAllowed(f"Add {origin} to the brand's domains, or use the key of the brand it belongs to.")


def _style(style: Style, language: str) -> WidgetStyle:
    return WidgetStyle(
        slug=style.slug, name=style.name(language), palette=list(style.palette), processes=sorted(style.processes)
    )
