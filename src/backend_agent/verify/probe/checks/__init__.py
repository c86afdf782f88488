"""The questions themselves, one module for each area; importing an area enters its checks."""
