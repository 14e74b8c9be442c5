#!/usr/bin/env python3
"""Compares references with Prisma's own engine at random names of the corpus: what the engine finds, must be found.

    references.py CORPUS ORACLE BINARY [COUNT [SEED]]

ORACLE is the folder of the engine, installed. Prints how often the answers are the same, and why there is more where there
is more; fails where something is missing, or where there is more for no known reason.
"""

import collections
import json
import pathlib
import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class Server:
    """A session with the language server."""

    def __init__(self, binary):
        self.process = subprocess.Popen([binary, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.next_id = 0
        options = {"prismaAnalyzer": {"prismaVersion": "6", "diagnostics": {"enable": False}}}
        self.request("initialize", {"processId": None, "capabilities": {}, "initializationOptions": options})
        self.notify("initialized", {})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def request(self, method, params):
        self.next_id += 1
        self.send({"id": self.next_id, "method": method, "params": params})
        while True:
            length = 0
            while (line := self.process.stdout.readline().strip()):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            message = json.loads(self.process.stdout.read(length))
            if message.get("id") == self.next_id and "method" not in message:
                return message.get("result")


def places(corpus, count, seed):
    """Random names: the file, its text, and the line and column."""
    rng = random.Random(seed)
    files = sorted(corpus.rglob("*.prisma"))
    while count:
        file = rng.choice(files)
        text = file.read_text(encoding="utf-8", errors="replace")
        if not text.isascii() or "\r" in text:
            continue
        lines = text.split("\n")
        words = [(at, word) for at, line in enumerate(lines) for word in WORD.finditer(line.split("//")[0])]
        # Most words are scalar types and attributes, at which nobody finds anything.
        named = [(at, word) for at, word in words if word[0] not in NOBODYS and not lines[at][: word.start()].endswith("@")]
        if not named:
            continue
        at, word = rng.choice(named)
        count -= 1
        yield file, text, at, word.start(), word[0]


NOBODYS = set("String Int BigInt Float Decimal Boolean DateTime Json Bytes Unsupported model view enum type datasource generator "
              "provider url env id default relation fields references map unique autoincrement now uuid cuid true false "
              "onDelete onUpdate Cascade NoAction Restrict SetNull SetDefault dbgenerated updatedAt".split())


def official(oracle, place):
    file, _, line, column, _ = place
    command = ["node", str(oracle / "oracle.mjs"), "references", "--prisma", "6", "--line", str(line), "--col", str(column), str(file)]
    run = subprocess.run(command, capture_output=True, text=True)
    try:
        answer = json.loads(run.stdout)["answer"] or []
    except (ValueError, KeyError):
        return None
    return {(start(one), end(one)) for one in answer}


def end(location):
    position = location["range"]["end"]
    return position["line"], position["character"]


def start(location):
    position = location["range"]["start"]
    return position["line"], position["character"]


def ours(server, place):
    file, text, line, column, _ = place
    uri = f"untitled:{file.name}"
    server.notify("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "prisma", "version": 1, "text": text}})
    params = {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}, "context": {"includeDeclaration": True}}
    answer = server.request("textDocument/references", params) or []
    server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    return {start(one) for one in answer}


def reason(place, theirs, addition, text):
    """Why there is more than the engine finds."""
    line = text.split("\n")[addition[0]]
    before = line[: addition[1]]
    if not theirs:
        return "a name at which the engine finds nothing"
    if re.search(r"references\s*:\s*\[[^\]]*$", before):
        return "in `references`"
    if re.search(r"fields\s*:\s*\[[^\]]*$", before):
        return "in `fields`"
    if line.strip().startswith("@@"):
        return "in a list of a block attribute"
    if re.search(r'@relation\(\s*(name\s*:\s*)?"[^"]*$', before):
        return "the name of a relation"
    if re.search(r"@default\([^)]*$", before):
        return "in a default"
    if before.rstrip().endswith("@"):
        return "in front of a native type"
    if re.fullmatch(r"\s*\w+\s+", before):
        return "the type of a field"
    if not before.strip() or re.fullmatch(r"\s*(model|view|type|enum|datasource)\s+", before):
        return "the declaration"
    return None


def main():
    corpus, oracle, binary = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 500
    seed = int(sys.argv[5]) if len(sys.argv) > 5 else 1
    chosen = list(places(corpus, count, seed))
    with ThreadPoolExecutor(2) as pool:
        theirs = list(pool.map(lambda place: official(oracle, place), chosen))
    server = Server(binary)
    same, more, missing, unexplained = 0, collections.Counter(), [], []
    for place, expected in zip(chosen, theirs):
        if expected is None:
            continue
        found = ours(server, place)
        name = f"{place[0]}:{place[2] + 1}:{place[3] + 1} {place[4]}"
        # Of a path through composite types, the engine gives the whole, which holds what is meant.
        held = {one: {at for at in found if one[0] <= at < max(one[1], (one[0][0], one[0][1] + 1))} for one in expected}
        lacking = sorted(one[0] for one, within in held.items() if not within)
        if lacking:
            missing.append((name, lacking))
        additions = found - set().union(*held.values())
        same += not additions and not lacking
        for addition in additions:
            why = reason(place, expected, addition, place[1])
            if why is None:
                unexplained.append((name, addition))
            more[why] += 1
    server.process.kill()
    print(f"{len(chosen)} names: {same} answers are the same; more is found:", dict(more.most_common()))
    for problem in [("missing", *one) for one in missing] + [("unexplained", *one) for one in unexplained]:
        print(*problem)
    sys.exit(1 if missing or unexplained else 0)


main()
