"""Whether the syntax for Sublime Text colours a schema, in bat, whose engine reads such syntaxes: check.py SYNTAX"""

import os
import re
import subprocess
import sys
import tempfile

SCHEMA = """\
datasource db {
  provider = "postgresql"
}
/// documented
model User {
  id Int @id @default(autoincrement()) // said
  post Post?
  /* long
  still */
}
enum Role {
  ADMIN @map("a")
}
type Address {
  street String
}
"""

# What is coloured alike, and each group otherwise than the others.
GROUPS = [
    ["datasource", "model", "enum", "type"],
    ["Int", "Post", "String"],
    ["provider", "id", "post", "street"],
    ["ADMIN"],
    ['"postgresql"', '"a"'],
    ["/// documented", "// said", "/* long", "still */"],
]

with tempfile.TemporaryDirectory() as folder:
    os.environ["COLORTERM"] = "truecolor"
    os.environ["BAT_CACHE_PATH"] = os.path.join(folder, "cache")
    os.mkdir(os.path.join(folder, "syntaxes"))
    os.symlink(os.path.abspath(sys.argv[1]), os.path.join(folder, "syntaxes", "Prisma.sublime-syntax"))
    subprocess.run(["batcat", "cache", "--build", "--source", folder, "--target", os.environ["BAT_CACHE_PATH"]], check=True, stdout=subprocess.DEVNULL)
    command = ["batcat", "--no-config", "--language", "Prisma", "--color", "always", "--style", "plain", "--paging", "never", "--theme", "Monokai Extended"]
    shown = subprocess.run(command, input=SCHEMA, text=True, check=True, capture_output=True).stdout

text, colours, colour = "", [], ""
for piece in re.split(r"(\x1b\[[0-9;]*m)", shown):
    if piece.startswith("\x1b"):
        colour = "" if piece == "\x1b[0m" else piece
    else:
        text += piece
        colours += [colour] * len(piece)
assert text == SCHEMA, shown


def colour_of(words):
    """The one colour of these words where they stand first."""
    start = re.search(r"(?<!\w)" + re.escape(words) + r"(?!\w)", text).start()
    found = set(colours[start : start + len(words)])
    assert len(found) == 1, f"{words} has the colours {found}:\n{shown}"
    return found.pop()


groups = [{colour_of(words) for words in group} for group in GROUPS]
assert all(len(group) == 1 for group in groups), groups
assert len(set.union(*groups)) == len(GROUPS), groups
print("ok: the syntax for Sublime Text colours a schema")
