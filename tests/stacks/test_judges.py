"""Foreign judges: cdk-nag on the synthesised templates with every kept finding explained, and cfn-lint without any."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ACKNOWLEDGED = tomllib.loads(Path(__file__).with_name("acknowledged.toml").read_text())["finding"]
# CDK's own resources for a value read across regions depend on a role twice.
CFN_LINT_IGNORED = {("W3005", "CustomCrossRegionExport")}
BOOTSTRAP = ("Parameters", "Rules")


@pytest.fixture(scope="module")
def findings(prod, tmp_path_factory):
    """Each (rule, construct path) that AwsSolutions finds in prod's templates."""
    # Judged through CfnInclude, since the rules look at CDK's classes and the stacks are written without them.
    from aws_cdk import Stack, Validations
    from aws_cdk.cloudformation_include import CfnInclude
    from cdk_nag import AwsSolutionsChecks

    from stacks.app import new_app

    folder = tmp_path_factory.mktemp("nag")
    app = new_app(folder / "assembly")
    for name, template in prod.templates.items():
        file = folder / f"{name}.json"
        file.write_text(json.dumps({part: body for part, body in template.items() if part not in BOOTSTRAP}))
        CfnInclude(Stack(app, name), "Included", template_file=str(file))
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    with pytest.raises(RuntimeError, match="Acknowledge with"):
        app.synth()
    report = json.loads((folder / "assembly" / "validation-report.json").read_text())
    return {
        (violation["ruleName"], construct["constructPath"].replace("/Included/", "/"))
        for plugin in report["pluginReports"]
        for violation in plugin["violations"]
        for construct in violation["violatingConstructs"]
    }


def explains(entry, finding):
    return re.fullmatch(entry["rule"], finding[0]) and re.fullmatch(entry["where"], finding[1])


def test_every_finding_of_cdk_nag_is_explained(findings):
    assert [
        finding for finding in sorted(findings) if not any(explains(entry, finding) for entry in ACKNOWLEDGED)
    ] == []


@pytest.mark.parametrize("entry", ACKNOWLEDGED, ids=lambda entry: f"{entry['rule']} {entry['where']}")
def test_every_explanation_is_still_needed(entry, findings):
    assert any(explains(entry, finding) for finding in findings)
    assert len(entry["reason"]) > len("because")


@pytest.mark.parametrize("stage", ["local", "prod"])
def test_cfn_lint_finds_nothing(assemblies, stage):
    templates = sorted(str(path) for path in assemblies(stage).folder.glob("*.template.json"))
    command = [str(Path(sys.executable).with_name("cfn-lint")), "--format", "json", *templates]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=170)
    found = [(it["Rule"]["Id"], it["Message"]) for it in json.loads(ran.stdout or "[]")]
    assert [it for it in found if not any(it[0] == rule and text in it[1] for rule, text in CFN_LINT_IGNORED)] == []
