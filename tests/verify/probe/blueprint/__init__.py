"""The blueprint as a second instrument: whole, and with one text of it replaced."""
