"""How long records about people are kept, whose time has passed, and what holds it up."""
