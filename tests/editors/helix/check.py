"""What a person sees in Helix who followed editors/helix/README.md: check.py HX FOLDER.

Helix runs on a pseudo terminal that nobody looks at: what the server says is read from its log, what the keys did from the files."""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

hx, folder = sys.argv[1:]
log = os.path.join(os.environ["HOME"], "helix.log")
drawn = b""
failed = False


def read(name):
    with open(name, errors="replace") as file:
        return file.read()


def pump(seconds):
    """Takes what Helix draws, or it would wait."""
    global drawn
    end = time.time() + seconds
    while time.time() < end:
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                drawn += os.read(terminal, 65536)
            except OSError:
                return


def keys(text, seconds=0.3):
    os.write(terminal, text.encode())
    pump(seconds)


def check(what, is_good, again="", patience=60):
    """Waits until it is so; now and then the keys are pressed again."""
    global failed
    end = time.time() + patience
    pressed = time.time()
    while not is_good() and time.time() < end:
        pump(0.1)
        if again and time.time() > pressed + 2:
            keys(again)
            pressed = time.time()
    good = is_good()
    failed = failed or not good
    print("ok:" if good else "not ok:", what, flush=True)


process, terminal = pty.fork()
if process == 0:
    os.chdir(folder)
    os.environ["TERM"] = "xterm-256color"
    # Without a size nothing would be drawn.
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    os.execv(hx, [hx, "-vvv", "--log", log, "base.prisma"])

check("a broken schema has a diagnostic", lambda: os.path.exists(log) and "type-unknown" in read(log))
keys("8G")
keys("x")
keys(":pipe sed s/Strng/String/\r", 1)
keys(":w\r", 1)
check("writing lays it out", lambda: "  email String  @unique\n" in read(os.path.join(folder, "base.prisma")))
keys("6G")
keys("w")
keys("l")
drawn = b""
keys(" r")
check("a new name is asked for", lambda: b"rename-to:" in drawn)
keys("\x15Account\r", 1)
keys(":wa\r", 1)
check("renaming changes the model", lambda: "model Account {" in read(os.path.join(folder, "base.prisma")), again=":wa\r")
check("and its use in the other file", lambda: "Account" in read(os.path.join(folder, "posts.prisma")), again=":wa\r")
keys(":qa!\r", 0.5)
sys.exit(failed)
