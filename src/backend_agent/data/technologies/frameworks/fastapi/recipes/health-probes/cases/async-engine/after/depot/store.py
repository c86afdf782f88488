from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

engine: AsyncEngine = create_async_engine("sqlite+aiosqlite://")
