const zip = new AdmZip(file.data);
for (const entry of zip.getEntries()) keep(entry);
