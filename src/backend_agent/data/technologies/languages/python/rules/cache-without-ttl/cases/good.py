async def keep(self, user):
    await self.redis.set(f"user:{user.id}", user.json(), ex=300)
    cache.set(key, value)
    redis_client.setex(key, 60, value)
    self.options.set(key, value)
