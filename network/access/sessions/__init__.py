"""Who is signed in, for how long, and what a browser keeps of it."""
