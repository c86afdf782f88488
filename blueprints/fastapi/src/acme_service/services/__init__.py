"""The rules of the business: who may do what, and what happens together."""
