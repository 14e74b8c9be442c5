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


# For each version of Prisma and each set of schemas: how many valid schemas may be laid out otherwise than by Prisma's
# formatter (docs/differences.md says why), and the least share of the others that are laid out the same, in per cent.
FORMAT_FLOORS = [
    ("6", ["engine-cases", "real"], 3, 97.0),
    ("7", ["engine-cases-7", "real-7"], 1, 97.0),
]


def main():
    shared, binary = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        oracle = pathlib.Path(scratch) / "oracle"
        shutil.copytree(shared / "oracle", oracle)
        subprocess.run(["npm", "ci", "--silent", "--no-progress"], cwd=oracle, check=True)
        failed = [row for row in FLOORS if not reaches(row, shared, oracle, binary)]
        failed += [row for row in FORMAT_FLOORS if not formats(row, shared, oracle, binary.with_name("schema-fmt"))]
        failed += [corpus for corpus in REFERENCES if not finds_references(shared / "corpus" / corpus, oracle, binary)]
    sys.exit(1 if failed else 0)


# Sets of schemas at whose names references must hold all that the engine finds.
REFERENCES = ["real", "engine-cases"]


def finds_references(corpus, oracle, binary):
    script = pathlib.Path(__file__).with_name("references.py")
    print(f"References in {corpus.name}: ", end="", flush=True)
    return subprocess.run([sys.executable, str(script), str(corpus), str(oracle), str(binary)]).returncode == 0


def formats(row, shared, oracle, binary):
    prisma, sets, different, invalid = row
    folders = [str(shared / "corpus" / name) for name in sets]
    command = ["python3", str(oracle / "parity.py"), "format", "--bin", str(binary), "--prisma", prisma]
    run = subprocess.run([*command, *folders], capture_output=True, text=True, check=True)
    report = json.loads(run.stdout.splitlines()[0])
    print(f"Prisma {prisma}, layout of {' and '.join(sets)}: {json.dumps(report)}")
    good = report["valid"] - report["valid-same"] <= different and report["invalid %"] >= invalid
    if not good:
        print(f"  below the floor: at most {different} valid schemas may differ, and {invalid} % of the others be the same")
        print(run.stdout)
    return good


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
