"""Reports in words: the sheets of the month's workbook, a room for each section."""
