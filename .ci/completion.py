#!/usr/bin/env python3
"""Measures completion at random places of the corpus.

    completion.py CORPUS ORACLE BINARY [COUNT [SEED]]

ORACLE is the folder of Prisma's own engine, installed. Three things are measured, and fail below their floors:

1. at COUNT places, what the engine offers is offered, or there is a known reason why not;
2. there, taking our first item never gives a syntax error that was not there;
3. at half as many words that are deleted, the word is offered, and is among the first five items.
"""

import collections
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

OFFERED, FIRST_FIVE = 0.99, 0.93


class Server:
    """A session with the language server."""

    def __init__(self, binary):
        self.process = subprocess.Popen([binary, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.next_id = 0
        self.documents = 0
        options = {"prismaAnalyzer": {"prismaVersion": "6"}}
        self.request("initialize", {"processId": None, "capabilities": {}, "initializationOptions": options})
        self.notify("initialized", {})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while (line := self.process.stdout.readline().strip()):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(length))

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def request(self, method, params):
        self.next_id += 1
        self.send({"id": self.next_id, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.next_id and "method" not in message:
                return message.get("result")

    def open(self, text):
        """Opens a document, and gives its name and the codes of its syntax errors."""
        self.documents += 1
        uri = f"untitled:{self.documents}"
        document = {"uri": uri, "languageId": "prisma", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        while True:
            message = self.receive()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                codes = [found["code"] for found in message["params"]["diagnostics"]]
                return uri, [code for code in codes if code.startswith("syntax-") and code != "syntax-ignored-text"]

    def close(self, uri):
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def complete(self, uri, text, offset):
        """The items at a place, the best first."""
        at = position(text, offset)
        answer = self.request("textDocument/completion", {"textDocument": {"uri": uri}, "position": at}) or {"items": []}
        # Without an edit, an item is written in the place of what was typed of a word.
        typed = len(re.search(r"\w*$", text[:offset])[0])
        start = {"line": at["line"], "character": at["character"] - typed}
        for item in answer["items"]:
            item.setdefault("textEdit", {"range": {"start": start, "end": at}, "newText": item["label"]})
        return sorted(answer["items"], key=lambda item: item["sortText"])


def position(text, offset):
    before = text[:offset]
    return {"line": before.count("\n"), "character": offset - (before.rfind("\n") + 1)}


def offset_of(text, place):
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: place["line"]]) + place["character"]


def schemas(corpus):
    """The texts of one-file schemas whose columns are the same in all encodings."""
    for file in sorted(corpus.rglob("*.prisma")):
        text = file.read_text(encoding="utf-8", errors="replace")
        if text.isascii() and "\r" not in text and re.search(r"^\s*datasource ", text, re.M) and len(text) < 100_000:
            yield text


# Behind these the engine has something to offer.
SPEAKING = re.compile(r"onDelete: |onUpdate: |type: |ops: |@@schema\(|url += |env\(|^datasource \w+ \{\n", re.M)


def places(texts, count, rng):
    for number in range(count):
        text = rng.choice(texts)
        speaking = [found.end() for found in SPEAKING.finditer(text)] if number % 2 else []
        yield text, rng.choice(speaking) if speaking else rng.randrange(len(text) + 1)


def official(oracle, place, folder, number):
    text, offset = place
    file = folder / f"{number}.prisma"
    file.write_text(text)
    at = position(text, offset)
    command = ["node", str(oracle / "oracle.mjs"), "completion", "--prisma", "6"]
    command += ["--line", str(at["line"]), "--col", str(at["character"]), str(file)]
    run = subprocess.run(command, capture_output=True, text=True)
    try:
        return [item["label"] for item in json.loads(run.stdout)["answer"]["items"]]
    except (ValueError, KeyError):
        return []


def reason(text, offset, label):
    """Why something is not offered that the engine offers."""
    line = text[text.rfind("\n", 0, offset) + 1 :].split("\n")[0]
    column = offset - (text.rfind("\n", 0, offset) + 1)
    block = text[text.rfind("{", 0, offset) : text.find("\n}", offset)]
    if "//" in line[:column]:
        return "in a comment"
    if re.match(r"\s*(=|:|\}|\w|\"|\()", line[column:]):
        return "in front of what is there already"
    if line[:column].rstrip().endswith(('"', ")", "]")):
        return "behind what is there already"
    if line[:column].count('"') % 2:
        return "in a string that says something else"
    if re.search(rf"^\s*{re.escape(label)}\s*=", block, re.M):
        return "a key that is there already"
    return None


def fits(text, offset, item):
    """Whether an editor shows an item: what was typed of it is in it, letter by letter."""
    typed = text[offset_of(text, item["textEdit"]["range"]["start"]) : offset].lower()
    letters = iter(item["label"].lower())
    return all(letter in letters for letter in typed)


def taken(text, item):
    """The text with an item taken."""
    edit = item["textEdit"]
    changes = [edit, *(item.get("additionalTextEdits") or [])]
    changes.sort(key=lambda change: offset_of(text, change["range"]["start"]), reverse=True)
    for change in changes:
        start, end = (offset_of(text, change["range"][side]) for side in ("start", "end"))
        text = text[:start] + change["newText"] + text[end:]
    return text


WORD = re.compile(r"[A-Za-z_]\w*")
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def words(text):
    """The words that somebody could want to have completed: all but names that are made up there, and what is in strings."""
    found = []
    in_block = None
    start = 0
    for line in text.split("\n"):
        code = re.split(r"//", STRING.sub(lambda string: '"' + "_" * (len(string[0]) - 2) + '"', line))[0]
        header = re.match(r"(model|view|enum|type|datasource|generator)\s+\w+\s*\{\s*$", code)
        if in_block is None and header:
            in_block = header[1]
            found.append((start, header[1]))
        elif code.strip().startswith("}"):
            in_block = None
        elif in_block:
            inside = [(string.start(), string.end()) for string in STRING.finditer(code)]
            for number, word in enumerate(WORD.finditer(code)):
                is_name = number == 0 and in_block in ("model", "view", "enum", "type") and not code.strip().startswith("@")
                if number == 0 and in_block == "generator" and word[0] not in KEYS:
                    break
                if not is_name and not any(a <= word.start() < b for a, b in inside):
                    found.append((start + word.start(), word[0]))
        start += len(line) + 1
    return found


KEYS = {"provider", "output", "previewFeatures", "binaryTargets", "engineType"}


def names(item, word):
    """Whether an item is a word, with or without what belongs around it."""
    label = item["label"].lstrip("@")
    return label == word or re.split(r"[(.\[ ?]", label)[0] == word


def deletions(texts, count, rng):
    for _ in range(count):
        text = rng.choice(texts)
        found = words(text)
        if found:
            offset, word = rng.choice(found)
            yield text[:offset] + text[offset + len(word) :], offset, word


def compare(server, texts, oracle, count, rng):
    chosen = list(places(texts, count, rng))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        ask = lambda numbered: official(oracle, numbered[1], pathlib.Path(folder), numbered[0])
        theirs = list(pool.map(ask, enumerate(chosen)))
    offered, missing, broken, reasons = 0, [], [], collections.Counter()
    for (text, offset), labels in zip(chosen, theirs):
        uri, before = server.open(text)
        items = server.complete(uri, text, offset)
        server.close(uri)
        own = {item["label"] for item in items} | {item["textEdit"]["newText"] for item in items}
        for label in labels:
            offered += 1
            bare = label.strip('"')
            if label not in own and bare not in own and not any(names(item, re.split(r"[( ]", bare)[0]) for item in items):
                why = reason(text, offset, bare)
                reasons[why] += 1
                if why is None:
                    missing.append((text, offset, label))
        items = [item for item in items if fits(text, offset, item)]
        if items:
            after_text = taken(text, items[0])
            uri, after = server.open(after_text)
            server.close(uri)
            if len(after) > len(before):
                broken.append((text, offset, items[0]["label"], after))
    return offered, missing, broken, reasons, sum(bool(labels) for labels in theirs)


def shown(text, offset):
    start = text.rfind("\n", 0, offset) + 1
    line = text[start:].split("\n")[0]
    return f"{line[: offset - start]}▮{line[offset - start :]}"


def main():
    corpus, oracle, binary = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 2000
    rng = random.Random(int(sys.argv[5]) if len(sys.argv) > 5 else 1)
    texts = list(schemas(corpus))
    server = Server(binary)
    offered, missing, broken, reasons, speaking = compare(server, texts, oracle, count, rng)
    print(f"{count} places; at {speaking} the engine offers {offered} items, {sum(reasons.values())} of them are not ours")
    for why, number in reasons.items():
        print(f"  {number}: {why}")
    for text, offset, label in missing[:20]:
        print(f"  missing {label!r} at {shown(text, offset)}")
    print(f"taking the first item gives {len(broken)} new syntax errors")
    for text, offset, label, codes in broken[:20]:
        print(f"  {label!r} at {shown(text, offset)}: {codes}")
    found, first_five, absent = 0, 0, []
    chosen = list(deletions(texts, count // 2, rng))
    for text, offset, word in chosen:
        uri, _ = server.open(text)
        items = server.complete(uri, text, offset)
        server.close(uri)
        at = next((at for at, item in enumerate(items) if names(item, word)), None)
        found += at is not None
        first_five += at is not None and at < 5
        if at is None or at >= 5:
            absent.append((text, offset, word, at, [item["label"] for item in items[:6]]))
    print(f"{len(chosen)} deleted words: {found / len(chosen):.1%} are offered, {first_five / len(chosen):.1%} in the first five")
    for text, offset, word, at, first in sorted(absent, key=lambda entry: entry[3] is not None)[:30]:
        print(f"  {word!r} ({at}) at {shown(text, offset)}: {first}")
    is_good = not missing and not broken and found >= OFFERED * len(chosen) and first_five >= FIRST_FIVE * len(chosen)
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
