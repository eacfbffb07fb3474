"""Codes and facts as sentences, in the language of the moment. The core knows codes only."""

from core.errors import DeskError
from tui.sentences.desk import sentence, sentence_of_code

__all__ = ["DeskError", "sentence", "sentence_of_code"]
