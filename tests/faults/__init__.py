"""What happens when processes die, disks fill and transactions cross; long with HEARTH_FAULTS=long."""
