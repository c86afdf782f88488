import { Hono } from 'hono';
import { trails } from './routes/trails';

const app = new Hono();

app.route('/trails', trails);

export default app;
