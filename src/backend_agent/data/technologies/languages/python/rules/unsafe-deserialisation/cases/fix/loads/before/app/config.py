import pickle

import yaml


def read(path, raw):
    with open(path) as file:
        first = yaml.load(file, Loader=yaml.Loader)
    second = yaml.load(raw)
    third = yaml.unsafe_load(raw)
    return first, second, third, pickle.loads(raw)
