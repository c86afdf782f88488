async def wait(process):
    while True:
        if process.done():
            return
        await asyncio.sleep(1)
