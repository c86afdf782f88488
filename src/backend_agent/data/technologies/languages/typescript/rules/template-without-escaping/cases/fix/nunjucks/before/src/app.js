const nunjucks = require('nunjucks');

nunjucks.configure('views', { autoescape: false, express: app });
