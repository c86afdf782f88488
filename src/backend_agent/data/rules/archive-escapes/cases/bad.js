const zip = new AdmZip(file.data);
zip.extractAllTo("/var/uploads", true); // expect: archive-escapes
