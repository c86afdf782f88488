const rows = await db.exec("SELECT 1");
regex.exec(text);
execFile("ls", [dir]);
evaluate(x);
execSync("npm run build");
