"""The pages of support and of shared learning."""
