"""The console's screens, a room each, each with its stylesheet beside it."""
