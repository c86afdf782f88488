"""The nouns that flow between rooms: frozen, typed, standard library only."""
