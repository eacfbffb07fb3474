"""Personal data: told masked, revealed and taken out on record, given to the person, erased, and kept no
longer than needed."""
