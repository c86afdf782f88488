"""What the blueprints promise to `new`."""
