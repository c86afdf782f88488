def load(text):
    yaml.safe_load(text)
    yaml.load(text, Loader=yaml.CSafeLoader)
    return json.loads(text)
