"""Network IT's pages, under /it: homes, people, devices, and what needs a look."""
