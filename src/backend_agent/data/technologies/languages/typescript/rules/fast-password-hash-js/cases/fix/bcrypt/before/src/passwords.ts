import bcrypt from 'bcrypt';

export async function keep(password: string): Promise<string> {
  const salt = await bcrypt.genSalt(8);
  return bcrypt.hash(password, salt);
}

export const keepSync = (password: string) => bcrypt.hashSync(password, 5);
