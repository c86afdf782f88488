const digits = /^[0-9]+$/;
const pair = /(ab)+/;
