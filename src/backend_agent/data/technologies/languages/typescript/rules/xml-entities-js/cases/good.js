const document = libxml.parseXml(text, { noent: false, nonet: true });
