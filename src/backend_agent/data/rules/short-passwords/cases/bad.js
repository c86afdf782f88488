const PASS_RE = /^.{1,20}$/; // expect: short-passwords
const schema = z.object({ password: z.string().min(5) }); // expect: short-passwords
check("password").isLength({ min: 3 }); // expect: short-passwords
