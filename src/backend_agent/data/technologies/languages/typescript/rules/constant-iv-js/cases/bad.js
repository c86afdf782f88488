const iv = Buffer.alloc(16, 0); // expect: constant-iv-js
