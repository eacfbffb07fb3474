"""What the doctor finds, in words, and what to do about what is not good."""

from tui.language import N_

ABOUT: dict[str, str] = {
    "program": N_("Program"),
    "sqlite": N_("SQLite"),
    "place": N_("Place"),
    "permissions": N_("Permissions"),
    "room": N_("Free space"),
    "encryption": N_("Encryption"),
    "schema": N_("Schema"),
    "leftovers": N_("Left over"),
    "backup": N_("Backup"),
    "database": N_("Database"),
    "journal": N_("Journal"),
    "clock": N_("Clock"),
    "check": N_("Check"),
    "chain": N_("Audit"),
    "due": N_("Due"),
    "notices": N_("Notices"),
}

HOW: dict[str, str] = {"good": N_("good"), "look": N_("look"), "bad": N_("bad")}

TOLD: dict[str, str] = {
    "versions": N_("frontdesk {program}, Python {python}"),
    "sqlite_wal": N_("SQLite {sqlite}, SQLCipher {cipher}: write-ahead log, desks read while one writes"),
    "sqlite_old": N_(
        "SQLite {sqlite} has a fault in its write-ahead log: a rollback journal is used instead"
    ),
    "on_disk": N_("{path} ({megabytes} MB) on a disk of this machine ({system})"),
    "on_share": N_("{path} lies on a network share ({share}), where locks fail"),
    "no_file": N_("There is no database at {path}"),
    "private": N_("Only you can get at the database and the files with keys"),
    "no_modes": N_("Windows closes a user's own folder to others"),
    "open_to_others": N_("Others can get at {path} (mode {mode})"),
    "room_enough": N_("{free} MB are free, the database has {size} MB"),
    "little_room": N_("Only {free} MB are free, the database has {size} MB"),
    "no_room_left": N_("Only {free} MB are free: the disk is nearly full"),
    "plain": N_("The database is not encrypted: whoever gets at the file can read it"),
    "encrypted": N_("The database is encrypted, and its key {key} is found: {place}"),
    "key_beside": N_("The key lies beside the encrypted database: {place}"),
    "schema_today": N_("Schema {version}, that of this program"),
    "schema_old": N_("Schema {version}, this program knows {known}"),
    "schema_newer": N_("Schema {version} is newer than this program, which knows {known}"),
    "leftovers": N_("An interrupted encrypting or decrypting has left {names}"),
    "no_backup": N_("There is no backup"),
    "backup_too_old": N_("The newest backup is {days} days old: {path}"),
    "backup_old": N_("The newest backup is {days} days old: {path}"),
    "backup_spoilt": N_("The newest backup is not as it was made: {path}"),
    "backup_not_proved": N_("The newest backup was never proved: {path}"),
    "backup_fresh": N_("The newest backup is {hours} h old: {path}"),
    "not_opened": N_("The database was not opened, since that would bring it up to date"),
    "journal_safe": N_("{mode}, synchronous {synchronous}: what was confirmed outlasts a power cut"),
    "journal_unsafe": N_("{mode}, synchronous {synchronous}: what was confirmed may be lost in a power cut"),
    "clock_right": N_("This machine's clock is not behind what was done last"),
    "clock_rehearsed": N_("An example or a rehearsal has a clock of its own"),
    "clock_is_behind": N_("This machine's clock is behind what was done last, by minutes: {minutes}"),
    "check_good": N_("All is as it must be"),
    "check_bad": N_("Not as they must be: {count}; the first: {first}"),
    "check_left_out": N_("Left out (--fast)"),
    "chain_whole": N_("The audit chain is whole"),
    "chain_broken": N_("{first}"),
    "nothing_aside": N_("Nothing was set aside"),
    "set_aside": N_("Fell due, could not be done and were set aside: {count}"),
    "all_delivered": N_("No notice has failed"),
    "undelivered": N_("Notices that could not be delivered: {count}"),
    "refused": N_("{sentence}"),
    "unreadable": N_("It can't be read: {reason}"),
}

TO_DO: dict[str, str] = {
    "sqlite_old": N_("Update sqlcipher3, or go on: it is safe, but desks wait for one another."),
    "on_share": N_("Move the database to a disk of this machine, with all desks closed."),
    "no_file": N_("Name the right one with --db or FRONTDESK_DB, or begin a new one with `frontdesk`."),
    "open_to_others": N_("`chmod {wanted}` it, so that only its owner can get at it."),
    "little_room": N_("Make room: a migration, a backup and encrypting each need room for a second copy."),
    "no_room_left": N_("Make room on this disk now: a full disk stops the desk."),
    "key_beside": N_(
        "Move the key file elsewhere and name it with FRONTDESK_KEY_FILE: who takes the one has the other."
    ),
    "schema_old": N_("Nothing: the next start brings it up to date, with a copy beforehand."),
    "schema_newer": N_("Update frontdesk on this machine."),
    "leftovers": N_(
        "Start the desk; what is still there after a minute is taken away by the next encrypt or decrypt."
    ),
    "no_backup": N_("Make one now, and have it made every day."),
    "backup_too_old": N_("Make one now, and see why none was made since."),
    "backup_old": N_("Make one now, and see why none was made since."),
    "backup_spoilt": N_("Make a new one now, and see what changed it."),
    "backup_not_proved": N_("Make a new one: it counts only when it was proved."),
    "not_opened": N_("Start the desk once, then run this again."),
    "journal_unsafe": N_("Close all other programs that use the file, and start the desk again."),
    "clock_is_behind": N_(
        "Set the clock right: until then all is entered at the time of what was done last."
    ),
    "check_bad": N_(
        "`frontdesk check` names each. Keep the file as it is and tell who looks after the program."
    ),
    "chain_broken": N_(
        "The file was changed past the program: keep it as it is, and compare it with a backup."
    ),
    "set_aside": N_("Tell who looks after the program: each is a case that no rule foresaw."),
    "undelivered": N_(
        "F10 in the console lists who is to be called; `frontdesk notify test` tries a channel."
    ),
    "refused": N_("Mend this first, then run `frontdesk doctor` again."),
    "unreadable": N_("Mend this first, then run `frontdesk doctor` again."),
}
