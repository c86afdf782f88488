export async function keep(redis: Redis, user: User) {
  await redis.set(`user:${user.id}`, JSON.stringify(user)); // expect: cache-without-ttl-js
  await this.redisClient.set(key, value); // expect: cache-without-ttl-js
}
