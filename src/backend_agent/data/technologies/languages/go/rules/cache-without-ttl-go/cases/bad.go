package cache

func Keep(ctx context.Context, rdb *redis.Client, user User) error {
	return rdb.Set(ctx, user.Key(), user, 0).Err() // expect: cache-without-ttl-go
}
