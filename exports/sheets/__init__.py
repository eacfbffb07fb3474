"""Spreadsheets from people, read so that a hostile one costs a refusal and no more.

`read_sheets` is the one way in. Rooms: `guard` looks before anything is unpacked, `child` reads in a process
of its own, `limits` bounds it, `parts` looks into the workbook's XML, `delimited` reads text files, `reader`
puts them together.
"""

from exports.sheets.guard import FileFault
from exports.sheets.reader import read_sheets
from exports.sheets.rows import Cell, Rows

__all__ = ["Cell", "FileFault", "Rows", "read_sheets"]
