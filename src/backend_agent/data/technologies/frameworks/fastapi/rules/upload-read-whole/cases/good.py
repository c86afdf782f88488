MAX_SIZE = 1_000_000


async def upload(file: UploadFile) -> dict[str, int]:
    if file.size is None or file.size > MAX_SIZE:
        raise TooLarge
    return {"length": len(await file.read())}


async def stored(file: UploadFile) -> None:
    while piece := await file.read(65_536):
        await store.write(piece)


def load(path):
    with open(path) as f:
        return f.read()
