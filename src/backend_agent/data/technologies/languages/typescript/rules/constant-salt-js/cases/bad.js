const salt = Buffer.from("d610", "hex"); // expect: constant-salt-js
