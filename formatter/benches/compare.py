#!/usr/bin/env python3
"""Compares schema-fmt with Prisma's own formatter, each as a process that formats one file, and prints a table.

    cargo build --release -p formatter && python3 formatter/benches/compare.py

Needs Node and npm: Prisma is installed into a temporary folder. The time is the median of several runs, in turns, on a schema
in which every line is out of place. Both results must be the same.
"""

import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

PRISMA = "7"
MODELS = [10, 1_000, 5_000]
RUNS = 9
FORMATTER = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", "target")) / "release" / "schema-fmt"


def schema(models):
    parts = ['datasource db {\n provider = "postgresql"\n}\n']
    for index in range(models):
        parts.append(
            f"\n/// The model number {index}.\nmodel Model{index} {{\n id Int @id @default(autoincrement())\n"
            f"  name String? @db.VarChar(255) // shown\n   createdAt DateTime @default(now())\n"
            f" tags String[]\n data Json @default(\"{{}}\")\n\n @@index([ name,createdAt(sort:Desc) ])\n"
            f' @@map("model_{index}")\n}}\n'
        )
    return "".join(parts)


def run(command, text, file, environment):
    file.write_text(text)
    start = time.perf_counter()
    subprocess.run([*command, str(file)], check=True, capture_output=True, env=environment)
    return time.perf_counter() - start, file.read_text()


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "package.json").write_text("{}")
        subprocess.run(["npm", "install", "--silent", f"prisma@{PRISMA}"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        # Formatting needs no engine, which would be downloaded otherwise.
        environment = os.environ | {"PRISMA_SCHEMA_ENGINE_BINARY": shutil.which("true"), "CHECKPOINT_DISABLE": "1"}
        official = [str(folder / "node_modules" / ".bin" / "prisma"), "format", "--schema"]
        file = folder / "schema.prisma"
        print("| models | size | `prisma format` | `schema-fmt` |\n|--:|--:|--:|--:|")
        for models in MODELS:
            text = schema(models)
            theirs, ours = [], []
            for _ in range(RUNS):
                seconds, their_text = run(official, text, file, environment)
                theirs.append(seconds)
                seconds, our_text = run([str(FORMATTER)], text, file, environment)
                ours.append(seconds)
                assert their_text == our_text, "the results differ"
            milliseconds = [statistics.median(times) * 1_000 for times in (theirs, ours)]
            print(f"| {models:,} | {len(text) / 1_000:,.0f} kB | {milliseconds[0]:,.0f} ms | {milliseconds[1]:,.1f} ms |", flush=True)


main()
