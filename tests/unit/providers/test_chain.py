"""Whom the chain asks next, and when it must not; the gates are real, on the stack's table."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest

from luneo.errors import DomainError
from luneo.ports.images import (
    Capabilities,
    Capability,
    GeneratedImage,
    ImageRequest,
    OutcomeUnknown,
    Partial,
    ProviderMisconfigured,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    Sizes,
)
from luneo.providers.chain import Link, ProviderChain, UpscalerChain
from luneo.providers.gate import Gate
from luneo.providers.limits import Limits
from luneo.providers.order import order
from luneo.workflow.errors import Cancelled

pytestmark = pytest.mark.usefixtures("tables")
NOW = 1_800_000_000.0
LIMITS = Limits(concurrent=2, failures_to_open=2, open_s=60)
ALL = frozenset(Capability)
REQUEST = ImageRequest(
    prompt="a cat",
    subject="a cat",
    style="woodcut",
    negative="",
    palette=(),
    size_px=(64, 64),
    seed=1,
    transparent=True,
    shopper_hash="f00d",
    idempotency_key="k",
)
_names = count()


class Scripted:
    """A provider that fails as told, then makes pictures."""

    def __init__(self, *failures: Exception, can: frozenset[Capability] = ALL, now: Callable[[], float] | None = None):
        self.name = f"scripted-{next(_names)}"
        self.capabilities = Capabilities(can, Sizes(1, 3))
        self.failures = list(failures)
        self.calls = 0
        self.gate = Gate(self.name, LIMITS, clock=now or (lambda: NOW))

    def generate(self, request: ImageRequest, on_partial: Callable[[Partial], None]) -> GeneratedImage:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        on_partial(Partial(0, b"partial", "image/png"))
        return GeneratedImage(b"picture", "image/png", self.name, "model")

    @property
    def link(self) -> Link:
        return Link(self.name, lambda: self, self.gate)


def ask(*providers: Scripted, on_partial: Callable[[Partial], None] = lambda _partial: None) -> GeneratedImage:
    return ProviderChain([provider.link for provider in providers], last_start_s=20).generate(REQUEST, on_partial)


def test_the_first_is_asked_and_nobody_else():
    first, second = Scripted(), Scripted()
    assert ask(first, second).provider == first.name
    assert (first.calls, second.calls) == (1, 0)
    assert first.gate.state().leases == {}


@pytest.mark.parametrize(
    "failure", [ProviderThrottled("busy"), ProviderUnavailable("down"), ProviderMisconfigured("key revoked")]
)
def test_the_next_is_asked_when_there_is_certainly_no_picture(failure: DomainError):
    first, second = Scripted(failure), Scripted()
    assert ask(first, second).provider == second.name


@pytest.mark.parametrize("failure", [ProviderRejected("not this"), OutcomeUnknown("lost"), Cancelled("taken back")])
def test_nobody_else_is_asked_otherwise(failure: DomainError):
    first, second = Scripted(failure), Scripted()
    with pytest.raises(type(failure)):
        ask(first, second)
    assert second.calls == 0
    assert first.gate.state().leases == {}


def test_who_cannot_do_it_is_passed_over_unasked():
    first, second = Scripted(can=ALL - {Capability.TRANSPARENT}), Scripted()
    assert ask(first, second).provider == second.name
    assert first.calls == 0


def test_nobody_can_do_it():
    with pytest.raises(ProviderMisconfigured, match="transparent"):
        ask(Scripted(can=frozenset({Capability.GENERATE})))


def test_an_open_breaker_sends_calls_to_the_next_at_once():
    first, second = Scripted(*[ProviderUnavailable("down")] * 9), Scripted()
    for _ in range(4):
        assert ask(first, second).provider == second.name
    assert first.calls == LIMITS.failures_to_open


def test_an_open_breaker_without_a_next_fails_at_once():
    only = Scripted(*[ProviderUnavailable("down")] * 9)
    for _ in range(4):
        with pytest.raises(ProviderUnavailable):
            ask(only)
    assert only.calls == LIMITS.failures_to_open


@pytest.mark.parametrize("failure", [OutcomeUnknown("lost"), ProviderMisconfigured("key revoked")])
def test_what_is_no_work_opens_the_breaker(failure: DomainError):
    only = Scripted(*[failure] * 9)
    for _ in range(2):
        with pytest.raises(type(failure)):
            ask(only)
    with pytest.raises(ProviderUnavailable):
        ask(only)


def test_refused_contents_do_not_open_it():
    only = Scripted(*[ProviderRejected("not this")] * 9)
    for _ in range(9):
        with pytest.raises(ProviderRejected):
            ask(only)
    assert only.calls == 9


def test_a_generation_taken_back_while_it_is_made_tells_nothing_about_the_provider():
    def take_back(_partial: Partial) -> None:
        raise Cancelled("taken back")

    only = Scripted(ProviderUnavailable("down"))
    with pytest.raises(ProviderUnavailable):
        ask(only)
    for _ in range(3):
        with pytest.raises(Cancelled):
            ask(only, on_partial=take_back)
    assert (only.gate.state().failures, only.gate.state().leases) == (1, {})


def test_a_busy_provider_is_left_alone_as_long_as_it_asks():
    now = [NOW]
    only = Scripted(ProviderThrottled("busy", retry_after_s=17), now=lambda: now[0])
    for wait in (17, 7):
        with pytest.raises(ProviderThrottled) as busy:
            ask(only)
        assert busy.value.retry_after_s == wait
        now[0] += 10
    assert only.calls == 1
    assert ask(only).provider == only.name


def test_where_all_fail_the_kind_that_is_worth_another_try_is_raised():
    with pytest.raises(ProviderUnavailable):
        ask(Scripted(ProviderMisconfigured("key revoked")), Scripted(ProviderUnavailable("down")))
    with pytest.raises(ProviderThrottled):
        ask(Scripted(ProviderUnavailable("down")), Scripted(ProviderThrottled("busy")))


@pytest.mark.parametrize(("took_s", "asked"), [(20, 1), (21, 0)])
def test_the_next_is_not_asked_when_its_time_would_not_suffice(took_s: float, asked: int):
    first, second = Scripted(ProviderUnavailable("down")), Scripted(ProviderUnavailable("down"))
    times = iter([0.0, took_s])
    chain = ProviderChain([first.link, second.link], last_start_s=20, clock=lambda: next(times))
    with pytest.raises(ProviderUnavailable):
        chain.generate(REQUEST, lambda _partial: None)
    assert (first.calls, second.calls) == (1, asked)


def test_a_chain_of_nobody_says_what_to_check():
    with pytest.raises(ProviderMisconfigured, match="brand's choice"):
        ask()


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        ([], ("openai", "bedrock")),
        (["bedrock"], ("bedrock",)),
        (["bedrock", "openai"], ("bedrock", "openai")),
        (["offline", "openai", "openai"], ("openai",)),
        (["offline"], ()),
    ],
)
def test_a_brands_choice_is_kept_and_never_widened(wanted: list[str], asked: tuple[str, ...]):
    assert order(("openai", "bedrock"), wanted) == asked


@pytest.mark.parametrize("looks", [True, False])
def test_reference_pictures_go_to_those_who_can_look_at_them_and_the_answer_says_so(looks: bool):  # noqa: FBT001
    provider = Scripted(can=ALL if looks else ALL - {Capability.REFERENCES})
    seen: list[ImageRequest] = []
    make = provider.generate
    provider.generate = lambda request, sink: (seen.append(request), make(request, sink))[1]  # type: ignore[method-assign]
    chain = ProviderChain([Link(provider.name, lambda: provider, provider.gate)], last_start_s=10)

    image = chain.generate(replace(REQUEST, references=(b"one", b"two")), lambda _partial: None)

    assert (len(seen[0].references), image.references_used) == ((2, 2) if looks else (0, 0))


class Upscaling(Scripted):
    """Enlarges what it is given, up to ``enlarges_px``."""

    def __init__(self, *failures: Exception, enlarges_px: int = 100, can: frozenset[Capability] = ALL):
        super().__init__(*failures, can=can)
        self.capabilities = replace(self.capabilities, enlarges_px=enlarges_px)

    def upscale(self, image: bytes, size_px: tuple[int, int]) -> GeneratedImage:
        return self.generate(REQUEST, lambda _partial: None)


def enlarge(*providers: Upscaling) -> GeneratedImage:
    links = [Link(provider.name, lambda it=provider: it, provider.gate) for provider in providers]
    return UpscalerChain(links, last_start_s=20).upscale(b"picture", (10, 10))


def test_who_cannot_enlarge_it_is_passed_over_unasked():
    unable, too_small, able = Upscaling(can=frozenset()), Upscaling(enlarges_px=99), Upscaling()
    assert enlarge(unable, too_small, able).provider == able.name
    assert (unable.calls, too_small.calls) == (0, 0)


def test_where_nobody_can_enlarge_it_is_said_why():
    with pytest.raises(ProviderMisconfigured, match="100 pixels"):
        enlarge(Upscaling(enlarges_px=99))


def test_silence_after_an_enlargement_was_asked_for_asks_nobody_else():
    first, second = Upscaling(OutcomeUnknown("lost")), Upscaling()
    with pytest.raises(OutcomeUnknown):
        enlarge(first, second)
    assert second.calls == 0
