eval(req.body.tax); // expect: code-from-text-js
const run = new Function("a", text); // expect: code-from-text-js
execSync(`ls ${dir}`); // expect: code-from-text-js
child_process.exec(command, done); // expect: code-from-text-js
