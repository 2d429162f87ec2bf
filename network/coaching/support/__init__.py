"""The conversation between a home's team and its coaches: visits, agreed actions, questions."""
