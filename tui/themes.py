"""The console's themes, by the names that the settings file and the palette know."""

from textual.theme import Theme

from tui.language import N_

THEMES = {
    "dark": "textual-dark",
    "light": "textual-light",
    "terminal": "ansi-dark",
    "contrast": "frontdesk-contrast",
}

WORDS = {
    "dark": N_("theme: dark"),
    "light": N_("theme: light"),
    "terminal": N_("theme: the terminal's own colours"),
    "contrast": N_("theme: high contrast"),
}

CONTRAST = Theme(
    name=THEMES["contrast"],
    primary="#00ffff",
    secondary="#ffff00",
    accent="#ffff00",
    warning="#ffaf00",
    error="#ff8787",
    success="#5fff5f",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    boost="#303030",
    dark=True,
    variables={
        "text-muted": "#ffffff",
        "text-disabled": "#bcbcbc",
        "text-accent": "#ffff00",
        "text-primary": "#00ffff",
        "text-success": "#5fff5f",
        "text-warning": "#ffaf00",
        "text-error": "#ff8787",
        "primary-background": "#005f87",
    },
)
