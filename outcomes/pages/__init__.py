"""Pages on which people see how they are doing; they show what GraphQL answers, and count nothing."""
