AUTH_USER_MODEL = "shop.Member"
