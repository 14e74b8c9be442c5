"""Whether the folder that editors/zed/install.sh has put together is whole, as far as that can be told without Zed: check.py FOLDER"""

import os
import subprocess
import sys
import tomllib

folder = sys.argv[1]


def read(name):
    with open(os.path.join(folder, name), "rb") as file:
        return tomllib.load(file)


extension, language, crate = read("extension.toml"), read("languages/prisma/config.toml"), read("Cargo.toml")
assert extension["version"] == crate["package"]["version"], "one version"
assert [language["name"]] == extension["language_servers"]["prisma-analyzer"]["languages"], "the server is for the language"
assert crate["lib"]["crate-type"] == ["cdylib"] and os.path.exists(os.path.join(folder, "src/lib.rs"))

# Zed gets the grammar from this clone, at this commit.
grammar = extension["grammars"][language["grammar"]]
repository = grammar["repository"].removeprefix("file://")
listed = subprocess.run(
    ["git", "-C", repository, "ls-tree", "--name-only", grammar["rev"], f"{grammar['path']}/src/"], check=True, capture_output=True, text=True
).stdout
for file in ["parser.c", "scanner.c"]:
    assert f"{grammar['path']}/src/{file}" in listed, listed

for query in ["highlights", "brackets", "indents", "outline", "injections", "textobjects"]:
    assert os.path.getsize(os.path.join(folder, f"languages/prisma/{query}.scm")) > 0, query
print("ok: the extension for Zed is whole")
