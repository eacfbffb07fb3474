"""Encrypted databases and their keys: what is refused, in words. A key itself is never told."""

from tui.language import N_

SEALING_SENTENCES: dict[str, str] = {
    "key_missing": N_(
        "{path} is encrypted, and its key {key} is neither in {file} nor in the system's keyring: bring the "
        "key file from whoever keeps the copy, or name it with FRONTDESK_KEY_FILE."
    ),
    "key_wrong": N_(
        "{path} is encrypted by the key {key}, which {file} does not hold: name the right key file with "
        "FRONTDESK_KEY_FILE."
    ),
    "key_file_open_to_others": N_(
        "Others can get at {file} (mode {mode}), and it keeps the key of the database: `chmod {wanted}` it."
    ),
    "key_file_unreadable": N_("The key file {file} can't be read: {reason}."),
    "key_file_damaged": N_("Line {line} of the key file {file} is not a key: bring back its copy."),
    "key_not_kept": N_("The key could not be kept in {file}: {reason}. Nothing was encrypted."),
    "keyring_unavailable": N_(
        "The system's keyring can't be used ({reason}): unlock it, or use a key file (FRONTDESK_KEY_FILE, "
        "--key-file)."
    ),
    "already_encrypted": N_("{path} is encrypted already."),
    "not_encrypted": N_("{path} is not encrypted."),
    "no_room": N_(
        "There is no room for a second copy beside {path}: {needed} MB are needed, {free} MB are free. "
        "Nothing was changed."
    ),
    "rewriting_failed": N_("The new file could not be finished, and {path} is as it was: {reason}."),
    "not_agreed": N_("Nothing was changed: this is done only after a yes. A script says --yes."),
}
