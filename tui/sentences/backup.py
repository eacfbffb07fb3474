"""Refusals of backups and of bringing one back."""

from tui.language import N_

BACKUP_SENTENCES: dict[str, str] = {
    "backup_busy": N_("Another program is making or bringing back a backup of {path}: try again later."),
    "backup_folder_closed": N_("The folder of backups {path} can't be read and written by you."),
    "backup_no_room": N_(
        "The disk of {path} has {free} MB left, and {needed} MB are needed: make room and try again."
    ),
    "backup_not_dropped": N_("The backup {path} is not needed any more, but can't be removed: {reason}."),
    "no_such_backup": N_("There is no backup {path}."),
    "backup_unknown": N_("{path} is missing: without its manifest a backup can't be trusted."),
    "backup_unreadable": N_("{path} can't be read: {reason}."),
    "manifest_damaged": N_("The manifest {path} is damaged: take another backup."),
    "manifest_newer": N_("The manifest {path} was written by a newer version: update frontdesk."),
    "backup_missing": N_("The backup {path} is gone; only its manifest is there."),
    "backup_changed": N_("The backup {path} was damaged or changed since it was made: take another."),
    "backup_differs": N_("The backup {path} does not hold what its manifest tells ({where}): take another."),
    "backup_sealed": N_("The backup {path} is sealed: say with --identity where its key is."),
    "wrong_identity": N_("The backup {path} is sealed to another key than that of {identity}."),
    "seal_broken": N_("The sealed backup {path} was damaged or changed since it was made: take another."),
    "identity_exists": N_("{path} is there already and is not overwritten: name another file."),
    "identity_not_written": N_("The key could not be written to {path}: {reason}."),
    "identity_unreadable": N_("The key {path} can't be read: {reason}."),
    "not_an_identity": N_("{path} is not a key for sealed backups."),
    "unknown_recipient": N_("The settings name {value} as the public key for backups, which is none."),
    "backup_settings": N_(
        "The settings file {path} can't be read, and may say that backups are to be sealed: none was made."
    ),
    "recipient_not_kept": N_(
        "The settings file {path} could not be written, so backups are not sealed: mend that, "
        "and make another key."
    ),
    "restore_failed": N_("The backup could not be unpacked beside {path}: {reason}. Nothing was changed."),
    "restore_unasked": N_("Nobody can be asked here whether to go on: say --yes. Nothing was changed."),
    "database_open_elsewhere": N_("{path} is open in another program: close all consoles and try again."),
}
