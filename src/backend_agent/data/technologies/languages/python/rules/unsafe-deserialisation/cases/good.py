def load(text):
    yaml.safe_load(text)
    yaml.load(text, Loader=yaml.CSafeLoader)
    yaml.load(text, Loader=loader)
    return json.loads(text)
