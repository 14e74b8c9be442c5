#!/usr/bin/env python3
"""Compares the checker with Prisma's own engine over a corpus of schemas, and fails below the floors.

    conformance.py SHARED BINARY

SHARED holds `corpus/` and `oracle/` (the engine and `parity.py`). The engine is installed into a copy of `oracle/`, so that
nothing is written into SHARED.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

# For each version of Prisma and each set of schemas: the table that says which folders are one schema (without it every
# file is one), the least share of verdicts that are right, and of the engine's findings that are met, in per cent. No
# schema that the engine accepts may be rejected or warned about.
FLOORS = [
    ("6", ["engine-cases", "real"], None, 99.9, 99.5),
    ("6", ["engine-folders"], "engine-folders.tsv", 100.0, 100.0),
    ("6", ["real"], "real.tsv", 100.0, 100.0),
    ("7", ["engine-cases-7", "real-7"], None, 100.0, 99.5),
    ("7", ["engine-folders-7"], "engine-folders.tsv", 100.0, 100.0),
]


def main():
    shared, binary = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        oracle = pathlib.Path(scratch) / "oracle"
        shutil.copytree(shared / "oracle", oracle)
        subprocess.run(["npm", "ci", "--silent", "--no-progress"], cwd=oracle, check=True)
        failed = [row for row in FLOORS if not reaches(row, shared, oracle, binary)]
    sys.exit(1 if failed else 0)


def reaches(row, shared, oracle, binary):
    prisma, sets, table, verdict, recall = row
    folders = [str(shared / "corpus" / name) for name in sets]
    failures = oracle / f"failures-{prisma}.jsonl"
    command = ["python3", str(oracle / "parity.py"), "check", "--bin", str(binary), "--prisma", prisma]
    if table:
        command += ["--roots", str(shared / "corpus" / table)]
    run = subprocess.run([*command, "--failures", str(failures), *folders], capture_output=True, text=True, check=True)
    report = json.loads(run.stdout.splitlines()[0])
    rejected = [line for line in failures.read_text().splitlines() if json.loads(line).get("what") == "we reject"]
    good = (
        report["verdict %"] >= verdict
        and report["recall %"] >= recall
        and report.get("extra", 0) == 0
        and report.get("crashed", 0) == 0
        and not rejected
    )
    print(f"Prisma {prisma}, {' and '.join(sets)}: {json.dumps(report)}")
    if not good:
        print(f"  below the floor: verdict {verdict} %, recall {recall} %, extra 0, crashed 0, rejected 0")
        print(run.stdout, *rejected[:20], sep="\n")
    return good


main()
