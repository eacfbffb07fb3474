"""How the parts and cells of the grid look, by their state."""

LOOKS = {
    "header": "color: $text-muted;",
    "label": "color: $text;",
    "cursor": "text-style: reverse bold;",
    "chosen": "text-style: reverse;",
    "lifted": "text-style: italic underline;",
    "dim": "color: $text-disabled; text-style: dim;",
    "past": "color: $text-disabled; text-style: dim;",
    "none": "color: $text-disabled;",
    "free": "color: $text-success;",
    "partly": "color: $text-success;",
    "full": "color: $text-warning; text-style: bold;",
    "mine": "color: $text-accent; text-style: bold underline;",
    "confirmed": "color: $text;",
    "here": "color: $text-primary; text-style: bold;",
    "pending": "color: $text-warning;",
    "awaited": "color: $text-error; text-style: bold;",
    "held": "color: $text-warning; text-style: italic;",
    "no_show": "color: $text-muted; text-style: strike;",
    "closed": "color: $text-disabled; text-style: italic;",
}

CLASSES = {name: f"slot-grid--{name}" for name in LOOKS}
"""The component class of each."""

CSS = "SlotGrid {" + "".join(f" & > .{CLASSES[name]} {{ {look} }}" for name, look in LOOKS.items()) + " }"
"""The widget's own style sheet: a screen's would be parsed twice at the start."""
