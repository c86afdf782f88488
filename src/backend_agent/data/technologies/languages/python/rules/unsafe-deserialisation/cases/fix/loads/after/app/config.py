import pickle

import yaml


def read(path, raw):
    with open(path) as file:
        first = yaml.safe_load(file)
    second = yaml.safe_load(raw)
    third = yaml.safe_load(raw)
    return first, second, third, pickle.loads(raw)
