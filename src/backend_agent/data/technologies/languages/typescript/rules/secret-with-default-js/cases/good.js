export const secret = process.env.JWT_SECRET;
export const life = process.env.TOKEN_EXPIRES_IN || "15 minutes";
