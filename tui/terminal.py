"""The terminal that the console is on: whether it is still there."""

import errno
import sys


def is_gone() -> bool:
    """Whether the terminal that the keys came from is no more: a window that was closed without a word leaves
    a console that nobody can see or stop. On Windows the console is ended with its window."""
    if sys.platform == "win32" or sys.__stdin__ is None:
        return False
    import termios

    try:
        termios.tcgetattr(sys.__stdin__)
    except termios.error as error:
        return bool(error.args[0] != errno.ENOTTY)
    except ValueError:  # no file behind it: a test
        return False
    return False
