"""The subcommands of `hearth`, one file each: every module here defines one `command`."""
