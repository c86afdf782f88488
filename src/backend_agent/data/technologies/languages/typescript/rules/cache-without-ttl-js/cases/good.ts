export async function keep(redis: Redis, user: User) {
  await redis.set(`user:${user.id}`, JSON.stringify(user), "EX", 300);
  await redisClient.set(key, value, { EX: 60 });
  const seen = new Map();
  seen.set(key, value);
}
