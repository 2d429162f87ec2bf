"""How read models are filled from the beginning of the log; a module here serves nothing else."""
