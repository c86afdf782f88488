"""Trees, names and text edits for every language; knows no phase and no framework."""
