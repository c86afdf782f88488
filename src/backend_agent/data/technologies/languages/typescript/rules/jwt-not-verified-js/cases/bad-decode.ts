const claims = jwt.decode(token, { complete: true }); // expect: jwt-not-verified-js
