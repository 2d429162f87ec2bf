"""How people come in: by password, passkey, PIN or code, or for one shift; and how they change that."""
