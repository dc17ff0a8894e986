"""Steps that several design tests begin with."""

from functions.designs.save import handler as save
from luneo.identity.caller import Caller
from tests import factories
from tests.events import http_event
from tests.stack import Stack


def saved(cloud: Stack, caller: Caller, **body: str) -> dict:
    """A design of a finished generation of the caller."""
    with cloud.everything():
        generation = factories.generation(caller.tenant, caller.subject)
    answer = cloud.call(save, http_event(save, caller=caller, body={"generation_id": generation.row} | body))
    assert answer.status == 201, answer.json
    return answer.json
