async def clean_up():
    while True:  # expect: schedule-by-loop
        await remove_old()
        await asyncio.sleep(60 * 60)
