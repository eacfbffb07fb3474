"""How the parts and cells of the grid look, by their state."""

LOOKS = {
    "header": "color: $text-muted;",
    "label": "color: $text;",
    "cursor": "text-style: reverse bold;",
    "chosen": "text-style: reverse;",
    "lifted": "text-style: italic underline;",
    "dim": "color: $text; text-style: dim;",
    "past": "color: $text; text-style: dim;",
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
    "no_show": "color: $text; text-style: strike;",
    "closed": "color: $text-disabled; text-style: italic;",
    "event": "color: $text-accent; text-style: italic;",
}

COLOURLESS = {
    "chosen": "text-style: reverse italic;",
    "dim": "text-style: dim italic;",
    "closed": "text-style: strike;",
}
"""Where there are no colours, weight tells apart what colours did."""

CLASSES = {name: f"slot-grid--{name}" for name in LOOKS}
"""The component class of each."""

CSS = "SlotGrid {{ {rules} }}".format(
    rules=" ".join(
        [
            *(f"& > .{CLASSES[name]} {{ {look} }}" for name, look in LOOKS.items()),
            *(f"&:nocolor > .{CLASSES[name]} {{ {look} }}" for name, look in COLOURLESS.items()),
        ]
    )
)
"""The widget's own style sheet: those of the screens are parsed three times at the start."""
