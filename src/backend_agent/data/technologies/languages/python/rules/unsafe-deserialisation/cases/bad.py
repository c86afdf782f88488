def load(text):
    yaml.load(text)  # expect: unsafe-deserialisation
    yaml.load(text, Loader=yaml.Loader)  # expect: unsafe-deserialisation
    return pickle.loads(text)  # expect: unsafe-deserialisation
