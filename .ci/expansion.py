"""template.yaml as CloudFormation gets it: with what the SAM transform makes of it. Run by itself, it checks that with cfn-lint."""

import importlib.util
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent

# Each parameter that chooses what is made, with a value that chooses otherwise than its default does.
OTHERWISE = {
    "ExistingTopicArn": "arn:aws:sns:eu-north-1:123456789012:ses-events",
    "ConfigurationSetName": "newsletter",
    "EventBridgeEvents": "true",
    "IngestEnabled": "false",
    "Deliveries": "none",
    "Topics": "news,offers",
    "Pii": "hash",
    "PiiKeySecretArn": "arn:aws:secretsmanager:eu-north-1:123456789012:secret:ledger-key-a1b2c3",
    "RulesLayerArn": "arn:aws:lambda:eu-north-1:123456789012:layer:rules:3",
    "ApiAuthorization": "JWT",
    "JwtIssuer": "https://issuer.example",
    "JwtAudience": "ledger,console",
    "AlarmTopicArn": "arn:aws:sns:eu-north-1:123456789012:alarms",
}


class NoManagedPolicies:
    """The template names no managed policy; the transform would ask IAM for them."""

    def load(self):
        return {}


def expand(parameters=None):
    """The template after the transform, with these parameters in the place of their defaults."""
    from samtranslator.translator.transform import transform
    from samtranslator.yaml_helper import yaml_parse

    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    os.environ.setdefault("AWS_DEFAULT_REGION", "eu-north-1")
    template = yaml_parse((PROJECT / "template.yaml").read_text())
    # What `sam package` does: the code goes to a bucket.
    template["Globals"]["Function"]["CodeUri"] = "s3://a-bucket/function.zip"
    return transform(template, dict(parameters or {}), NoManagedPolicies())


def main():
    chosen_by = set(re.findall(r'"Ref": "(\w+)"', json.dumps(expand()["Conditions"])))
    assert chosen_by <= OTHERWISE.keys(), chosen_by - OTHERWISE.keys()
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for name, parameters in {"by default": {}, "each condition otherwise": OTHERWISE}.items():
            expanded = expand(parameters)
            for parameter, value in parameters.items():
                expanded["Parameters"][parameter]["Default"] = value
            file = Path(folder, f"{len(files)}.json")
            file.write_text(json.dumps(expanded, indent=1))
            files[file] = name
        found = subprocess.run(["cfn-lint", *files], capture_output=True, text=True)
        report = found.stdout + found.stderr
        for file, name in files.items():
            report = report.replace(str(file), f"template.yaml, expanded, {name}")
        print(report, end="")
        if found.returncode == 0:
            print(f"cfn-lint: {len(files)} expansions of template.yaml are fine")
        return found.returncode


if __name__ == "__main__":
    if importlib.util.find_spec("samtranslator") and shutil.which("cfn-lint"):
        sys.exit(main())
    print("SAM transform: skipped, it needs two tools (pip install aws-sam-translator cfn-lint)")
