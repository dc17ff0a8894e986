"""Which steps of a generation compute with pictures, read from the state machine and its tasks' declarations."""

from typing import Final

from luneo.catalogue import catalogue
from luneo.generations.steps import Step
from luneo.resources import Layer, Machine
from luneo.workflow.task import TaskSpec
from stacks.generation import definition_file

# Steps that only keep books and move data.
OVERHEAD: Final = frozenset(
    {Step.RESERVE_CREDITS, Step.MODERATE_PROMPT, Step.PUBLISH_PREVIEW, Step.PUBLISH, Step.SETTLE_CREDITS}
)


def computing() -> tuple[Step, ...]:
    """The machine's steps whose tasks need the imaging libraries for their work, in the order of the pipeline."""
    tasks = {Step(task.function.stem): task for task in tasks_of(definition_file(Machine.GENERATE_DESIGN).read_text())}
    return tuple(
        step for step in Step if step not in OVERHEAD and step in tasks and Layer.IMAGING in tasks[step].function.layers
    )


def tasks_of(definition: str) -> list[TaskSpec]:
    """The tasks that a state machine's definition, or a part of it, calls for a generation."""
    called = (task for task in catalogue().of(TaskSpec) if f"${{{task.placeholder}}}" in definition)
    return [task for task in called if task.function.stem in set(Step)]
