"""Who has an account: people and machines, their tokens, their homes, and finding them again."""
