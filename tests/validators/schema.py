"""Holds JSON files against a JSON Schema. Usage: schema.py SCHEMA FILE..."""

import json
import sys

from jsonschema.validators import validator_for


def main(schema_file, *files):
    with open(schema_file, encoding="utf-8") as text:
        schema = json.load(text)
    validator = validator_for(schema)
    validator.check_schema(schema)
    judge = validator(schema, format_checker=validator.FORMAT_CHECKER)
    faults = 0
    for name in files:
        with open(name, encoding="utf-8") as text:
            whole = json.load(text)
        for fault in judge.iter_errors(whole):
            faults += 1
            print(f"{name}: {fault.json_path}: {fault.message}")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
