const document = libxml.parseXml(text, { noent: true }); // expect: xml-entities-js
