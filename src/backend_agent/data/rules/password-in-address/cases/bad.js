const url = "postgres://shop:s3cret-shop@db.internal/shop"; // expect: password-in-address
