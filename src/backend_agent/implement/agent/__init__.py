"""The maker that asks a language model: tools, a plan that is kept, and a loop that always ends."""
