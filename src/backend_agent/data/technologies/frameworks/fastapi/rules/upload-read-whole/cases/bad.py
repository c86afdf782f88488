async def upload(file: UploadFile) -> dict[str, int]:
    content = await file.read()  # expect: upload-read-whole
    return {"length": len(content)}
