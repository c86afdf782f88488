export const secret = process.env.JWT_SECRET || "shop-secret"; // expect: secret-with-default-js
