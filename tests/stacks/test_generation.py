import re

import pytest

from luneo.resources import Machine
from luneo.workflow.task import TaskSpec
from stacks import generation
from stacks.generation import UnknownTask, definition_file


def named(which):
    return "".join(part.capitalize() for part in which.value.split("_"))


def machine(assembly, which=Machine.GENERATE_DESIGN):
    return assembly.text(assembly.named(f"{named(which)}Machine").properties)


@pytest.mark.parametrize("which", Machine)
@pytest.mark.parametrize("stage", ["local", "prod"])
def test_every_placeholder_becomes_its_tasks_function(assemblies, whole, stage, which):
    tasks = {task.placeholder: task.function.logical_name for task in whole.of(TaskSpec)}
    deployed = machine(assemblies(stage), which)
    placeholders = set(re.findall(r"\$\{(\w+)}", deployed["DefinitionString"]))
    assert placeholders
    assert deployed["DefinitionSubstitutions"] == {name: f"<{tasks[name]}.Arn>" for name in placeholders}


@pytest.mark.parametrize("which", Machine)
def test_a_machine_may_call_its_tasks_and_no_other_function(prod, which):
    statements = prod.statements(prod.named(f"{named(which)}MachineRole"))
    (calling,) = [it for it in statements if it["Action"] == ["lambda:InvokeFunction"]]
    assert set(calling["Resource"]) == set(machine(prod, which)["DefinitionSubstitutions"].values())


def test_every_machine_has_its_document():
    assert all(definition_file(which).exists() for which in Machine)


def test_runs_are_durable_traced_and_logged_without_their_data(prod):
    deployed = machine(prod)
    assert deployed["StateMachineType"] == "STANDARD"
    assert deployed["TracingConfiguration"] == {"Enabled": True}
    assert deployed["LoggingConfiguration"]["Level"] == "ALL"
    assert deployed["LoggingConfiguration"]["IncludeExecutionData"] is False


def test_a_placeholder_without_a_task_is_refused():
    with pytest.raises(UnknownTask, match=r"names \${Dream}"):
        dict(generation._called(Machine.GENERATE_DESIGN, '{"Resource": "${Dream}"}', {}))
