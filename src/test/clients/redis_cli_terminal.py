"""redis-cli as a person uses it, at a terminal: it asks for the documentation of all commands first.

Usage: redis_cli_terminal.py <port>
"""
import fcntl
import os
import pty
import struct
import sys
import termios

from checks import Checks

PORT = sys.argv[1]
PROMPT = f"127.0.0.1:{PORT}> "
checks = Checks()

pid, terminal = pty.fork()
if pid == 0:
    # Before redis-cli looks: where no size is set, it asks the terminal, and nobody answers here.
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    os.execlp("redis-cli", "redis-cli", "-p", PORT)


unread = ""


def shown_until(text):
    """What the screen shows up to the text, and with it; all there is if the client ends before."""
    global unread
    while text not in unread:
        try:
            unread += os.read(terminal, 4096).decode()
        except OSError:
            text = unread
    end = unread.index(text) + len(text)
    shown, unread = unread[:end], unread[end:]
    return shown


def ask(line, expected):
    os.write(terminal, line.encode() + b"\r")
    seen = shown_until(expected)
    checks.holds(f"answers {line}", expected in seen, expected, seen)
    # What is typed before it is forgotten.
    shown_until(PROMPT)


shown_until(PROMPT)
ask("PING", "PONG")
ask("HELP BLPOP", "Waits for the group's next message")
ask("RPUSHX topics:terminal 'two words'", "(integer) 1")
ask("HELLO 3", '1# "server" => "redis"')
ask("HGETALL stats", '"producer.delivery.errors" => "0"')
ask("BLPOP topics:terminal 1", "(error) CONS Connection not ready.")
os.write(terminal, b"QUIT\r")
checks.equal("ends", 0, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
print("end")
