"""x"""

from tui.screens.base import DeskScreen


class OperatorsScreen(DeskScreen):
    pass
