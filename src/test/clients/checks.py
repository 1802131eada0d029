"""Prints whether what a client showed is what was expected."""
import time


class Checks:
    def equal(self, name, expected, seen):
        self._print(name, seen == expected, expected, seen)

    def holds(self, name, condition, expected, seen):
        self._print(name, condition, expected, seen)

    def raises(self, name, error, message, call):
        """Of exactly this class, with a message that begins like this."""
        try:
            seen = call()
        except Exception as e:
            seen = f"{type(e).__name__}: {e}"
        self._print(name, str(seen).startswith(f"{error.__name__}: {message}"), f"{error.__name__}: {message}", seen)

    def times_out(self, name, seconds, call):
        """Nothing comes, and not before the time is over."""
        begin = time.monotonic()
        seen = call()
        took = time.monotonic() - begin
        self._print(name, seen is None and took >= 0.95 * seconds, f"None after {seconds} s", f"{seen!r} after {took} s")

    def _print(self, name, held, expected, seen):
        print(f"ok   {name}" if held else f"FAIL {name}: expected {expected!r}, saw {seen!r}", flush=True)
