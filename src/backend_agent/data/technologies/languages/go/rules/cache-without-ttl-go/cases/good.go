package cache

func Keep(ctx context.Context, rdb *redis.Client, user User) error {
	flags.Set(1, 0)
	return rdb.Set(ctx, user.Key(), user, 5*time.Minute).Err()
}
