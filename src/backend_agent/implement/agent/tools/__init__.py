"""The tools of a conversation, by the names and arguments that models know."""
