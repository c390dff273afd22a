"""Holds a bill of materials against CycloneDX's own schema, in the version that it says. Usage: bill.py SCHEMAS FILE"""

import json
import pathlib
import sys

from jsonschema import Draft7Validator
from referencing import Registry, Resource


def main(schemas, name):
    def schema(part):
        text = (pathlib.Path(schemas) / f"{part}.SNAPSHOT.schema.json").read_text(encoding="utf-8")
        return json.loads(text)

    bill = json.loads(pathlib.Path(name).read_text(encoding="utf-8"))
    parts = [schema("spdx"), schema("jsf-0.82"), schema("cryptography-defs")]
    known = Registry().with_resources((part["$id"], Resource.from_contents(part)) for part in parts)
    judge = Draft7Validator(
        schema(f"bom-{bill['specVersion']}"), registry=known, format_checker=Draft7Validator.FORMAT_CHECKER
    )
    faults = 0
    for fault in judge.iter_errors(bill):
        faults += 1
        print(f"{fault.json_path}: {fault.message}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
