const agent = new https.Agent({ rejectUnauthorized: false }); // expect: tls-not-verified-js
