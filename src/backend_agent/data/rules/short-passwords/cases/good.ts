class SignUp {
  @MinLength(12)
  password: string;
  @MinLength(2)
  name: string;
}
const schema = z.object({ name: z.string().min(2), password: z.string().min(12) });
if (password.length > 72) throw new Error();
if (password.length < 1) throw new Error();
