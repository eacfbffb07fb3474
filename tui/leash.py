"""A process that works for another ends with it: when its standard input ends, it is interrupted, so that it
clears away what it has begun. On every system alike, which signals are not."""

import _thread
import os
import threading

_INPUT = 0


def stop_with_the_input() -> None:
    """From now on."""
    threading.Thread(target=_wait, name="leash", daemon=True).start()


def _wait() -> None:
    """Reads past Python's own buffer, whose lock would be missed when the program ends."""
    try:
        while os.read(_INPUT, 1024):
            pass
    except OSError:  # there is none
        return
    _thread.interrupt_main()
