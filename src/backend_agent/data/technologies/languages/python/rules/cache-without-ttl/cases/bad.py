async def keep(self, user):
    await self.redis.set(f"user:{user.id}", user.json())  # expect: cache-without-ttl
    redis_client.set(key, value)  # expect: cache-without-ttl
    cache.set(key, value, timeout=None)  # expect: cache-without-ttl
