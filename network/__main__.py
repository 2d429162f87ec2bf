"""`python -m network` is `hearth`: how a process starts another of its kind."""

from network.cli import main

main()
