#!/usr/bin/env python3
"""Pulls the sample databases and compares the schemas with what Prisma's engine makes of them.

    introspection.py DATABASES BINARY [PROVIDER ...]

DATABASES has `samples`, `expected`, and scripts that start the servers. For every sample: the pulled schema is valid, formatting it and
pulling again change nothing, there is no drift, and no more lines differ from the engine's than DIFFERENT says. Lines of documentation
are not compared; docs/differences.md says what the others are.
"""

import difflib
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

# How many lines may differ, counted on both sides. Those that are not named: none.
DIFFERENT = {
    "postgresql": {
        "defaults": 2, "doc_lines": 20, "indexes": 12, "keys": 9, "lago": 155, "multi_schema": 4, "names": 97, "openstreetmap": 41,
        "reintrospect.rebase": 4, "relations": 20, "relations_ambiguous": 4,
    },
    "sqlite": {"defaults": 10, "keys": 35, "names": 31, "reintrospect.rebase": 4, "relations": 6},
    "mysql": {"defaults": 8, "keys": 2, "names": 74, "reintrospect.rebase": 24, "types": 2, "views": 10},
    "mariadb": {"keys": 2, "keys_mariadb": 5, "names": 64, "reintrospect.rebase": 24, "types": 2, "views": 24},
}


def run(*command, **more):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, **more)


def lines(text):
    return [line for line in text.splitlines() if not line.strip().startswith("///")]


class Servers:
    """Databases to load samples into."""

    def __init__(self, databases, folder):
        self.databases, self.folder, self.urls = databases, pathlib.Path(folder), {}

    def start(self, provider):
        if provider == "sqlite":
            return
        port = {"postgresql": 54397, "mysql": 33971, "mariadb": 33972}[provider]
        kind = {"postgresql": "postgres"}.get(provider, provider)
        started = run(self.databases / f"start-{kind}.sh", port, f"/tmp/ci-{kind}")
        if started.returncode:
            sys.exit(f"{provider} does not start: {started.stderr[-500:]}")
        self.urls[provider] = started.stdout.strip().rsplit("/", 1)[0]

    def stop(self):
        for provider in self.urls:
            port = {"postgresql": 54397, "mysql": 33971, "mariadb": 33972}[provider]
            kind = {"postgresql": "postgres"}.get(provider, provider)
            run(self.databases / f"stop-{kind}.sh", port, f"/tmp/ci-{kind}", "--delete")

    def load(self, provider, name, script):
        """The URL of a database that a script has made, or None if the server lacks something that it needs."""
        text = script.read_text()
        if provider == "sqlite":
            file = self.folder / f"{name}.db"
            file.unlink(missing_ok=True)
            with sqlite3.connect(file) as connection:
                connection.executescript(text)
            connection.close()
            return f"file:{file}"
        url, database = self.urls[provider], f"sample_{name}"
        if provider == "postgresql":
            base = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d"]
            run(*base, f"{url}/postgres", "-c", f"drop database if exists {database}", "-c", f"create database {database}", check=True)
            loaded = run(*base, f"{url}/{database}", "-f", script)
        else:
            port = url.rsplit(":", 1)[1]
            base = ["mariadb", "--skip-ssl", "-h127.0.0.1", f"-P{port}", "-uroot", "-pprisma"]
            run(*base, "-e", f"drop database if exists {database}; create database {database}", check=True)
            loaded = run(*base, database, input=text)
        if loaded.returncode:
            if "is not available" in loaded.stderr or "could not open extension control file" in loaded.stderr:
                return None
            sys.exit(f"{provider}/{name} cannot be loaded: {loaded.stderr[-500:]}")
        return f"{url}/{database}"


def problems(binary, url, provider, name, expected, base, options):
    """What is wrong with the schema that is pulled from a database, and how many lines are different."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        schema = pathlib.Path(folder) / "prisma" / "schema.prisma"
        if base:
            schema.parent.mkdir()
            schema.write_text(base.read_text())
        pulled = run(binary, "pull", "--url", url, *([] if base else options), cwd=folder)
        if pulled.returncode:
            return [f"not pulled: {pulled.stderr[-500:]}"], 0
        text = schema.read_text()
        checked = run(binary, "check", "--format", "json-lines", schema, cwd=folder)
        errors = [json.loads(line) for line in checked.stdout.splitlines()]
        found += [f"invalid: {one['message']}" for one in errors if one["severity"] == "error"]
        if run(binary, "fmt", "--check", schema, cwd=folder).returncode:
            found.append("formatting changes something")
        again = run(binary, "pull", "--url", url, "--check", "--diff", cwd=folder)
        if again.returncode:
            found.append(f"pulling again changes something: {again.stdout[:500]}{again.stderr[:300]}")
        drift = run(binary, "drift", "--url", url, cwd=folder)
        if drift.returncode:
            found.append(f"drift: {drift.stdout[:500]}{drift.stderr[:300]}")
    difference = difflib.unified_diff(lines(expected.read_text()), lines(text), lineterm="", n=0)
    different = [line for line in difference if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    allowed = DIFFERENT[provider].get(expected.stem, 0)
    if len(different) > allowed:
        found.append(f"{len(different)} lines are different, not {allowed}:\n" + "\n".join(different[:40]))
    return found, len(different)


def main():
    databases, binary = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    failed, count, skipped = 0, 0, []
    with tempfile.TemporaryDirectory() as folder:
        servers = Servers(databases, folder)
        try:
            for provider in sys.argv[3:] or ["sqlite", "postgresql", "mariadb", "mysql"]:
                servers.start(provider)
                total = 0
                samples = databases / "samples" / ("mysql" if provider == "mariadb" else provider)
                for expected in sorted((databases / "expected" / provider).glob("*.prisma")):
                    name = expected.name.split(".")[0]
                    is_second = expected.name.endswith(".rebase.prisma")
                    script = samples / f"{name}.sql"
                    options = re.search(r"^-- oracle: (.*)$", script.read_text(), re.M)
                    options = options.group(1).split() if options else []
                    url = servers.load(provider, name, script)
                    if not url:
                        skipped.append(f"{provider}/{name}")
                        continue
                    base = samples / f"{name}.base.prisma" if is_second else None
                    found, different = problems(binary, url, provider, name, expected, base, options)
                    count, total = count + 1, total + different
                    for problem in found:
                        failed += 1
                        print(f"{provider}/{expected.stem}: {problem}")
                print(f"{provider}: {total} different lines")
        finally:
            servers.stop()
    print(f"{count} schemas pulled, {failed} problems" + (f", without {', '.join(skipped)}" if skipped else ""))
    sys.exit(1 if failed else 0)


main()
